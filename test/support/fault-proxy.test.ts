import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { test } from 'node:test';

import type { ConnectionContext, ConnectionFault } from './fault-proxy.ts';
import { startFaultProxy } from './fault-proxy.ts';
import { listen } from './listener.ts';
import { seededRandom } from './random.ts';

// Elsewhere 127.0.0.2 is not an address of the machine.
const skip = process.platform === 'darwin' ? 'needs a second loopback address' : false;

type OnConnection = (connection: ConnectionContext) => ConnectionFault | 'refuse' | undefined;

/** A server that answers everything with itself, and ends when its client does; and the proxy before it. */
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
    proxy,
    ends,
    dataPort: passive.port,
    received: () => Buffer.concat(received).toString(),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

/** Sends a text, ends, and tells what came back and how that ended. */
async function converse(host: string, port: number, text: string) {
  const socket = net.connect({ host, port, allowHalfOpen: true });
  let answer = '';
  let end = 'close';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
  socket.once('end', () => (end = 'end')).once('error', () => (end = 'reset'));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.end(text);
  await closed;
  return { answer, end };
}

test('without a fault everything goes through, both ways, and is counted', { skip }, async () => {
  await using echo = await startEcho(() => undefined);
  const { proxy, dataPort } = echo;
  assert.equal(proxy.host, '127.0.0.2');
  assert.deepEqual(await converse(proxy.host, proxy.port, 'hello'), {
    answer: 'hello',
    end: 'end',
  });
  const text = 'x'.repeat(1_000_000);
  assert.deepEqual(await converse(proxy.host, dataPort, text), { answer: text, end: 'end' });
  assert.deepEqual(proxy.control, {
    connections: 1,
    bytesFromClient: 5,
    bytesFromServer: 5,
    each: [{ client: 5, server: 5 }],
  });
  assert.deepEqual(proxy.data, {
    connections: 1,
    bytesFromClient: 1_000_000,
    bytesFromServer: 1_000_000,
    each: [{ client: 1_000_000, server: 1_000_000 }],
  });
  assert.deepEqual(echo.ends, ['end', 'end']);
  assert.equal(proxy.faults, 0);
});

const cuts = [
  // what happens        and what the client sees of it
  [{ what: 'reset', at: 3 }, 'reset', 'abc'],
  [{ what: 'end', at: 3 }, 'end', 'abc'],
  [{ what: 'reset', at: 0 }, 'reset', ''],
  [{ what: 'end', at: 0 }, 'end', ''],
  [{ what: 'reset', at: 'end' }, 'reset', 'abcdef'],
  [{ what: 'end', at: 6 }, 'end', 'abcdef'],
] as const;

for (const [fault, end, received] of cuts) {
  test(`${fault.what} strikes at byte ${fault.at}, once`, { skip }, async () => {
    await using echo = await startEcho(({ number }) => (number === 1 ? fault : undefined));
    const { proxy, dataPort } = echo;
    const seen = await converse(proxy.host, dataPort, 'abcdef');
    assert.equal(seen.end, end);
    assert.equal(proxy.data.bytesFromClient, received.length);
    assert.equal(proxy.faults, 1);
    const again = await converse(proxy.host, dataPort, 'again');
    assert.deepEqual(again, { answer: 'again', end: 'end' });
    assert.equal(proxy.faults, 1);
    // What had gone through before the cut has arrived, unless the reset overtook it.
    if (end === 'end') assert.equal(echo.received(), `${received}again`);
  });
}

test("a server's bytes can be counted too", { skip }, async () => {
  await using echo = await startEcho(() => ({ what: 'end', from: 'server', at: 2 }));
  const { proxy } = echo;
  const seen = await converse(proxy.host, proxy.port, 'abcdef');
  assert.deepEqual(seen, { answer: 'ab', end: 'end' });
  assert.equal(proxy.control.bytesFromServer, 2);
});

test('silence carries nothing more and tells neither side', { skip }, async () => {
  await using echo = await startEcho(({ kind }) =>
    kind === 'data' ? { what: 'silence', at: 3 } : undefined,
  );
  const { proxy, dataPort } = echo;
  const socket = net.connect({ host: proxy.host, port: dataPort });
  let closed = false;
  socket.on('error', () => undefined).once('close', () => (closed = true));
  socket.write('ab');
  await once(socket, 'data');
  socket.write('cdef');
  await converse(proxy.host, proxy.port, 'another connection works meanwhile');
  assert.equal(closed, false);
  assert.equal(proxy.data.bytesFromClient, 3);
  socket.destroy();
});

test('a refused client is reset, and the server never hears of it', { skip }, async () => {
  await using echo = await startEcho(() => 'refuse');
  const { proxy } = echo;
  assert.equal((await converse(proxy.host, proxy.port, 'abc')).end, 'reset');
  assert.equal(echo.received(), '');
  assert.deepEqual(echo.ends, []);
  assert.equal(proxy.faults, 1);
});

test('a delay and a slow line change nothing but the time', { skip }, async () => {
  const fault = { what: 'delay', at: 3, delayMs: 50 } as const;
  await using echo = await startEcho(() => fault, 1_000_000);
  const started = performance.now();
  const text = 'x'.repeat(100_000);
  const seen = await converse(echo.proxy.host, echo.dataPort, text);
  assert.deepEqual(seen, { answer: text, end: 'end' });
  assert.ok(performance.now() - started > 100);
});

test('a server that is not there resets the client', { skip }, async () => {
  const gone = await listen('127.0.0.1', () => undefined);
  const { port } = gone;
  await gone[Symbol.asyncDispose]();
  const target = { host: '127.0.0.1', port, passivePorts: [] };
  await using proxy = await startFaultProxy({ target });
  assert.equal((await converse(proxy.host, port, 'abc')).end, 'reset');
});

test("a client's reset reaches the server", { skip }, async () => {
  await using echo = await startEcho(() => undefined);
  const { proxy, ends } = echo;
  const socket = net.connect({ host: proxy.host, port: proxy.port });
  socket.write('abc');
  await once(socket, 'data');
  socket.resetAndDestroy();
  await converse(proxy.host, proxy.port, 'x');
  assert.deepEqual(ends, ['reset', 'end']);
});

test('a seed always gives the same numbers', () => {
  const [one, same, other] = [seededRandom(1), seededRandom(1), seededRandom(2)];
  const numbers = Array.from({ length: 1_000 }, () => one());
  assert.deepEqual(
    numbers.slice(0, 100),
    Array.from({ length: 100 }, () => same()),
  );
  assert.notDeepEqual(
    numbers.slice(0, 100),
    Array.from({ length: 100 }, () => other()),
  );
  assert.ok(numbers.every((number) => number >= 0 && number < 1));
});
