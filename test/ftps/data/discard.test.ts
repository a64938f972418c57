import assert from 'node:assert/strict';
import type net from 'node:net';
import { test } from 'node:test';

import { DataConnection } from '../../../src/ftps/data/data-connection.ts';
import { ConnectionLostError, TimeoutError } from '../../../src/ftps/errors.ts';
import { listen } from '../../support/listener.ts';

/** Discards what a server sends over a data connection in clear. */
async function discarded(
  serve: (socket: net.Socket) => void,
  { maximumBytes = 1_000_000, maximumMs = 5_000, timeoutMs = 5_000 } = {},
  meanwhile: () => Promise<void> = () => Promise.resolve(),
): Promise<boolean> {
  await using listener = await listen('127.0.0.1', serve);
  const endpoint = { host: '127.0.0.1', port: listener.port };
  const data = new DataConnection({ endpoint, tls: undefined, timeoutMs });
  try {
    await data.secure();
    const ended = data.discard(maximumBytes, maximumMs);
    await Promise.all([ended, meanwhile()]);
    return await ended;
  } finally {
    data.abort(new Error('The test is over.'));
  }
}

/** Sends a byte now and then, without an end. */
function drip(socket: net.Socket): void {
  const timer = setInterval(() => socket.write('.'), 5);
  socket.once('close', () => {
    clearInterval(timer);
  });
}

test('discard reads to the end, empty or not', async () => {
  assert.equal(await discarded((socket) => void socket.end()), true);
  assert.equal(await discarded((socket) => void socket.end('x'.repeat(100_000))), true);
});

test('discard takes no more than it may', async () => {
  const send = (bytes: number) => (socket: net.Socket) => void socket.end('x'.repeat(bytes));
  assert.equal(await discarded(send(1_000), { maximumBytes: 1_000 }), true);
  assert.equal(await discarded(send(1_001), { maximumBytes: 1_000 }), false);
});

test('discard waits no longer than it may for what keeps coming', async () => {
  assert.equal(await discarded(drip, { maximumMs: 50 }), false);
});

test('discard gives a silent connection up after the time-out', async () => {
  const silent = (socket: net.Socket) => void socket.write('x');
  await assert.rejects(discarded(silent, { timeoutMs: 50 }), TimeoutError);
});

test('discard tells of a connection that breaks', async () => {
  const accepted = Promise.withResolvers<net.Socket>();
  const broken = discarded(accepted.resolve, {}, async () => {
    (await accepted.promise).resetAndDestroy();
  });
  await assert.rejects(broken, ConnectionLostError);
});
