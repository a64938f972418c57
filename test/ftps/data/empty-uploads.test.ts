import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { test } from 'node:test';
import tls from 'node:tls';

import { DataConnection } from '../../../src/ftps/data/data-connection.ts';
import { UploadBuffers } from '../../../src/ftps/data/upload-source.ts';
import { TlsClient } from '../../../src/ftps/tls/tls-client.ts';
import { certificate } from '../../support/embedded-server-fixture.ts';
import { listen } from '../../support/listener.ts';
import { tlsOptions } from '../../support/target.ts';
import { Bytes } from '../../support/upload-sources.ts';

const host = '127.0.0.1';
const timeoutMs = 5_000;

/** The record of a close_notify under TLS 1.3: two bytes, the content type, and the tag. */
const closeNotify = '23:19';

/** Content type and length of each TLS record. */
function recordsOf(bytes: Buffer): string[] {
  const records: string[] = [];
  for (let at = 0; at + 5 <= bytes.length; at += 5 + bytes.readUInt16BE(at + 3)) {
    records.push(`${bytes.readUInt8(at)}:${bytes.readUInt16BE(at + 3)}`);
  }
  return records;
}

async function startTlsServer() {
  const { cert, key } = certificate;
  const server = tls.createServer({ cert, key, minVersion: 'TLSv1.3' }, (socket) => {
    socket.on('error', () => undefined).resume();
  });
  await once(server.listen(0, host), 'listening');
  const { port } = server.address() as net.AddressInfo;
  return {
    port,
    [Symbol.asyncDispose]: async () => {
      await once(server.close(), 'close');
    },
  };
}

/** Relays connections to a server, and records what the clients send. */
async function startRelay(upstreamPort: number, onReply: () => void) {
  const received: Buffer[] = [];
  const ended = Promise.withResolvers<Buffer>();
  const listener = await listen(host, (socket) => {
    const upstream = net.connect(upstreamPort, host).on('error', () => undefined);
    upstream.on('data', (chunk) => {
      socket.write(chunk);
      onReply();
    });
    socket.on('data', (chunk) => {
      received.push(chunk);
      upstream.write(chunk);
    });
    socket.on('end', () => {
      ended.resolve(Buffer.concat(received));
      upstream.end();
    });
    socket.resume();
  });
  return Object.assign(listener, { ended: ended.promise });
}

// The first packet of the server completes the handshake. The client reads it and the signal to send, on another
// connection, one right after the other: then its last message of the handshake is still being written.
test('send ends an empty file with a close_notify right after the handshake', async () => {
  const client = new TlsClient(tlsOptions());
  await using server = await startTlsServer();
  const endpoint = { host, port: server.port };
  const control = await client.secureControl(net.connect(server.port, host), endpoint, timeoutMs);

  const signaling = Promise.withResolvers<net.Socket>();
  await using signals = await listen(host, signaling.resolve);
  const signal = net.connect(signals.port, host);
  const signaler = await signaling.promise;
  await using relay = await startRelay(server.port, () => signaler.write('x'));

  const data = new DataConnection({
    endpoint: { host, port: relay.port },
    tls: client,
    timeoutMs,
  });
  await data.connected();
  const secured = data.secure();
  const sent = once(signal, 'data').then(async () => {
    await secured;
    return await data.send(new Bytes(''), new UploadBuffers());
  });
  assert.equal(await sent, 0);
  const received = await relay.ended;
  data.abort(new Error('The test is over.'));
  for (const socket of [control, signal]) socket.destroy();
  assert.equal(recordsOf(received).at(-1), closeNotify);
});
