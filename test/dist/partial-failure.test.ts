import assert from 'node:assert/strict';
import { test } from 'node:test';

import { assertSameTree, createWorkspace, tree } from '../support/workspace.ts';
import {
  annotationsOf,
  assertSucceeded,
  deployTo,
  errorsOf,
  manifestOf,
  runStep,
  serve,
  transcriptOf,
  uploadedPaths,
} from './step.ts';

test('the action uploads the other files and fails when one file is rejected', async () => {
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
  const rejection = 'Uploading b.txt failed: 553 Could not create file.';
  assert.equal(lines[0], rejection);
  assert.match(
    error,
    /^Other files were uploaded to the same directory .*"remote-dir" is correct/m,
  );
  assert.equal(lines.at(-1), '2 of 3 files uploaded (1 failed, 0 not attempted).');
  assert.match(run.log, /^\[2\/3\] b\.txt {2}failed: 553 Could not create file\.$/m);

  const { run: facts, files } = await manifestOf(run);
  assert.deepEqual(facts['error'], { code: 'FTPS_REPLY', message: error });
  assert.deepEqual(
    files.map((file) => [file['remote'], file['status'], file['error']]),
    [
      ['a.txt', 'uploaded', null],
      ['b.txt', 'failed', rejection],
      ['c.txt', 'uploaded', null],
    ],
  );
  assert.equal(files[1]?.['sha256'], null);
  assert.match(run.summary, /^<h3>❌ FTPS upload failed: 2 of 3 files uploaded → /);
  assert.match(run.summary, /❌ <code>b\.txt<\/code><\/td><td>553 Could not create file\./);
});

test('the error has a title, its code and a link to the documentation of the version in use', async () => {
  await using workspace = await createWorkspace({ 'a.txt': 'a' });
  await using root = await createWorkspace();
  await using server = await serve(root);
  await using run = await runStep(server, {
    workspace,
    inputs: { files: '*', password: 'wrong' },
    env: { GITHUB_ACTION_REPOSITORY: 'owner/fork', GITHUB_ACTION_REF: 'v1' },
  });
  const [annotation, ...others] = annotationsOf(run);
  assert.deepEqual(others, []);
  assert.equal(annotation?.title, 'FTPS upload failed: login failed');
  assert.match(
    annotation.text,
    /\nFTPS_REPLY: https:\/\/github\.com\/owner\/fork\/blob\/v1\/docs\/\w+\.md#certificate-and-login-problems$/,
  );
  assert.match(
    run.summary,
    /^<h3>❌ FTPS upload failed: login failed → <code>127\.0\.0\.1<\/code>/,
  );
  assert.match(run.summary, /href="https:\/\/github\.com\/owner\/fork\/blob\/v1\/docs\//);
  assert.match(run.summary, /<p>Not attempted: 1 file \(1 B\)\.<\/p>/);
});

test('the action writes no summary with summary: false, even if another input is invalid', async () => {
  await using workspace = await createWorkspace({ 'a.txt': 'a' });
  await using root = await createWorkspace();
  await using server = await serve(root);
  await using run = await deployTo(server, workspace, { files: '*', summary: 'False' });
  assertSucceeded(run);
  assert.equal(run.summary, '');
  const invalid = { files: '*', summary: 'false', retries: 'many' };
  await using failed = await deployTo(server, workspace, invalid);
  assert.match(errorsOf(failed)[0] ?? '', /retries/);
  assert.equal(failed.summary, '');
});

test('the action reports what was not attempted when the connection is lost', async () => {
  const files = { 'a.txt': 'a', 'b.bin': 500_000, 'c.txt': 'c', 'd.txt': 'd' };
  await using workspace = await createWorkspace(files);
  await using root = await createWorkspace();
  await using server = await serve(root, {
    onData: ({ path }) =>
      path === '/b.bin' ? { at: 200_000, data: 'reset', final: 'reset' } : undefined,
    onCommand: ({ verb, session }) => (verb === 'CONNECT' && session > 1 ? 'close' : undefined),
  });
  await using run = await deployTo(server, workspace, { files: '*', retries: '0' });
  assert.equal(run.exitCode, 1);
  assert.deepEqual(uploadedPaths(run), ['a.txt']);
  assert.equal(run.outputs['failed-count'], '1');
  assert.equal(run.outputs['pending-count'], '2');
  assert.match(
    errorsOf(run)[0] ?? '',
    /^b\.bin: The (control|data) connection to .* was (lost|closed)/,
  );
  assert.match(errorsOf(run)[0] ?? '', /\n1 of 4 files uploaded \(1 failed, 2 not attempted\)\.$/);
  const manifest = await manifestOf(run);
  assert.deepEqual(
    manifest.files.map((file) => file['status']),
    ['uploaded', 'failed', 'pending', 'pending'],
  );
  assert.match(await transcriptOf(run), /C: STOR b\.bin\nC: SIZE b\.bin\nC: EPSV\nS: 150 /);
  assert.doesNotMatch(run.log, /^\[\d\/4\] [cd]\.txt/m);
  assert.equal(server.controlConnections, 2);
});

test('the action times out when the server stops responding', async () => {
  await using workspace = await createWorkspace({ 'a.txt': 'a' });
  await using root = await createWorkspace();
  await using server = await serve(root, {
    onCommand: ({ verb }) => (verb === 'TYPE' ? 'silence' : undefined),
  });
  await using run = await deployTo(server, workspace, { files: '*', timeout: '1', retries: '0' });
  assert.equal(run.exitCode, 1);
  const [error = ''] = errorsOf(run);
  assert.match(
    error.split('\n')[0] ?? '',
    /^Timed out after 1 s waiting for the reply to TYPE from /,
  );
  assert.ok(Number(run.outputs['duration-seconds']) < 5);
  assert.equal(run.outputs['pending-count'], '1');
});

test('the action fails when the server does not confirm an upload although every byte arrived', async () => {
  await using workspace = await createWorkspace({ 'a.txt': 'content' });
  await using root = await createWorkspace();
  await using server = await serve(root, {
    onData: () => ({ final: '451 Could not write to disk.' }),
  });
  await using run = await deployTo(server, workspace, { files: '*', retries: '0' });
  assert.equal(run.exitCode, 1);
  assert.equal(server.bytesReceived, 7);
  assert.deepEqual(uploadedPaths(run), []);
  assert.match(errorsOf(run)[0] ?? '', /^Uploading a\.txt failed: 451 Could not/);
});

test('the action reconnects and logs the retry when the connection is lost', async () => {
  await using workspace = await createWorkspace({ 'a.txt': 'a', 'b.bin': 500_000, 'c.txt': 'c' });
  await using root = await createWorkspace();
  await using server = await serve(root, {
    onData: ({ count }) =>
      count === 2 ? { at: 200_000, data: 'reset', final: 'reset' } : undefined,
  });
  await using run = await deployTo(server, workspace, { files: '*' });
  assertSucceeded(run);
  assertSameTree(await tree(root.path), await tree(workspace.path));
  assert.match(
    run.log,
    /^b\.bin: attempt( 1 of 4)? failed: the (control|data) connection .* Retrying in .*\.$/m,
  );
  assert.match(run.log, /^\[2\/3\] b\.bin .* attempt 2$/m);
  assert.match(run.log, /^Uploaded 3 files .*, 1 retry\.$/m);
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
