import assert from 'node:assert/strict';
import { test } from 'node:test';

import { connectTcp } from '../../src/ftps/tcp.ts';
import { listen } from '../support/listener.ts';
import { assertFails } from '../support/assert-fails.ts';

const host = '127.0.0.1';

test('connectTcp connects', async () => {
  await using listener = await listen(host, (socket) => socket.end('hello'));
  const socket = await connectTcp({
    connection: 'control',
    endpoint: { host, port: listener.port },
    timeoutMs: 5_000,
  });
  assert.equal(socket.remotePort, listener.port);
  assert.equal(Buffer.concat(await socket.toArray()).toString(), 'hello');
});

test('connectTcp names host and port when nothing listens', async () => {
  const refused = 'Could not connect to 127.0.0.1:{port}: connection refused (ECONNREFUSED).';
  await assertFails(
    connectTcp({ connection: 'control', endpoint: { host, port: 1 }, timeoutMs: 5_000 }),
    'FTPS_CONNECT',
    refused,
  );
});

test('connectTcp gives up when its time is over', async (t) => {
  await using listener = await listen(host, () => undefined);
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const connecting = connectTcp({
    connection: 'data',
    endpoint: { host, port: listener.port },
    timeoutMs: 2_000,
  });
  t.mock.timers.tick(2_000);
  const waited = 'Could not open a data connection to 127.0.0.1:{port}: no response within 2 s.';
  await assertFails(connecting, 'FTPS_TIMEOUT', waited);
});

test('connectTcp gives up when it is told to', async () => {
  await using listener = await listen(host, () => undefined);
  const giveUp = new AbortController();
  const connecting = connectTcp({
    connection: 'data',
    endpoint: { host, port: listener.port },
    timeoutMs: 5_000,
    signal: giveUp.signal,
  });
  giveUp.abort(new DOMException('Enough', 'AbortError'));
  await assert.rejects(connecting, { code: 'FTPS_CONNECT' });
});
