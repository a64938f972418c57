import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { test } from 'node:test';

import type { ActionRun } from '../support/action.ts';
import { runAction } from '../support/action.ts';
import type { EmbeddedServerOptions } from '../support/embedded-server/options.ts';
import { createWorkspace } from '../support/workspace.ts';
import { account, authority, embedded } from './peers.ts';
import { annotations } from './run-log.ts';

const mebibyte = 1 << 20;
const replyBytes = 64_000;

/** A reply of almost 64 KiB, the limit: the usual line, then others. */
function amplified(normal: string, filler: string): string {
  const code = normal.slice(0, 3);
  return `${code}-${normal.slice(4)}${filler.repeat(replyBytes / filler.length)}${code} End.\r\n`;
}

/** Floods the replies to the commands of each upload, with four preliminary replies to STOR, as many as are allowed. */
function flooding(filler: string): Partial<EmbeddedServerOptions> {
  const flood = { perform: true, raw: (normal: string) => amplified(normal, filler) };
  return {
    onCommand: ({ verb }) => (['EPSV', 'SIZE', 'PWD', 'QUIT'].includes(verb) ? flood : undefined),
    onData: () => ({
      preliminary: { raw: amplified('150 Wait.\r\n', filler).repeat(4) },
      final: { raw: amplified('226 Done.\r\n', filler) },
    }),
  };
}

/** Uploads files to a server that floods, and returns the run and its transcript without times. */
async function upload(fileCount: number, filler: string) {
  const names = Array.from({ length: fileCount }, (_, index) => `site/${index}.txt`);
  await using workspace = await createWorkspace(
    Object.fromEntries(names.map((name) => [name, name])),
  );
  await using server = await embedded(flooding(filler))();
  const run = await runAction({
    workspace: workspace.path,
    inputs: {
      ...{ server: 'localhost', port: String(server.port), 'tls-ca': authority.cert },
      ...{ files: 'site/**', ...account },
    },
    env: { RUNNER_DEBUG: '1' },
  });
  const text = await readFile(run.outputs['transcript'] ?? '', 'utf8');
  return { run, lines: text.replace(/^ *\d+\.\d{3} /gm, '').split('\n') };
}

function assertMemory({ peakRssBytes }: ActionRun): void {
  if (process.platform !== 'linux') return;
  assert.ok(peakRssBytes !== undefined);
  assert.ok(peakRssBytes < 400 * mebibyte, `${peakRssBytes} bytes resident`);
}

test('the transcript and the debug log are limited when a server floods every reply with long lines', async () => {
  const { run, lines } = await upload(12, `${'\x01'.repeat(299)}\n`);
  await using _run = run;
  assert.equal(run.exitCode, 0, run.log.slice(-2_000));
  const { size } = await stat(run.outputs['transcript'] ?? '');
  assert.ok(size > 9 * mebibyte && size < 12 * mebibyte, `the transcript has ${size} bytes`);
  assert.match(lines[0] ?? '', /^-- TLS established/);
  assert.equal(lines.filter((line) => /^-- \.\.\. \d+ lines cut$/.test(line)).length, 1);
  assert.deepEqual(lines.slice(-2), ['S: 221 End.', '']);
  const debug = annotations(run.log).debug.filter((line) => /^(?:C:|S:|--)/.test(line));
  assert.ok(run.log.length < 6 * mebibyte, `the log has ${run.log.length} characters`);
  assert.ok(debug.length > 1_000);
  assert.equal(run.log.split('Further debug lines are omitted.').length, 2);
  assertMemory(run);
});

test('the transcript shows 200 lines of a reply that consists of line ends', async () => {
  const { run, lines } = await upload(3, '\n');
  await using _run = run;
  assert.equal(run.exitCode, 0, run.log.slice(-2_000));
  const cut = lines.filter((line) => /^-- \.\.\. \d+ lines of this reply cut$/.test(line));
  // PWD, QUIT, SIZE of state and journal, and for each file EPSV, SIZE, STOR with four preliminary replies.
  assert.equal(cut.length, 4 + 3 * 7);
  const end = lines.indexOf('S: 221 End.');
  assert.equal(lines[end - 1], '-- ... 63802 lines of this reply cut');
  assert.deepEqual(lines.slice(end - 200, end - 198), ['S: 221-Goodbye.', 'S: 221-']);
  assertMemory(run);
});
