import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createWorkspace } from '../support/workspace.ts';
import { assertSucceeded, deployTo, manifestOf, serve } from './step.ts';

test('the log of a deployment has one line per file in a group after the upload and ends with the result', async () => {
  await using workspace = await createWorkspace({ 'a.txt': 100, 'b/c.bin': 3_000_000, empty: '' });
  await using root = await createWorkspace();
  await using server = await serve(root);
  await using run = await deployTo(server, workspace, { files: '**' });
  assertSucceeded(run);
  const shown = run.log
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('::add-mask::'));
  const start = shown.findIndex((line) => line.startsWith('Uploading 3 files'));
  const expected = [
    /^Uploading 3 files \(2\.9 MiB\) to 127\.0\.0\.1$/,
    /^::group::Uploaded files$/,
    /^\[1\/3\] a\.txt {2}100 B {2}[\d.]+ m?s {2}[\d.]+ \w+\/s$/,
    /^\[2\/3\] b\/c\.bin {2}2\.9 MiB {2}[\d.]+ m?s {2}[\d.]+ \w+\/s$/,
    /^\[3\/3\] empty {2}0 B {2}\d+ ms$/,
    /^::endgroup::$/,
    /^Uploaded 3 files \(2\.9 MiB\) to 127\.0\.0\.1 in [\d.]+ m?s, all verified by size\.$/,
  ];
  assert.equal(shown.length - start, expected.length, run.log);
  for (const [index, line] of expected.entries()) assert.match(shown[start + index] ?? '', line);
});

test('a run with 1,500 files has no log line per file, a truncated summary, and at most 160 MiB of memory', async () => {
  const names = Array.from({ length: 1_500 }, (_, n) => `d${n % 10}/${n}.txt`);
  await using workspace = await createWorkspace(Object.fromEntries(names.map((n) => [n, n])));
  await using root = await createWorkspace();
  await using server = await serve(root, {
    onCommand: ({ verb, argument }) =>
      verb === 'STOR' && argument === 'd7/777.txt' ? '553 Not this one.' : undefined,
  });
  await using run = await deployTo(server, workspace, { files: '**' });
  assert.equal(run.exitCode, 1);
  assert.equal(run.outputs['uploaded-count'], '1499');
  assert.ok(Buffer.byteLength(run.log) < 10_000, String(Buffer.byteLength(run.log)));
  assert.match(run.log, /^\[\d+\/1500\] d7\/777\.txt {2}failed: 553 Not this one\.$/m);
  assert.equal(run.log.match(/^\[/gm)?.length, 1);
  assert.match(run.log, /^Uploaded 1,499 of 1,500 files \(.*\) to .*, all verified by size\.$/m);
  assert.match(
    run.summary,
    /<p>Showing 299 of 1,499 files\. The manifest \(output .*\) lists all of them\.<br>/,
  );
  assert.match(run.summary, /^Slowest: <code>d\d\/\d+\.txt<\/code>, /m);
  assert.match(
    run.summary,
    /<tr><td>❌ <code>d7\/777\.txt<\/code><\/td><td>553 Not this one\.<\/td><\/tr>/,
  );
  assert.equal((await manifestOf(run)).files.length, 1_500);
  // Only Linux reports it.
  assert.ok((run.peakRssBytes ?? 0) <= 160 * 2 ** 20, String(run.peakRssBytes));
});
