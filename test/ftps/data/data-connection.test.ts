import assert from 'node:assert/strict';
import type net from 'node:net';
import { test } from 'node:test';

import { DataConnection } from '../../../src/ftps/data/data-connection.ts';
import type { UploadSource } from '../../../src/ftps/data/upload-source.ts';
import { UploadBuffers } from '../../../src/ftps/data/upload-source.ts';
import { listen } from '../../support/listener.ts';
import { Bytes, endless } from '../../support/upload-sources.ts';

/** An unencrypted data connection to a server. */
async function connect(accept: (socket: net.Socket) => void, timeoutMs = 20_000) {
  const listener = await listen('127.0.0.1', accept);
  const endpoint = { host: '127.0.0.1', port: listener.port };
  // A busy machine needs more time to connect than `timeoutMs`.
  const data = new DataConnection({ endpoint, tls: undefined, timeoutMs, connectMs: 20_000 });
  await data.secure();
  return { data, [Symbol.asyncDispose]: () => listener[Symbol.asyncDispose]() };
}

const nothing = () => undefined;

test('DataConnection.isComplete is true after everything was passed to the network', async () => {
  await using fixture = await connect((socket) => socket.resume());
  assert.equal(fixture.data.isComplete, false);
  assert.equal(await fixture.data.send(new Bytes('hello'), new UploadBuffers()), 5);
  assert.equal(fixture.data.isComplete, true);
  await fixture.data.ended();
});

test('ended waits a bounded time for the server to close the connection', async () => {
  await using fixture = await connect(nothing, 50);
  await fixture.data.send(new Bytes('hello'), new UploadBuffers());
  const started = performance.now();
  await fixture.data.ended();
  assert.ok(performance.now() - started < 1_500);
});

test('abort rejects send while it waits for the file', async () => {
  await using fixture = await connect(nothing);
  const stuck: UploadSource = { read: () => new Promise(nothing) };
  const sent = fixture.data.send(stuck, new UploadBuffers());
  const reason = new Error('The transfer was cancelled.');
  fixture.data.abort(reason);
  await assert.rejects(sent, reason);
});

test('send rejects with the number of bytes sent when the connection is reset', async () => {
  await using fixture = await connect((socket) => {
    socket.once('data', () => socket.resetAndDestroy()).resume();
  });
  await assert.rejects(fixture.data.send(endless, new UploadBuffers()), (error) => {
    assert.ok(error instanceof Error);
    assert.match(
      error.message,
      /^The data connection to 127\.0\.0\.1:\d+ was lost \((?:ECONNRESET|EPIPE)\) after \d+ bytes had been sent\.$/,
    );
    return true;
  });
  assert.equal(fixture.data.isComplete, false);
});

test('send rejects when the server has closed the connection', async () => {
  await using fixture = await connect((socket) => socket.destroy());
  await assert.rejects(fixture.data.send(endless, new UploadBuffers()), {
    code: 'FTPS_LOST',
    connection: 'data',
  });
});
