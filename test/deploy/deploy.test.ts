import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { appendFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { deploy, LocalFileError, NoChecksumError, total } from '../../src/deploy/index.ts';
import { CertificateError, ReplyError } from '../../src/ftps/index.ts';
import { start } from '../support/embedded-server-fixture.ts';
import { listen } from '../support/listener.ts';
import { assertSameTree, createWorkspace, tree } from '../support/workspace.ts';
import { planOf, Recorder, statuses } from './recorder.ts';
import { commandsSent } from '../support/embedded-deployment.ts';
import { deployOptions, deployTarget } from '../support/target.ts';

test('deploy uploads every file over one connection and reports it whole', async () => {
  await using site = await createWorkspace({ 'a.txt': 'abc', 'sub/empty': '', 'sub/big': 700_000 });
  await using root = await createWorkspace();
  await using server = await start(root);
  const observer = new Recorder();
  const target = deployTarget(server);
  const started = performance.now();
  const result = await deploy(await planOf(site, 'www'), target, deployOptions(), observer);

  assert.ok(result.milliseconds <= performance.now() - started);
  assert.ok(!('error' in result));
  assertSameTree(await tree(path.join(root.path, 'www')), await tree(site.path));
  assert.deepEqual(observer.events, [
    'connect',
    'connected: Embedded FTPS server',
    'logged in',
    'directories',
    '2 made, 0 existing',
    'upload',
    '0 www/a.txt uploaded',
    '1 www/sub/big uploaded',
    '2 www/sub/empty uploaded',
  ]);
  const { connection, files } = result;
  assert.deepEqual(connection.endpoint, target.endpoint);
  assert.equal(connection.mode, 'implicit');
  assert.equal(connection.greeting, 'Embedded FTPS server');
  assert.equal(connection.loginDirectory, '/');
  assert.equal(connection.controlConnections, 1);
  assert.deepEqual(connection.dataConnections, { total: 3, resumed: 3 });
  assert.equal(connection.tls?.protocol, 'TLSv1.3');
  assert.equal(connection.tls.certificate.subject, 'CN=localhost');
  assert.deepEqual(
    files.map(({ attempts, sizeBytes, verified }) => ({ attempts, sizeBytes, verified })),
    [3, 700_000, 0].map((sizeBytes) => ({ attempts: 1, sizeBytes, verified: 'size' })),
  );
  assert.equal(files[0]?.sha256, createHash('sha256').update('abc').digest('hex'));
  assert.ok(files.every((file) => file.milliseconds > 0 && file.error === undefined));
  assert.ok(result.milliseconds >= files.reduce((sum, file) => sum + file.milliseconds, 0));
  assert.deepEqual(total(files, 'uploaded'), { files: 3, bytes: 700_003 });
  assert.equal(result.retries, 0);
  assert.deepEqual(result.remainingTemporaryFiles, []);
  assert.equal(server.controlConnections, 1);
  assert.equal(commandsSent(server, 'QUIT').length, 1);
});

test('deploy goes on after a refused file, and keeps the first error', async () => {
  await using site = await createWorkspace({ a: '1', b: '2', c: '3', d: '4' });
  await using root = await createWorkspace();
  await using server = await start(root, {
    onCommand: ({ verb, argument }) =>
      verb === 'STOR' && 'bc'.includes(argument) ? `553 ${argument}: no.` : undefined,
  });
  const result = await deploy(
    await planOf(site),
    deployTarget(server),
    deployOptions(),
    new Recorder(),
  );
  assert.equal(statuses(result), 'a uploaded, b failed, c failed, d uploaded');
  assert.ok(result.error instanceof ReplyError);
  assert.equal(result.error, result.files[1]?.error);
  assert.equal(result.error.message, 'The server refused "STOR b": 553 b: no.');
  assert.equal(result.files[1]?.sha256, undefined);
  assert.deepEqual([...(await tree(root.path)).keys()], ['a', 'd']);
});

test('deploy stops at three failures in a row and counts anew after a success', async () => {
  await using site = await createWorkspace({ a: '', b: '', c: '', d: '', e: '', f: '', g: '' });
  await using root = await createWorkspace();
  await using server = await start(root, {
    onCommand: ({ verb, argument }) =>
      verb === 'STOR' && argument !== 'c' ? '550 No.' : undefined,
  });
  const result = await deploy(
    await planOf(site),
    deployTarget(server),
    deployOptions(),
    new Recorder(),
  );
  const expected = 'a failed, b failed, c uploaded, d failed, e failed, f failed, g pending';
  assert.equal(statuses(result), expected);
  assert.deepEqual(total(result.files, 'pending'), { files: 1, bytes: 0 });
  assert.equal(result.files[6]?.attempts, 0);
});

test('deploy stops at once when the disk of the server is full', async () => {
  await using site = await createWorkspace({ a: '1', b: '2', c: '3' });
  await using root = await createWorkspace();
  await using server = await start(root, {
    onData: ({ path: remote }) => (remote === '/b' ? { final: '552 Quota exceeded.' } : undefined),
  });
  const result = await deploy(
    await planOf(site),
    deployTarget(server),
    deployOptions(),
    new Recorder(),
  );
  assert.equal(statuses(result), 'a uploaded, b failed, c pending');
  assert.equal(result.error?.message, 'The server refused "STOR b": 552 Quota exceeded.');
});

test('deploy goes on after a file that vanished or changed since it was planned', async () => {
  await using site = await createWorkspace({ a: '1', gone: '2', grown: '3', z: '4' });
  await using root = await createWorkspace();
  await using server = await start(root);
  const plan = await planOf(site);
  await rm(path.join(site.path, 'gone'));
  await appendFile(path.join(site.path, 'grown'), 'x');
  const result = await deploy(plan, deployTarget(server), deployOptions(), new Recorder());
  assert.equal(statuses(result), 'a uploaded, gone failed, grown failed, z uploaded');
  assert.ok(result.files.slice(1, 3).every((file) => file.error instanceof LocalFileError));
  // Neither is tried again, and of neither anything is sent.
  assert.equal(result.retries, 0);
  assert.deepEqual(commandsSent(server, 'STOR'), ['STOR a', 'STOR z']);
});

test('deploy makes no directory and sends no file after a refused login', async () => {
  await using site = await createWorkspace({ 'sub/a': '1' });
  await using root = await createWorkspace();
  await using server = await start(root);
  const observer = new Recorder();
  const target = { ...deployTarget(server), password: 'wrong' };
  const result = await deploy(await planOf(site), target, deployOptions(), observer);
  assert.equal(statuses(result), 'sub/a pending');
  assert.ok(result.error instanceof ReplyError);
  assert.equal(result.error.verb, 'PASS');
  assert.equal(result.connection.controlConnections, 1);
  assert.deepEqual(observer.events, ['connect', 'connected: Embedded FTPS server']);
  assert.deepEqual(commandsSent(server, 'PASS', 'MKD', 'STOR', 'QUIT'), ['PASS wrong', 'QUIT']);
});

test('deploy uploads nothing when a directory cannot be made', async () => {
  await using site = await createWorkspace({ a: '1', 'sub/b': '2' });
  await using root = await createWorkspace();
  await using server = await start(root, {
    onCommand: ({ verb }) => (verb === 'MKD' ? '550 Permission denied.' : undefined),
  });
  const result = await deploy(
    await planOf(site),
    deployTarget(server),
    deployOptions(),
    new Recorder(),
  );
  assert.equal(statuses(result), 'a pending, sub/b pending');
  assert.equal(result.error?.message, 'The server refused "MKD sub": 550 Permission denied.');
  assert.equal(server.bytesReceived, 0);
});

test('deploy changes nothing where checksums are to be compared and none is offered', async () => {
  await using site = await createWorkspace({ 'sub/a': '1' });
  await using root = await createWorkspace();
  await using server = await start(root, {
    onCommand: ({ verb }) => (verb === 'FEAT' ? ['211-Features:', ' SIZE', '211 End'] : undefined),
  });
  const options = deployOptions({ verifyUploads: 'checksum' });
  const result = await deploy(await planOf(site), deployTarget(server), options, new Recorder());
  assert.ok(result.error instanceof NoChecksumError);
  assert.equal(statuses(result), 'sub/a pending');
  assert.deepEqual(commandsSent(server, 'MKD', 'STOR'), []);
});

test('deploy tells the truth about sessions that are not resumed', async () => {
  await using site = await createWorkspace({ a: '1' });
  await using root = await createWorkspace();
  await using server = await start(root, { resumeData: false, requireSessionReuse: false });
  const result = await deploy(
    await planOf(site),
    deployTarget(server),
    deployOptions(),
    new Recorder(),
  );
  assert.equal(result.error, undefined);
  assert.deepEqual(result.connection.dataConnections, { total: 1, resumed: 0 });
});

test('deploy reports no connection when none came about', async () => {
  await using site = await createWorkspace({ a: '1' });
  const { port, ...listener } = await listen('127.0.0.1', () => undefined);
  await listener[Symbol.asyncDispose]();
  const target = deployTarget({ host: '127.0.0.1', port });
  const result = await deploy(await planOf(site), target, deployOptions(), new Recorder());
  assert.equal(statuses(result), 'a pending');
  assert.match(result.error?.message ?? '', /could not be made: nothing listens there/);
  assert.equal(result.retries, 0);
  assert.deepEqual(result.connection, {
    endpoint: target.endpoint,
    mode: 'implicit',
    controlConnections: 0,
    dataConnections: { total: 0, resumed: 0 },
  });
});

test('deploy sends not even the user name to a server that it does not trust', async () => {
  await using site = await createWorkspace({ a: '1' });
  await using root = await createWorkspace();
  await using server = await start(root);
  const trusted = deployTarget(server);
  const target = { ...trusted, tls: { ...trusted.tls, pins: [] } };
  const result = await deploy(await planOf(site), target, deployOptions(), new Recorder());
  assert.ok(result.error instanceof CertificateError);
  assert.equal(result.error.problem, 'unknown-issuer');
  assert.equal(server.clientText, '');
});
