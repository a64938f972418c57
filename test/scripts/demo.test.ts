import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

const project = path.resolve(import.meta.dirname, '..', '..');

test('npm run demo uploads every file over resumed TLS sessions', async ({ signal }) => {
  // Rejects when the exit code is not 0.
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['scripts/demo.ts'], {
    cwd: project,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
    signal,
  });
  assert.equal(stderr, '');
  assert.doesNotMatch(stdout, /::/);
  assert.match(
    stdout,
    /^✔ All (\d+) files were uploaded and are identical: 1 control connection, \1 data connections, \1 of them resumed the TLS session\.\n$/m,
  );
});
