import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, symlink } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { listen } from '../support/listener.ts';
import { assertSameTree, createWorkspace, tree } from '../support/workspace.ts';
import { assertSucceeded, authority, deployTo, login, manifestOf, serve, runStep } from './step.ts';

const bundle = fileURLToPath(new URL('../../dist/index.js', import.meta.url));

test('the action succeeds without the environment of a runner', async () => {
  await using workspace = await createWorkspace({ 'a.txt': 'content' });
  await using root = await createWorkspace();
  await using temporary = await createWorkspace();
  await using server = await serve(root);
  const passedOn = ['PATH', 'Path', 'SystemRoot', 'windir'].flatMap((name) =>
    process.env[name] === undefined ? [] : [[name, process.env[name]]],
  );
  const env = {
    ...(Object.fromEntries(passedOn) as Record<string, string>),
    TMPDIR: temporary.path,
    TEMP: temporary.path,
    TMP: temporary.path,
    INPUT_SERVER: server.host,
    INPUT_PORT: String(server.port),
    INPUT_USERNAME: login.username,
    INPUT_PASSWORD: login.password,
    INPUT_FILES: 'a.txt',
    'INPUT_TLS-CA': authority.cert,
  };
  // Rejects when the exit code is not 0.
  const run = promisify(execFile)(process.execPath, [bundle], { cwd: workspace.path, env });
  const { stdout } = await run;
  assertSameTree(await tree(root.path), await tree(workspace.path));
  const manifest = /^::set-output name=manifest::(.*)$/m.exec(stdout)?.[1] ?? '';
  assert.ok(manifest.startsWith(temporary.path));
  assert.match(await readFile(manifest, 'utf8'), /"outcome": "success"/);
});

test('the action creates RUNNER_TEMP when it is missing', async () => {
  await using workspace = await createWorkspace({ 'a.txt': 'content' });
  await using root = await createWorkspace();
  await using temporary = await createWorkspace();
  await using server = await serve(root);
  const env = { RUNNER_TEMP: path.join(temporary.path, 'no', 'such') };
  await using run = await runStep(server, { workspace, env, inputs: { files: 'a.txt' } });
  assertSucceeded(run);
  assert.ok(existsSync(run.outputs['manifest'] ?? ''));
});

for (const [what, value] of [
  ['is a file', 'file'],
  ['lies below a file', 'file/temporary'],
] as const) {
  test(`the action uses the temporary directory of the system when RUNNER_TEMP ${what}`, async () => {
    await using workspace = await createWorkspace({ 'a.txt': 'content' });
    await using root = await createWorkspace();
    await using temporary = await createWorkspace({ file: '' });
    await using server = await serve(root);
    const own = { TMPDIR: temporary.path, TEMP: temporary.path, TMP: temporary.path };
    const env = { ...own, RUNNER_TEMP: path.join(temporary.path, value) };
    await using run = await runStep(server, { workspace, env, inputs: { files: '*' } });
    assertSucceeded(run);
    const manifest = run.outputs['manifest'] ?? '';
    assert.equal(path.dirname(path.dirname(manifest)), temporary.path);
    assert.ok(existsSync(manifest));
  });
}

const summaries: readonly {
  readonly what: string;
  readonly file: string;
  readonly log: RegExp;
}[] = [
  { what: 'unset', file: '', log: /^(?![^]*summary)/ },
  { what: 'a missing file', file: 'no/such.md', log: /^Could not write the job summary: /m },
  { what: 'a directory', file: 'directory', log: /^Could not write the job summary: /m },
];

for (const { what, file, log } of summaries) {
  test(`the action succeeds when GITHUB_STEP_SUMMARY is ${what}`, async () => {
    await using workspace = await createWorkspace({ 'a.txt': 'content' });
    await using root = await createWorkspace();
    await using elsewhere = await createWorkspace({ 'directory/x': '' });
    await using server = await serve(root);
    const env = { GITHUB_STEP_SUMMARY: file === '' ? '' : path.join(elsewhere.path, file) };
    await using run = await runStep(server, { workspace, env, inputs: { files: '*' } });
    assertSucceeded(run);
    assertSameTree(await tree(root.path), await tree(workspace.path));
    assert.match(run.log, log);
    assert.doesNotMatch(run.log, /^::(error|warning)::/m);
    assert.equal(run.outputs['uploaded-count'], '1');
  });
}

for (const [title, value] of [
  ['empty', ''],
  ['a missing directory', '/no/such'],
] as const) {
  test(`the action deploys from the current directory when GITHUB_WORKSPACE is ${title}`, async () => {
    await using workspace = await createWorkspace({ 'a.txt': 'content' });
    await using root = await createWorkspace();
    await using server = await serve(root);
    const env = { GITHUB_WORKSPACE: value };
    await using run = await runStep(server, { workspace, env, inputs: { files: '*' } });
    assertSucceeded(run);
    assertSameTree(await tree(root.path), await tree(workspace.path));
  });
}

