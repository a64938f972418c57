import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { FileContent } from '../support/workspace.ts';
import { createWorkspace } from '../support/workspace.ts';
import { assertSucceeded, deployTo, manifestOf, serve } from './step.ts';

const mebibyte = 1 << 20;
const skip = process.platform === 'linux' ? false : 'only Linux tells the peak of a process';

const large = 256 * mebibyte;
const many = 3_000;

test('the action needs at most 25 MiB more for 256 MiB than for 1 KiB', { skip }, async () => {
  const more = (await peakBytes({ 'file.bin': large })) - (await peakBytes({ 'file.bin': 1024 }));
  assert.ok(more <= 25 * mebibyte, `${(more / mebibyte).toFixed(1)} MiB more`);
});

test('the action needs at most 40 MiB more for 3,000 files than for one', { skip }, async () => {
  const names = Array.from({ length: many }, (_, index) => `directory-${index % 30}/file-${index}`);
  const files = Object.fromEntries(names.map((name) => [name, name]));
  const more = (await peakBytes(files)) - (await peakBytes({ file: '' }));
  assert.ok(more <= 40 * mebibyte, `${(more / mebibyte).toFixed(1)} MiB more`);
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
