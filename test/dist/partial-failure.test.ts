import assert from 'node:assert/strict';
import { test } from 'node:test';

import { assertSameTree, createWorkspace, tree } from '../support/workspace.ts';
import {
  assertSucceeded,
  deployTo,
  errorsOf,
  manifestOf,
  serve,
  transcriptOf,
  uploadedPaths,
} from './step.ts';

test('the action uploads the others when one file is refused, and fails', async () => {
  await using workspace = await createWorkspace({ 'a.txt': '1', 'b.txt': '22', 'c.txt': '333' });
  await using root = await createWorkspace();
  await using server = await serve(root, {
    onCommand: ({ verb, argument }) =>
      verb === 'STOR' && argument === 'b.txt' ? '553 Could not create file.' : undefined,
  });
  await using run = await deployTo(server, workspace, { files: '*' });
  assert.equal(run.exitCode, 1);
  assert.deepEqual([...(await tree(root.path)).keys()], ['a.txt', 'c.txt']);
  assert.deepEqual(uploadedPaths(run), ['a.txt', 'c.txt']);
  assert.equal(run.outputs['uploaded-count'], '2');
  assert.equal(run.outputs['uploaded-bytes'], '4');
  assert.equal(run.outputs['failed-count'], '1');
  assert.equal(run.outputs['pending-count'], '0');

  const [error = '', ...others] = errorsOf(run);
  assert.deepEqual(others, []);
  const lines = error.split('\n');
  const refusal = 'The server refused "STOR b.txt": 553 Could not create file.';
  assert.equal(lines[0], `b.txt: ${refusal}`);
  assert.match(error, /check "remote-dir", and whether this account may write there\.$/m);
  assert.equal(lines.at(-1), '2 uploaded, 1 failed, 0 not reached.');
  assert.ok(run.log.includes(`[2/3] b.txt  FAILED: ${refusal}`));

  const { run: facts, files } = await manifestOf(run);
  assert.deepEqual(facts['error'], { code: 'FTPS_REPLY', message: error });
  assert.deepEqual(
    files.map((file) => [file['remote'], file['status'], file['error']]),
    [
      ['a.txt', 'uploaded', null],
      ['b.txt', 'failed', refusal],
      ['c.txt', 'uploaded', null],
    ],
  );
  assert.equal(files[1]?.['sha256'], null);
  assert.match(run.summary, /❌ 2 of 3 files uploaded/);
  assert.match(run.summary, /<code>b\.txt<\/code>.*failed/);
});

test('the action says what a lost connection left undone', async () => {
  const files = { 'a.txt': 'a', 'b.bin': 500_000, 'c.txt': 'c', 'd.txt': 'd' };
  await using workspace = await createWorkspace(files);
  await using root = await createWorkspace();
  await using server = await serve(root, {
    onData: ({ path }) =>
      path === '/b.bin' ? { at: 200_000, data: 'reset', final: 'reset' } : undefined,
    onCommand: ({ verb, session }) =>
      verb === 'CONNECT' && session > 1 ? 'close' : undefined,
  });
  await using run = await deployTo(server, workspace, { files: '*', retries: '0' });
  assert.equal(run.exitCode, 1);
  assert.deepEqual(uploadedPaths(run), ['a.txt']);
  assert.equal(run.outputs['failed-count'], '1');
  assert.equal(run.outputs['pending-count'], '2');
  assert.match(errorsOf(run)[0] ?? '', /^b\.bin: The (control|data) connection to .* (broke|was closed)/);
  assert.match(errorsOf(run)[0] ?? '', /\n1 uploaded, 1 failed, 2 not reached\.$/);
  const manifest = await manifestOf(run);
  assert.deepEqual(
    manifest.files.map((file) => file['status']),
    ['uploaded', 'failed', 'pending', 'pending'],
  );
  assert.match(await transcriptOf(run), /C: STOR b\.bin\nC: SIZE b\.bin\nC: EPSV\nS: 150 /);
  assert.doesNotMatch(run.log, /^\[\d\/4\] [cd]\.txt/m);
  assert.equal(server.controlConnections, 2);
});

test('the action gives up in the time that it was given when the server falls silent', async () => {
  await using workspace = await createWorkspace({ 'a.txt': 'a' });
  await using root = await createWorkspace();
  await using server = await serve(root, {
    onCommand: ({ verb }) => (verb === 'TYPE' ? 'silence' : undefined),
  });
  await using run = await deployTo(server, workspace, { files: '*', timeout: '1', retries: '0' });
  assert.equal(run.exitCode, 1);
  const [error = ''] = errorsOf(run);
  assert.match(error.split('\n')[0] ?? '', /\b1 s\b.*the reply to TYPE/);
  assert.ok(Number(run.outputs['duration-seconds']) < 5);
  assert.equal(run.outputs['pending-count'], '1');
});

test('the action fails when the server does not confirm, though every byte arrived', async () => {
  await using workspace = await createWorkspace({ 'a.txt': 'content' });
  await using root = await createWorkspace();
  await using server = await serve(root, {
    onData: () => ({ final: '451 Could not write to disk.' }),
  });
  await using run = await deployTo(server, workspace, { files: '*', retries: '0' });
  assert.equal(run.exitCode, 1);
  assert.equal(server.bytesReceived, 7);
  assert.deepEqual(uploadedPaths(run), []);
  assert.match(errorsOf(run)[0] ?? '', /^a\.txt: The server refused "STOR a\.txt": 451 Could not/);
});

test('the action connects again after a lost connection, and says so', async () => {
  await using workspace = await createWorkspace({ 'a.txt': 'a', 'b.bin': 500_000, 'c.txt': 'c' });
  await using root = await createWorkspace();
  await using server = await serve(root, {
    onData: ({ count }) =>
      count === 2 ? { at: 200_000, data: 'reset', final: 'reset' } : undefined,
  });
  await using run = await deployTo(server, workspace, { files: '*' });
  assertSucceeded(run);
  assertSameTree(await tree(root.path), await tree(workspace.path));
  assert.match(run.log, /^b\.bin: The (control|data) connection .* Trying again in .*\.$/m);
  assert.match(run.log, /^\[2\/3\] b\.bin .* at attempt 2$/m);
  assert.match(run.log, /^3 files uploaded, .*, 1 retry\.$/m);
  const { run: facts, files } = await manifestOf(run);
  assert.equal(facts['controlConnections'], 2);
  assert.deepEqual(
    files.map(({ attempts, status }) => [attempts, status]),
    [
      [1, 'uploaded'],
      [2, 'uploaded'],
      [1, 'uploaded'],
    ],
  );
  assert.equal(server.controlConnections, 2);
});
