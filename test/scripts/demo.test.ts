import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

const project = path.resolve(import.meta.dirname, '..', '..');

test('the demo ends well, and says that every byte arrived', async ({ signal }) => {
  // Rejects when the exit code is not 0.
  const run = promisify(execFile)(process.execPath, ['scripts/demo.ts'], {
    cwd: project,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
    signal,
  });
  const { stdout, stderr } = await run;
  assert.equal(stderr, '');
  const verdict =
    /^✔ All (\d+) files arrived, byte for byte: 1 control connection, (\d+) data connections, (\d+) of them with the resumed TLS session\.$/;
  const [, files, connections, resumed] =
    verdict.exec(stdout.trimEnd().split('\n').at(-1) ?? '') ?? [];
  assert.ok(files !== undefined, stdout);
  assert.ok(Number(files) > 0);
  assert.equal(connections, files);
  assert.equal(resumed, files);
});
