/**
 * Tables of runs of the action, each against its own server. In addition to the expectations of its row, every run must meet
 * the guarantees of `guarantees.ts`, such as not disclosing secrets.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, describe, test } from 'node:test';

import type { ActionRun } from '../support/action.ts';
import { runAction } from '../support/action.ts';
import type { FileContent } from '../support/workspace.ts';
import { createWorkspace } from '../support/workspace.ts';
import { assertGuarantees } from './guarantees.ts';
import { annotations, readable } from './run-log.ts';
import type { PeerFactory, TappedPeer } from './peers.ts';
import { account, authority, tap } from './peers.ts';

/** Commands from the login to the first file. */
export const session = 'USER PASS PBSZ PROT FEAT OPTS TYPE STRU MODE PWD';

/** Commands of a successful upload of one file. */
export const uploaded = `${session} EPSV STOR SIZE QUIT`;

/** The default file. */
export const page = '<h1>top of the page</h1>\n';

/** One run: a server, inputs and expectations. */
export interface Row {
  /** Continues the subject of the table, such as "rejects ...". */
  readonly name: string;
  readonly peer: PeerFactory;
  /** Defaults: the server, its account and `tls-ca`. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Local files. Default: `site/index.html`. */
  readonly files?: Readonly<Record<string, FileContent>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Default: 1. */
  readonly exit?: 0 | 1;
  /**
   * Consecutive lines of the error annotation, or of the log if the run succeeds. `{port}` is the server's port,
   * `{data-port}` that of its data connections, `{workspace}` the local directory. Required if the run fails.
   */
  readonly message?: string;
  /** Whether the data connections of a successful run resume the TLS session. Default: `true`, without TLS `false`. */
  readonly resumed?: boolean;
  /** Lines of each warning; there must be no others. */
  readonly warnings?: readonly string[];
  /** Lines of each notice; there must be no others. */
  readonly notices?: readonly string[];
  /** The verbs that the server received, in order. Default: none. */
  readonly commands?: string;
  /** Changes the workspace before the run. */
  readonly prepare?: (directory: string) => Promise<void>;
  /** TCP connections to the control port. Default: 1. */
  readonly connections?: number;
  /** Bytes that the server received on data connections. Default: all files if the run succeeds, otherwise none. */
  readonly bytes?: number;
  /** Inputs that the error or warning suggests; another run with each of them must succeed. */
  readonly suggestedInputs?: readonly ('tls-pin' | 'tls-server-name')[];
  /** Connects without the tap, which would accept every connection. */
  readonly direct?: boolean;
  /** Skips the row on other platforms. */
  readonly platform?: 'linux' | 'posix';
  /** Checks further expectations. */
  readonly check?: (run: ActionRun, server: TappedPeer) => void | Promise<void>;
}

const concurrency = 6;
const columnWidths = [58, 4, 62, 44] as const;

/** For transient errors, which would otherwise be retried. */
export const once = { retries: '0' } as const;

/**
 * Defines one test per row, and prints the table after all tests.
 *
 * @param shared - Default inputs of all rows.
 */
export function testTable(
  subject: string,
  rows: readonly Row[],
  shared: Readonly<Record<string, string>> = {},
): void {
  describe(subject, { concurrency }, () => {
    const results = new Map<string, readonly string[]>();
    for (const row of rows) {
      test(row.name, { skip: reasonToSkip(row) }, async ({ signal }) => {
        results.set(row.name, [row.name, '', '', '', 'NO']);
        await runRow({ ...row, inputs: { ...shared, ...row.inputs } }, results, signal);
      });
    }
    after(() => {
      const lines = [['case', 'exit', 'message', 'received by the server', 'ok']];
      for (const { name } of rows) {
        for (const [key, cells] of results) {
          if (key === name || key.startsWith(`${name} + `)) lines.push([...cells]);
        }
      }
      console.log(`\n${subject}\n${lines.map(formatLine).join('\n')}\n`);
    });
  });
}

function reasonToSkip({ platform }: Row): string | false {
  const isOther =
    platform === 'linux'
      ? process.platform !== 'linux'
      : platform === 'posix' && process.platform === 'win32';
  return isOther ? `not on ${process.platform}` : false;
}

function formatLine(cells: readonly string[]): string {
  return cells.map((cell, index) => fit(cell, columnWidths[index] ?? 0)).join('  ');
}

function fit(text: string, width: number): string {
  if (width === 0) return text;
  return (text.length > width ? `${text.slice(0, width - 3)}...` : text).padEnd(width);
}

