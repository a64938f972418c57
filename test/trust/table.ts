/**
 * A table of runs of the action: one row a case, each against a server of its own, with everything that every run must
 * keep (no secret anywhere, no command but our own in the log) checked on top of what the row says.
 */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import type { ActionRun } from '../support/action.ts';
import { runAction } from '../support/action.ts';
import type { FileContent } from '../support/workspace.ts';
import { createWorkspace } from '../support/workspace.ts';
import { assertKeepsPromises } from './promises.ts';
import { annotations, readable } from './run-log.ts';
import type { PeerFactory, TappedPeer } from './peers.ts';
import { account, authority, tap } from './peers.ts';

/** Commands from the login to the first file, where nothing goes wrong. */
export const session = 'USER PASS PBSZ PROT FEAT OPTS TYPE STRU MODE PWD';

/** Commands of a whole upload of one file. */
export const uploaded = `${session} EPSV STOR SIZE QUIT`;

/** What a row uploads unless it says otherwise. */
export const page = '<h1>top of the page</h1>\n';

/** One case: a server, what the workflow says, and what must come of it. */
export interface Row {
  readonly name: string;
  readonly peer: PeerFactory;
  /** `port` and `tls-ca` are given unless they are here. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Local files; `site/index.html` unless they are here. */
  readonly files?: Readonly<Record<string, FileContent>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Default: 1. */
  readonly exit?: 0 | 1;
  /**
   * Whole lines, in a row, of the error annotation, or of the log when there is none; `{port}` stands for the server's,
   * `{data-port}` for that of its data connections, `{workspace}` for the local directory.
   */
  readonly says: string;
  /** The warnings, each by whole lines of it; no other may come. */
  readonly warns?: readonly string[];
  /** The verbs that reached the server, in order; none by default. */
  readonly reached?: string;
  /** Does more to the workspace before the run. */
  readonly prepare?: (directory: string) => Promise<void>;
  /** TCP connections to the control port. Default: 1. */
  readonly connections?: number;
  /** Bytes of files that reached the server. By default all of a successful run, none of a failed one. */
  readonly bytes?: number;
  /** Runs again with each line that the error or warning offers, which must then work. */
  readonly paste?: readonly ('tls-pin' | 'tls-server-name')[];
  /** Takes the tap away, for a server that must be met directly. */
  readonly untapped?: boolean;
  /** Skips the row elsewhere: what the system must be able to do. */
  readonly needs?: 'linux' | 'posix';
  /** What else must hold. */
  readonly check?: (run: ActionRun, server: TappedPeer) => void | Promise<void>;
}

const concurrent = 6;
const widths = [58, 4, 62, 44] as const;

/** For rows whose fault would pass for a transient one: it is met once, and told as it was. */
export const once = { retries: '0' } as const;

/**
 * Makes a test of each row, and prints the table when all have run.
 *
 * @param shared - Inputs of all rows, unless a row has its own.
 */
export function table(
  subject: string,
  rows: readonly Row[],
  shared: Readonly<Record<string, string>> = {},
): void {
  describe(subject, { concurrency: concurrent }, () => {
    const results = new Map<string, readonly string[]>();
    for (const row of rows) {
      test(row.name, { skip: cannotRun(row) }, async ({ signal }) => {
        results.set(row.name, [row.name, '', '', '', 'NO']);
        await prove({ ...row, inputs: { ...shared, ...row.inputs } }, results, signal);
      });
    }
    after(() => {
      const lines = [['case', 'exit', 'sentence', 'what reached the server', 'ok']];
      for (const { name } of rows) {
        for (const [key, cells] of results) {
          if (key === name || key.startsWith(`${name} + `)) lines.push([...cells]);
        }
      }
      console.log(`\n${subject}\n${lines.map(line).join('\n')}\n`);
    });
  });
}

function cannotRun({ needs }: Row): string | false {
  const isMissing =
    needs === 'linux'
      ? process.platform !== 'linux'
      : needs === 'posix' && process.platform === 'win32';
  return isMissing ? `not on ${process.platform}` : false;
}

function line(cells: readonly string[]): string {
  return cells.map((cell, index) => cut(cell, widths[index] ?? 0)).join('  ');
}

function cut(text: string, width: number): string {
  if (width === 0) return text;
  return (text.length > width ? `${text.slice(0, width - 3)}...` : text).padEnd(width);
}

