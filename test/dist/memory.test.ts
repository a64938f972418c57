import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createWorkspace } from '../support/workspace.ts';
import { assertSucceeded, deployTo, serve } from './step.ts';

const mebibyte = 1 << 20;

test(
  'the action needs at most 40 MiB more for 256 MiB than for 1 KiB',
  { skip: process.platform === 'linux' ? false : 'only Linux tells the peak of a process' },
  async () => {
    const small = await peakBytes(1024);
    const large = await peakBytes(256 * mebibyte);
    const more = (large - small) / mebibyte;
    assert.ok(more <= 40, `${more.toFixed(1)} MiB more`);
  },
);

async function peakBytes(fileBytes: number): Promise<number> {
  await using workspace = await createWorkspace({ 'file.bin': fileBytes });
  await using root = await createWorkspace();
  await using server = await serve(root);
  await using run = await deployTo(server, workspace, { files: 'file.bin' });
  assertSucceeded(run);
  assert.equal(server.bytesReceived, fileBytes);
  assert.equal(run.outputs['uploaded-bytes'], String(fileBytes));
  assert.ok(run.peakRssBytes !== undefined);
  return run.peakRssBytes;
}