async function runRow(row: Row, results: Map<string, readonly string[]>, signal: AbortSignal) {
  const first = await runOnce(row, signal);
  results.set(row.name, first.cells);
  for (const input of row.suggestedInputs ?? []) {
    const suggested = new RegExp(`^ {2}${input}: (\\S+)$`, 'm').exec(first.annotations)?.[1];
    assert.ok(suggested, `${input} is not suggested:\n${first.annotations}`);
    const name = `${row.name} + suggested ${input}`;
    results.set(name, [name, '', '', '', 'NO']);
    const second = await runOnce(
      {
        ...{
          name,
          peer: row.peer,
          exit: 0,
          commands: row.exit === 0 ? (row.commands ?? '') : uploaded,
        },
        inputs: { ...row.inputs, 'tls-verify': 'true', [input]: suggested },
      },
      signal,
    );
    results.set(name, second.cells);
  }
}

/** Runs the action and checks everything; returns the row's line of the table and the annotations. */
async function runOnce(row: Row, signal: AbortSignal) {
  const { files = { 'site/index.html': page }, exit = 1, commands = '' } = row;
  await using local = await createWorkspace(files);
  await row.prepare?.(local.path);
  const peer = await row.peer();
  await using server = row.direct === true ? { ...peer, connections: 0, raw: '' } : await tap(peer);
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

  const { errors, warnings, notices } = annotations(run.log);
  const fill = (text: string) =>
    text
      .replaceAll('{port}', String(server.port))
      .replaceAll('{data-port}', String(server.dataPort))
      .replaceAll('{workspace}', local.path);
  const expected = fill(row.message ?? '');
  const actual = exit === 0 ? readable(run.log) : (errors[0] ?? '');
  assert.ok(exit === 0 || expected !== '', 'a run that fails needs a message');
  if (expected !== '') assertLines(actual, expected, run.log);
  assert.equal(run.exitCode, exit, run.log);
  if (exit === 0) {
    await assertResumption(run, row.resumed ?? row.inputs?.['tls-mode'] !== 'none');
  }
  assertAnnotations(warnings, (row.warnings ?? []).map(fill));
  assertAnnotations(notices, (row.notices ?? []).map(fill));
  // A state of sync is looked for in the write that requests the first port.
  assert.equal(verbsIn(server.text), commands.replace(' EPSV', ' SIZE SIZE EPSV'));
  assert.equal(server.fileBytes, row.bytes ?? (exit === 0 ? totalBytes(files) : 0));
  if (row.direct !== true) assert.equal(server.connections, row.connections ?? 1);
  await assertGuarantees({ run, server, inputs, hasFailed: exit === 1, files });
  await row.check?.(run, server);
  return {
    cells: [row.name, String(exit), shorten(expected), formatReceived(server), 'yes'],
    annotations: [...errors, ...warnings].join('\n'),
  };
}

async function assertResumption(run: ActionRun, allResumed: boolean): Promise<void> {
  const manifest = await readFile(run.outputs['manifest'] ?? '', 'utf8');
  const { run: facts } = JSON.parse(manifest) as {
    readonly run: {
      readonly dataConnections: { readonly total: number; readonly resumed: number };
    };
  };
  const { total, resumed } = facts.dataConnections;
  assert.equal(resumed, allResumed ? total : 0, 'data connections that resumed the TLS session');
}

function assertLines(text: string, expected: string, log: string): void {
  const found = `\n${text}\n`.includes(`\n${expected}\n`);
  if (!found) assert.fail(`expected lines:\n${expected}\n\nactual lines:\n${text}\n\nlog:\n${log}`);
}

function assertAnnotations(actual: readonly string[], expected: readonly string[]) {
  assert.equal(actual.length, expected.length, actual.join('\n'));
  for (const [index, lines] of expected.entries()) {
    assertLines(actual[index] ?? '', lines, '');
  }
}

/** The verbs of the received commands. */
function verbsIn(text: string): string {
  return text
    .split('\r\n')
    .slice(0, -1)
    .map((command) => command.split(' ', 1)[0])
    .join(' ');
}

function totalBytes(files: Readonly<Record<string, FileContent>>): number {
  return Object.values(files)
    .map((content) => (typeof content === 'number' ? content : content.length))
    .reduce((sum, bytes) => sum + bytes, 0);
}

/** The first line, without the part that most messages share. */
function shorten(message: string): string {
  const [first = ''] = message.split('\n');
  return first.replace(/ (?:of|on) the (?:control|data) connection to \S+:\d+/, '');
}

function formatReceived(server: TappedPeer): string {
  const commands = verbsIn(server.text).replace(session, 'login').replace('PBSZ PROT FEAT', '...');
  const bytes = server.fileBytes === 0 ? '' : `; ${server.fileBytes} bytes`;
  const times = server.connections > 1 ? `; ${server.connections} connections` : '';
  return `${commands || 'nothing'}${bytes}${times}`;
}
