import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createWorkspace, tree } from '../support/workspace.ts';
import {
  assertSucceeded,
  deployTo,
  errorsOf,
  manifestOf,
  serve,
  transcriptOf,
  uploadedPaths,
} from './step.ts';

const site = { 'site/index.html': 2_048, 'site/css/a.css': 'body {}', 'other.txt': 'x' };
const dryRun = { files: 'site', 'remote-dir': '/www', 'dry-run': 'true' };

test('a dry run lists the files that would be uploaded and opens no connection', async () => {
  await using workspace = await createWorkspace(site);
  await using root = await createWorkspace();
  await using server = await serve(root);
  await using run = await deployTo(server, workspace, dryRun);

  assertSucceeded(run);
  assert.equal(server.controlConnections, 0);
  assert.deepEqual([...(await tree(root.path)).keys()], []);
  assert.equal(await transcriptOf(run), '');
  const lines = run.log.split(/\r?\n/);
  const group = lines.indexOf('::group::Dry run: files that would be uploaded');
  assert.deepEqual(lines.slice(group + 1, group + 5), [
    '       7 B  site/css/a.css -> /www/css/a.css',
    '   2.0 KiB  site/index.html -> /www/index.html',
    '::endgroup::',
    `Dry run: 2 files (2.0 KiB) would be uploaded to 127.0.0.1:${server.port}. No connection was opened.`,
  ]);
  assert.match(run.summary, /^<h3>📋 Dry run: 2 files \(2\.0 KiB\) would be uploaded → <code>127/);
  assert.match(
    run.summary,
    /<code>site\/index\.html<\/code><\/td><td><code>\/www\/index\.html<\/code><\/td><td align="right">2\.0\u00a0KiB</,
  );
});

test('a dry run counts every planned file as pending in the outputs and the manifest', async () => {
  await using workspace = await createWorkspace(site);
  await using run = await deployTo({ host: 'ftp.example', port: 990 }, workspace, dryRun);
  assertSucceeded(run);
  assert.deepEqual(uploadedPaths(run), []);
  const { outputs } = run;
  assert.equal(outputs['uploaded-count'], '0');
  assert.equal(outputs['uploaded-bytes'], '0');
  assert.equal(outputs['failed-count'], '0');
  assert.equal(outputs['pending-count'], '2');
  const { run: facts, files } = await manifestOf(run);
  assert.equal(facts['outcome'], 'success');
  assert.equal(facts['dryRun'], true);
  assert.equal(facts['server'], undefined);
  assert.deepEqual(
    files.map(({ local, remote, bytes, status, sha256 }) => [local, remote, bytes, status, sha256]),
    [
      ['site/css/a.css', '/www/css/a.css', 7, 'pending', null],
      ['site/index.html', '/www/index.html', 2_048, 'pending', null],
    ],
  );
});

test('a dry run does not resolve the host name', async () => {
  await using workspace = await createWorkspace(site);
  const nowhere = { host: 'no-such-host.invalid', port: 990 };
  await using run = await deployTo(nowhere, workspace, dryRun);
  assertSucceeded(run);
});

const failures: readonly {
  readonly when: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly error: RegExp;
}[] = [
  {
    when: 'an input is invalid',
    inputs: { port: '0' },
    error: /^Invalid value "0" for port\. Use a whole number from 1 to 65535\.$/,
  },
  {
    when: 'no files match',
    inputs: { files: 'site/*.{html,css}' },
    error: /^No files match "files" .*\nBrace expansion isn't supported\./,
  },
  {
    when: 'two files have the same remote path',
    inputs: { files: '**', flatten: 'true' },
    error: /have the same remote path \/www\/x\.txt\.\nNothing was uploaded\. Change "files"/,
  },
  {
    when: 'a certificate cannot be read',
    inputs: { 'tls-ca': 'none.pem' },
    error: /^tls-ca is neither PEM text nor a readable file \(ENOENT\)\.$/,
  },
];

for (const { when, inputs, error: expected } of failures) {
  test(`a dry run fails like a deployment when ${when}`, async () => {
    await using workspace = await createWorkspace({ 'a/x.txt': '1', 'b/x.txt': '2', 'site/a': '' });
    await using root = await createWorkspace();
    await using server = await serve(root);
    await using trial = await deployTo(server, workspace, { ...dryRun, ...inputs });
    await using run = await deployTo(server, workspace, {
      ...dryRun,
      ...inputs,
      'dry-run': 'false',
    });
    assert.equal(trial.exitCode, 1);
    const [error = '', ...others] = errorsOf(trial);
    assert.deepEqual(others, []);
    assert.match(error, expected);
    assert.deepEqual(errorsOf(run), [error]);
    assert.equal(server.controlConnections, 0);
    assert.equal(trial.outputs['pending-count'], '0');
  });
}

test('a dry run without files succeeds when if-no-files-found is ignore', async () => {
  await using workspace = await createWorkspace();
  const inputs = { ...dryRun, 'if-no-files-found': 'ignore' };
  await using run = await deployTo({ host: 'ftp.example', port: 990 }, workspace, inputs);
  assertSucceeded(run);
  assert.match(run.summary, /no files to upload/);
  assert.doesNotMatch(run.log, /would be uploaded/);
});

test('a dry run with a preflight lists the files, tests the server and uploads nothing', async () => {
  await using workspace = await createWorkspace(site);
  await using root = await createWorkspace();
  await using server = await serve(root);
  await using run = await deployTo(server, workspace, { ...dryRun, preflight: 'true' });
  assertSucceeded(run);
  assert.equal(server.controlConnections, 1);
  assert.equal(server.bytesReceived, 0);
  assert.deepEqual([...(await tree(root.path)).keys()], []);
  assert.match(run.log, / site\/index\.html -> \/www\/index\.html$[^]*^✔ Transfer /m);
  assert.match(run.summary, /preflight passed[^]*Dry run: 2 files/);
  assert.equal(run.outputs['pending-count'], '2');
});

test('a dry run with a preflight does not connect when files cannot be planned', async () => {
  await using workspace = await createWorkspace({ 'a/x.txt': '1', 'b/x.txt': '2' });
  await using root = await createWorkspace();
  await using server = await serve(root);
  const inputs = { ...dryRun, files: '**', flatten: 'true', preflight: 'true' };
  await using run = await deployTo(server, workspace, inputs);
  assert.equal(run.exitCode, 1);
  assert.equal(server.controlConnections, 0);
});
