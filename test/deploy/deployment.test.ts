import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { appendFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';

import { deploy, LocalFileError, NoChecksumError, total } from '../../src/deploy/index.ts';
import { CertificateError, ConnectionError, parsePin, ReplyError } from '../../src/ftps/index.ts';
import { planDirectory } from '../support/deployment.ts';
import { commandsSent, createFixture, offers } from '../support/embedded-deployment.ts';
import { listen } from '../support/listener.ts';
import { deployOptions, deployTarget } from '../support/target.ts';
import { assertSameTree, createWorkspace, tree } from '../support/workspace.ts';
import { errorOf, EventRecorder, statuses } from './events.ts';

describe('deploy', () => {
  test('uploads every file over one connection and reports each step', async () => {
    const files = { 'a.txt': 'abc', 'sub/empty': '', 'sub/big': 700_000 };
    await using fixture = await createFixture(files, {});
    const observer = new EventRecorder();
    const { result } = await fixture.deploy({ remoteDirectory: 'www', observer });
    assert.ok(!('error' in result));
    assertSameTree(
      await tree(path.join(fixture.remote.path, 'www')),
      await tree(fixture.files.path),
    );
    assert.deepEqual(observer.events, [
      'connect',
      '1 connected: TLSv1.3, Embedded FTPS server',
      '1 logged in',
      'directories',
      '2 created, 0 existing',
      'upload',
      '0 www/a.txt uploaded',
      '1 www/sub/big uploaded',
      '2 www/sub/empty uploaded',
    ]);
    assert.equal(result.retries, 0);
    assert.deepEqual(result.remainingTemporaryFiles, []);
    assert.equal(fixture.server.controlConnections, 1);
    assert.equal(commandsSent(fixture.server, 'QUIT').length, 1);
  });

  test('returns what it knows about the connection', async () => {
    await using fixture = await createFixture({ a: '1', b: '2' }, {});
    const { result } = await fixture.deploy();
    const { tls, ...connection } = result.connection;
    assert.equal(tls?.protocol, 'TLSv1.3');
    assert.equal(tls.certificate.subject, 'CN=localhost');
    assert.deepEqual(connection, {
      endpoint: { host: fixture.server.host, port: fixture.server.port },
      mode: 'implicit',
      greeting: 'Embedded FTPS server',
      loginDirectory: '/',
      controlConnections: 1,
      dataConnections: { total: 2, resumed: 2 },
    });
  });

  test('returns hash, size, time and verification of each uploaded file', async () => {
    await using fixture = await createFixture({ 'a.txt': 'abc', empty: '' }, {});
    const { result } = await fixture.deploy();
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
    assert.deepEqual(
      result.files.map(({ localPath, modifiedMs, milliseconds, ...file }) => {
        assert.equal(localPath, path.join(fixture.files.path, file.remotePath));
        assert.ok(modifiedMs > 0 && milliseconds > 0);
        return file;
      }),
      [
        { remotePath: 'a.txt', sizeBytes: 3, text: 'abc' },
        { remotePath: 'empty', sizeBytes: 0, text: '' },
      ].map(({ text, ...file }) => ({
        ...file,
        status: 'uploaded',
        attempts: 1,
        sha256: sha256(text),
        verified: 'size',
      })),
    );
    assert.deepEqual(total(result.files, 'uploaded'), { files: 2, bytes: 3 });
  });

  test('continues after a rejected file and returns the first error', async () => {
    await using fixture = await createFixture(
      { a: '1', b: '2', c: '3', d: '4' },
      {},
      {
        onCommand: ({ verb, argument }) =>
          verb === 'STOR' && 'bc'.includes(argument) ? `553 ${argument}: no.` : undefined,
      },
    );
    const { result } = await fixture.deploy();
    assert.equal(statuses(result), 'a uploaded, b failed, c failed, d uploaded');
    assert.ok(result.error instanceof ReplyError);
    assert.equal(result.error, errorOf(result, 'b'));
    assert.equal(result.error.message, 'Uploading b failed: 553 b: no.');
    assert.deepEqual(await fixture.remoteNames(), ['a', 'd']);
  });

  test('stops after three consecutive failures', async () => {
    await using fixture = await createFixture(
      { a: '', b: '', c: '', d: '', e: '', f: '', g: '' },
      {},
      {
        onCommand: ({ verb, argument }) =>
          verb === 'STOR' && argument !== 'c' ? '550 No.' : undefined,
      },
    );
    const { result } = await fixture.deploy();
    const expected = 'a failed, b failed, c uploaded, d failed, e failed, f failed, g pending';
    assert.equal(statuses(result), expected);
    assert.deepEqual(total(result.files, 'pending'), { files: 1, bytes: 0 });
    assert.equal(result.files[6]?.attempts, 0);
  });

  test('stops when the disk of the server is full', async () => {
    await using fixture = await createFixture(
      { a: '1', b: '2', c: '3' },
      {},
      {
        onData: ({ path: remote }) =>
          remote === '/b' ? { final: '552 Quota exceeded.' } : undefined,
      },
    );
    const { result } = await fixture.deploy();
    assert.equal(statuses(result), 'a uploaded, b failed, c pending');
    assert.equal(result.error?.message, 'Uploading b failed: 552 Quota exceeded.');
  });

  test('neither sends nor retries files that changed since they were planned', async () => {
    await using fixture = await createFixture({ a: '1', gone: '2', grown: '3', z: '4' }, {});
    const { files, server } = fixture;
    const plan = await planDirectory(files.path);
    await rm(path.join(files.path, 'gone'));
    await appendFile(path.join(files.path, 'grown'), 'x');
    const result = await deploy({
      plan,
      target: deployTarget(server),
      options: deployOptions(),
      observer: new EventRecorder(),
    });
    assert.equal(statuses(result), 'a uploaded, gone failed, grown failed, z uploaded');
    assert.ok(errorOf(result, 'gone') instanceof LocalFileError);
    assert.ok(errorOf(result, 'grown') instanceof LocalFileError);
    assert.equal(result.retries, 0);
    assert.deepEqual(commandsSent(server, 'STOR'), ['STOR a', 'STOR z']);
  });

  test('ends after a rejected login', async () => {
    await using fixture = await createFixture({ 'sub/a': '1' }, {});
    const { files, server } = fixture;
    const observer = new EventRecorder();
    const result = await deploy({
      plan: await planDirectory(files.path),
      target: deployTarget(server, { password: 'wrong' }),
      options: deployOptions(),
      observer,
    });
    assert.equal(statuses(result), 'sub/a pending');
    assert.ok(result.error instanceof ReplyError);
    assert.equal(result.error.verb, 'PASS');
    assert.equal(result.connection.controlConnections, 1);
    assert.deepEqual(observer.events, ['connect', '1 connected: TLSv1.3, Embedded FTPS server']);
    assert.deepEqual(commandsSent(server, 'PASS', 'MKD', 'STOR', 'QUIT'), ['PASS wrong', 'QUIT']);
  });

  test("uploads nothing when a directory can't be created", async () => {
    await using fixture = await createFixture(
      { a: '1', 'sub/b': '2' },
      {},
      { onCommand: ({ verb }) => (verb === 'MKD' ? '550 Permission denied.' : undefined) },
    );
    const { result } = await fixture.deploy();
    assert.equal(statuses(result), 'a pending, sub/b pending');
    assert.equal(result.error?.message, '"MKD sub" failed: 550 Permission denied.');
    assert.equal(fixture.server.bytesReceived, 0);
  });

  test("changes nothing when checksums are required and the server doesn't support them", async () => {
    await using fixture = await createFixture({ 'sub/a': '1' }, {}, { onCommand: offers('SIZE') });
    const { result } = await fixture.deploy({ verifyUploads: 'checksum' });
    assert.ok(result.error instanceof NoChecksumError);
    assert.equal(statuses(result), 'sub/a pending');
    assert.deepEqual(commandsSent(fixture.server, 'MKD', 'STOR'), []);
  });

  test("counts data connections that didn't resume the TLS session", async () => {
    const options = { resumeData: false, requireSessionReuse: false };
    await using fixture = await createFixture({ a: '1' }, {}, options);
    const { result } = await fixture.deploy();
    assert.equal(result.error, undefined);
    assert.deepEqual(result.connection.dataConnections, { total: 1, resumed: 0 });
  });

  test("returns an endpoint and no more when it can't connect", async () => {
    await using site = await createWorkspace({ a: '1' });
    const { port, ...listener } = await listen('127.0.0.1', () => undefined);
    await listener[Symbol.asyncDispose]();
    const target = deployTarget({ host: '127.0.0.1', port });
    const result = await deploy({
      plan: await planDirectory(site.path),
      target,
      options: deployOptions(),
      observer: new EventRecorder(),
    });
    assert.equal(statuses(result), 'a pending');
    assert.ok(result.error instanceof ConnectionError);
    assert.equal(result.error.reason, 'ECONNREFUSED');
    assert.equal(result.retries, 0);
    assert.deepEqual(result.connection, {
      endpoint: target.endpoint,
      mode: 'implicit',
      controlConnections: 0,
      dataConnections: { total: 0, resumed: 0 },
    });
  });

  test('sends nothing to a server with an untrusted certificate', async () => {
    await using fixture = await createFixture({ a: '1' }, {});
    const { files, server } = fixture;
    const target = deployTarget(server);
    const pin = parsePin('00'.repeat(32));
    assert.ok(pin !== undefined);
    const result = await deploy({
      plan: await planDirectory(files.path),
      target: { ...target, tls: { ...target.tls, pins: [pin] } },
      options: deployOptions(),
      observer: new EventRecorder(),
    });
    assert.ok(result.error instanceof CertificateError);
    assert.equal(result.error.problem, 'pin-mismatch');
    assert.equal(server.clientText, '');
  });
});