test('the action finds files when the workspace is reached by a link, as on macOS', async (t) => {
  await using outer = await createWorkspace({ 'real/site/a.txt': 'content', 'real/b.txt': 'b' });
  await using root = await createWorkspace();
  await using server = await serve(root);
  const link = path.join(outer.path, 'link');
  try {
    await symlink(path.join(outer.path, 'real'), link, 'junction');
  } catch {
    t.skip('this account cannot create links');
    return;
  }
  const workspace = { ...outer, path: link };
  await using run = await deployTo(server, workspace, { files: 'site' });
  assertSucceeded(run);
  assert.deepEqual([...(await tree(root.path)).keys()], ['a.txt']);
  const { files } = await manifestOf(run);
  assert.deepEqual(
    files.map((file) => file['local']),
    ['site/a.txt'],
  );
});

test('the action accepts patterns and directories with the separator of the system', async () => {
  await using workspace = await createWorkspace({
    'out/site/css/a.css': 'a',
    'out/site/b.html': 'b',
  });
  await using root = await createWorkspace();
  await using server = await serve(root);
  const site = path.join(workspace.path, 'out', 'site');
  const inputs = {
    files: `${path.join('out', 'site', '**')}\r\n!${path.join(site, '*.html')}\r\n`,
    'base-dir': path.join('out', '.', 'site'),
  };
  await using run = await deployTo(server, workspace, inputs);
  assertSucceeded(run);
  assert.deepEqual([...(await tree(root.path)).keys()], ['css/a.css']);
});

test('the action creates its own files only in the temporary directory', async () => {
  await using workspace = await createWorkspace({ 'a.txt': 'content' });
  await using root = await createWorkspace();
  await using server = await serve(root);
  await using run = await deployTo(server, workspace, { files: '*' });
  assertSucceeded(run);
  assert.deepEqual([...(await tree(workspace.path)).keys()], ['a.txt']);
  const written = [...(await tree(run.runnerTemp)).keys()].map((name) => path.basename(name));
  assert.deepEqual(written, ['manifest.json', 'transcript.txt']);
});

test('the action deploys from a subdirectory of the workspace', async () => {
  await using outer = await createWorkspace({ 'site/a.txt': 'content', 'b.txt': '' });
  await using root = await createWorkspace();
  await mkdir(path.join(root.path, 'www'));
  await using server = await serve(root);
  const workspace = { ...outer, path: path.join(outer.path, 'site') };
  const env = { GITHUB_WORKSPACE: outer.path };
  await using run = await runStep(server, { workspace, env, inputs: { files: '**' } });
  assertSucceeded(run);
  const { files } = await manifestOf(run);
  assert.deepEqual(
    files.map((file) => file['local']),
    ['a.txt'],
  );
});

const noIpv6 = await listen('::1', () => undefined).then(
  async (listener) => {
    await listener[Symbol.asyncDispose]();
    return false;
  },
  () => 'this machine has no IPv6',
);

for (const address of ['::1', '[::1]', '0:0:0:0:0:0:0:1']) {
  test(`the action uploads over IPv6 to ${address}`, { skip: noIpv6 }, async () => {
    assert.equal(net.isIPv6(address.replace(/[[\]]/g, '')), true);
    await using workspace = await createWorkspace({ 'a.txt': 'content', 'b/c.txt': '' });
    await using root = await createWorkspace();
    await using server = await serve(root, { host: '::1' });
    const inputs = { server: address, files: '**' };
    await using run = await deployTo(server, workspace, inputs);
    assertSucceeded(run);
    assertSameTree(await tree(root.path), await tree(workspace.path));
    assert.equal(server.dataConnectionsResumed, 2);
  });
}

test('the action uploads to a host name', async () => {
  await using workspace = await createWorkspace({ 'a.txt': 'content' });
  await using root = await createWorkspace();
  await using server = await serve(root);
  await using run = await deployTo(server, workspace, { server: 'localhost', files: '*' });
  assertSucceeded(run);
  assert.equal(server.dataConnectionsResumed, 1);
});

test('the action trusts the CA certificates in a file', async () => {
  await using workspace = await createWorkspace({
    'a.txt': 'content',
    'ca/private.pem': authority.cert,
  });
  await using root = await createWorkspace();
  await using server = await serve(root);
  await using run = await deployTo(server, workspace, {
    files: '*.txt',
    'tls-ca': 'ca/private.pem',
  });
  assertSucceeded(run);
});

test('the action warns and shows the pin to use when tls-verify is false', async () => {
  await using workspace = await createWorkspace({ 'a.txt': 'content' });
  await using root = await createWorkspace();
  await using server = await serve(root);
  const inputs = { files: '*', 'tls-ca': '', 'tls-verify': 'false' };
  await using run = await deployTo(server, workspace, inputs);
  assertSucceeded(run);
  assert.match(
    run.log,
    /^::warning::Certificate verification is off .*%0A {2}tls-pin: sha256\/\//m,
  );
});
