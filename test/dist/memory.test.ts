import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { FileContent } from '../support/workspace.ts';
import { createWorkspace } from '../support/workspace.ts';
import { assertSucceeded, deployTo, manifestOf, serve } from './step.ts';

const mebibyte = 1 << 20;
const skip =
  process.platform === 'linux' ? false : 'only Linux reports the peak memory of a process';

const large = 64 * mebibyte;

test('the action uses at most 25 MiB more for 64 MiB than for 1 KiB', { skip }, async () => {
  const more = (await peakBytes({ 'file.bin': large })) - (await peakBytes({ 'file.bin': 1024 }));
  assert.ok(more <= 25 * mebibyte, `${(more / mebibyte).toFixed(1)} MiB more`);
});

async function peakBytes(files: Readonly<Record<string, FileContent>>): Promise<number> {
  await using workspace = await createWorkspace(files);
  await using root = await createWorkspace();
  await using server = await serve(root);
  await using run = await deployTo(server, workspace, { files: '**' });
  assertSucceeded(run);
  assert.equal(run.outputs['uploaded-count'], String(Object.keys(files).length));
  assert.equal(run.outputs['uploaded-bytes'], String(server.bytesReceived));
  assert.equal((await manifestOf(run)).files.length, Object.keys(files).length);
  assert.ok(run.peakRssBytes !== undefined);
  return run.peakRssBytes;
}
