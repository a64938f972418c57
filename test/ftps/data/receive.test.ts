import assert from 'node:assert/strict';
import type net from 'node:net';
import { test } from 'node:test';

import { ConnectionLostError, TimeoutError } from '../../../src/ftps/connection-errors.ts';
import { DataConnection } from '../../../src/ftps/data/data-connection.ts';
import { listen } from '../../support/listener.ts';

/** An unencrypted data connection to a server. */
async function connect(serve: (socket: net.Socket) => void, timeoutMs = 5_000) {
  const listener = await listen('127.0.0.1', serve);
  const endpoint = { host: '127.0.0.1', port: listener.port };
  // A busy machine needs more time to connect than `timeoutMs`.
  const data = new DataConnection({ endpoint, tls: undefined, timeoutMs, connectMs: 20_000 });
  await data.secure();
  return {
    data,
    async [Symbol.asyncDispose]() {
      data.abort(new Error('The test is over.'));
      await listener[Symbol.asyncDispose]();
    },
  };
}

async function receiveAll(data: DataConnection): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of data.receive()) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

test('receive yields everything until the server closes the connection', async () => {
  for (const content of ['', 'x'.repeat(300_000)]) {
    await using fixture = await connect((socket) => void socket.end(content));
    assert.equal(await receiveAll(fixture.data), content);
  }
});

test('receive rejects with a timeout when no data arrives', async () => {
  await using fixture = await connect((socket) => void socket.write('x'), 50);
  await assert.rejects(receiveAll(fixture.data), TimeoutError);
});

test('receive rejects when the connection is reset', async () => {
  const accepted = Promise.withResolvers<net.Socket>();
  await using fixture = await connect(accepted.resolve);
  const received = receiveAll(fixture.data);
  (await accepted.promise).resetAndDestroy();
  await assert.rejects(received, ConnectionLostError);
});

test('receive rejects with the reason when it is aborted while it waits', async () => {
  await using fixture = await connect(() => undefined);
  const received = receiveAll(fixture.data);
  const reason = new Error('The transfer was cancelled.');
  fixture.data.abort(reason);
  await assert.rejects(received, reason);
});

test('receive rejects with the reason when it is aborted between two chunks', async () => {
  await using fixture = await connect((socket) => void socket.write('x'.repeat(1_000)));
  const reason = new Error('The transfer was cancelled.');
  const consume = async () => {
    for await (const chunk of fixture.data.receive()) {
      assert.ok(chunk.length > 0);
      fixture.data.abort(reason);
    }
  };
  await assert.rejects(consume(), reason);
});