async function prove(row: Row, results: Map<string, readonly string[]>, signal: AbortSignal) {
  const first = await perform(row, signal);
  results.set(row.name, first.cells);
  for (const input of row.paste ?? []) {
    const offered = new RegExp(`^ {2}${input}: (\\S+)$`, 'm').exec(first.words)?.[1];
    assert.ok(offered, `no line with ${input} was offered:\n${first.words}`);
    const name = `${row.name} + ${input} pasted`;
    results.set(name, [name, '', '', '', 'NO']);
    const pasted = await perform(
      {
        ...{
          name,
          peer: row.peer,
          exit: 0,
          reached: row.exit === 0 ? (row.reached ?? '') : uploaded,
        },
        inputs: { ...row.inputs, 'tls-verify': 'true', [input]: offered },
        says: '1 of 1 data connections resumed the TLS session.',
      },
      signal,
    );
    results.set(name, pasted.cells);
  }
}

/** Runs the action once and checks everything; returns the row's line and the words of the annotations. */
async function perform(row: Row, signal: AbortSignal) {
  const { files = { 'site/index.html': page }, exit = 1, reached = '' } = row;
  await using local = await createWorkspace(files);
  await row.prepare?.(local.path);
  const peer = await row.peer();
  await using server =
    row.untapped === true ? { ...peer, connections: 0, raw: '' } : await tap(peer);
  const inputs = {
    server: 'localhost',
    port: String(server.port),
    'tls-ca': row.inputs?.['tls-mode'] === 'none' ? '' : authority.cert,
    files: 'site/**',
    ...account,
    ...row.inputs,
  };
  const env = { env: row.env ?? {} };
  await using run = await runAction({ inputs, workspace: local.path, signal, ...env });

  const { errors, warnings } = annotations(run.log);
  const fill = (text: string) =>
    text
      .replaceAll('{port}', String(server.port))
      .replaceAll('{data-port}', String(server.dataPort))
      .replaceAll('{workspace}', local.path);
  const expected = fill(row.says);
  const told = exit === 0 ? readable(run.log) : (errors[0] ?? '');
  assertLines(told, expected, run.log);
  assert.equal(run.exitCode, exit, run.log);
  assertWarnings(warnings, (row.warns ?? []).map(fill));
  assert.equal(verbs(server.text), reached);
  assert.equal(server.fileBytes, row.bytes ?? (exit === 0 ? total(files) : 0));
  if (row.untapped !== true) assert.equal(server.connections, row.connections ?? 1);
  await assertKeepsPromises({ run, server, inputs, hasFailed: exit === 1, files });
  await row.check?.(run, server);
  return {
    cells: [row.name, String(exit), decisive(expected), show(server), 'yes'],
    words: [...errors, ...warnings].join('\n'),
  };
}

function assertLines(text: string, expected: string, log: string): void {
  const found = `\n${text}\n`.includes(`\n${expected}\n`);
  if (!found)
    assert.fail(`expected lines:\n${expected}\n\nbut the words were:\n${text}\n\nlog:\n${log}`);
}

function assertWarnings(warnings: readonly string[], expected: readonly string[]) {
  assert.equal(warnings.length, expected.length, warnings.join('\n'));
  for (const [index, lines] of expected.entries()) {
    assertLines(warnings[index] ?? '', lines, '');
  }
}

/** The verbs of the commands that came. */
function verbs(text: string): string {
  return text
    .split('\r\n')
    .slice(0, -1)
    .map((command) => command.split(' ', 1)[0])
    .join(' ');
}

function total(files: Readonly<Record<string, FileContent>>): number {
  return Object.values(files)
    .map((content) => (typeof content === 'number' ? content : content.length))
    .reduce((sum, bytes) => sum + bytes, 0);
}

/** The first line, without the part that is the same in most rows. */
function decisive(sentence: string): string {
  const [first = ''] = sentence.split('\n');
  return first.replace(/ (?:of|on) the (?:control|data) connection to \S+:\d+/, '');
}

function show(server: TappedPeer): string {
  const commands = verbs(server.text).replace(session, 'login').replace('PBSZ PROT FEAT', '...');
  const bytes = server.fileBytes === 0 ? '' : `; ${server.fileBytes} bytes`;
  const times = server.connections > 1 ? `; ${server.connections} connections` : '';
  return `${commands || 'nothing'}${bytes}${times}`;
}
