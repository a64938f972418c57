import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { test } from 'node:test';

import type { ConnectionContext, ConnectionFault } from './fault-proxy.ts';
import { startFaultProxy } from './fault-proxy.ts';
import { listen } from './listener.ts';

// Only Linux and Windows accept connections at 127.0.0.2.
const options = { skip: process.platform === 'darwin' ? 'needs a second loopback address' : false };

type OnConnection = (connection: ConnectionContext) => ConnectionFault | 'refuse' | undefined;

/** Starts an echo server behind a proxy. */
async function startEcho(onConnection: OnConnection, bytesPerSecond?: number) {
  await using stack = new AsyncDisposableStack();
  const received: Buffer[] = [];
  const ends: string[] = [];
  const accept = (socket: net.Socket) => {
    socket.on('data', (chunk: Buffer) => received.push(chunk)).pipe(socket);
    socket.once('end', () => ends.push('end')).once('error', () => ends.push('reset'));
  };
  const control = stack.use(await listen('127.0.0.1', accept));
  const passive = stack.use(await listen('127.0.0.1', accept));
  const target = { host: '127.0.0.1', port: control.port, passivePorts: [passive.port] };
  const throttle = bytesPerSecond === undefined ? {} : { bytesPerSecond };
  const proxy = stack.use(await startFaultProxy({ target, onConnection, ...throttle }));
  const parts = stack.move();
  return {
    ...{ proxy, ends, dataPort: passive.port, received: () => Buffer.concat(received).toString() },
    /** Sends a text and ends; returns what came back and how the connection ended. */
    send: (kind: 'control' | 'data', text: string) =>
      send(proxy.host, (kind === 'control' ? control : passive).port, text),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

async function send(host: string, port: number, text: string) {
  const socket = net.connect({ host, port, allowHalfOpen: true });
  let echo = '';
  let end = 'close';
  socket.on('data', (chunk: Buffer) => (echo += chunk.toString()));
  socket.once('end', () => (end = 'end')).once('error', () => (end = 'reset'));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.end(text);
  await closed;
  return { echo, end };
}

test('FaultProxy forwards and counts everything when there is no fault', options, async () => {
  await using echo = await startEcho(() => undefined);
  assert.deepEqual(await echo.send('control', 'hello'), { echo: 'hello', end: 'end' });
  const text = 'x'.repeat(1_000_000);
  assert.deepEqual(await echo.send('data', text), { echo: text, end: 'end' });
  const { control, data, faults } = echo.proxy;
  assert.deepEqual(control.each, [{ client: 5, server: 5 }]);
  assert.deepEqual([data.connections, data.bytesFromClient, data.bytesFromServer], [1, 1e6, 1e6]);
  assert.deepEqual([faults, echo.ends], [0, ['end', 'end']]);
});

for (const { fault, forwarded } of [
  { fault: { what: 'reset', at: 3 }, forwarded: 'abc' },
  { fault: { what: 'end', at: 3 }, forwarded: 'abc' },
  { fault: { what: 'reset', at: 0 }, forwarded: '' },
  { fault: { what: 'reset', at: 'end' }, forwarded: 'abcdef' },
  { fault: { what: 'end', at: 6 }, forwarded: 'abcdef' },
] as const) {
  test(`FaultProxy injects ${JSON.stringify(fault)} into one connection`, options, async () => {
    await using echo = await startEcho(({ number }) => (number === 1 ? fault : undefined));
    assert.equal((await echo.send('data', 'abcdef')).end, fault.what);
    assert.equal(echo.proxy.data.bytesFromClient, forwarded.length);
    assert.deepEqual(await echo.send('data', 'again'), { echo: 'again', end: 'end' });
    assert.equal(echo.proxy.faults, 1);
    // A reset can overtake the bytes before it.
    if (fault.what === 'end') assert.equal(echo.received(), `${forwarded}again`);
  });
}

test(
  'FaultProxy stops forwarding silently, and counts bytes of the server if asked',
  options,
  async () => {
    await using echo = await startEcho(({ kind }) =>
      kind === 'data' ? { what: 'silence', at: 3 } : { what: 'end', from: 'server', at: 2 },
    );
    const { proxy, dataPort } = echo;
    const socket = net.connect({ host: proxy.host, port: dataPort });
    socket.on('error', () => undefined).write('ab');
    await once(socket, 'data');
    socket.write('more');
    assert.deepEqual(await echo.send('control', 'abcdef'), { echo: 'ab', end: 'end' });
    assert.equal(socket.closed, false);
    assert.equal(proxy.data.bytesFromClient, 3);
    socket.destroy();
  },
);

test("FaultProxy forwards the client's reset to the server", options, async () => {
  await using echo = await startEcho(() => undefined);
  const socket = net.connect({ host: echo.proxy.host, port: echo.proxy.port });
  socket.write('abc');
  await once(socket, 'data');
  socket.resetAndDestroy();
  await echo.send('control', 'x');
  assert.deepEqual(echo.ends, ['reset', 'end']);
});
