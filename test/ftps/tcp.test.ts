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

test('connectTcp rejects with host and port when the connection is refused', async () => {
  const refused = 'Could not connect to 127.0.0.1:{port}: connection refused (ECONNREFUSED).';
  await assertFails(
    connectTcp({ connection: 'control', endpoint: { host, port: 1 }, timeoutMs: 5_000 }),
    'FTPS_CONNECT',
    refused,
  );
});

test('connectTcp rejects when there is no response in time', async (t) => {
  await using listener = await listen(host, () => undefined);
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const connecting = connectTcp({
    connection: 'data',
    endpoint: { host, port: listener.port },
    timeoutMs: 2_000,
  });
  t.mock.timers.tick(2_000);
  const message = 'Could not open a data connection to 127.0.0.1:{port}: no response within 2 s.';
  await assertFails(connecting, 'FTPS_TIMEOUT', message);
});

test('connectTcp rejects when its signal is aborted', async () => {
  await using listener = await listen(host, () => undefined);
  const controller = new AbortController();
  const connecting = connectTcp({
    connection: 'data',
    endpoint: { host, port: listener.port },
    timeoutMs: 5_000,
    signal: controller.signal,
  });
  controller.abort(new DOMException('Cancelled', 'AbortError'));
  await assert.rejects(connecting, { code: 'FTPS_CONNECT' });
});
