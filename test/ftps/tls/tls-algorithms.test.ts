import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { test } from 'node:test';
import type { TLSSocket } from 'node:tls';
import tls from 'node:tls';

import { tlsAlgorithms, tlsAlgorithmsFor } from '../../../src/ftps/tls/tls-algorithms.ts';
import { TlsClient } from '../../../src/ftps/tls/tls-client.ts';
import { certificate } from '../../support/embedded-server-fixture.ts';
import { tlsOptions } from '../../support/target.ts';

/**
 * Performs the handshakes of a control and a data connection with a server that supports these groups. Returns their
 * parameters and the size of each ClientHello.
 */
async function handshakes(ecdhCurve: string, version: 'TLSv1.2' | 'TLSv1.3') {
  const options = {
    key: certificate.key,
    cert: certificate.cert,
    ecdhCurve,
    honorCipherOrder: false,
    minVersion: version,
    maxVersion: version,
  };
  const server = tls.createServer(options, (socket) => {
    socket.on('error', () => undefined).write('220 Ready\r\n');
  });
  const helloSizes: number[] = [];
  const proxy = net.createServer((socket) => {
    const onward = net.connect(portOf(server), '127.0.0.1');
    socket.on('data', (bytes) => {
      helloSizes.push(...clientHellos(bytes));
      onward.write(bytes);
    });
    onward.pipe(socket);
    for (const each of [socket, onward]) {
      each
        .on('error', () => undefined)
        .on('close', () => {
          socket.destroy();
          onward.destroy();
        });
    }
  });
  for (const each of [server, proxy]) await once(each.listen(0, '127.0.0.1'), 'listening');
  const endpoint = { host: '127.0.0.1', port: portOf(proxy) };
  const connect = async () => {
    const socket = net.connect(endpoint);
    await once(socket, 'connect');
    return socket;
  };
  try {
    const client = new TlsClient(tlsOptions());
    const control = await client.secureControl(await connect(), endpoint, 5_000);
    const controlHellos = helloSizes.splice(0);
    // Under TLS 1.3 the session arrives with the first data, under TLS 1.2 with the handshake.
    await once(control, 'data');
    const data = await client.secureData(await connect(), endpoint, 5_000);
    const groups = [control, data.socket].map(groupOf);
    for (const socket of [control, data.socket]) socket.destroy();
    const { resumed } = data;
    return { groups, cipher: client.info?.cipher, controlHellos, dataHellos: helloSizes, resumed };
  } finally {
    proxy.close();
    server.close();
  }
}

function portOf(server: net.Server): number {
  return (server.address() as net.AddressInfo).port;
}

function groupOf(socket: TLSSocket): string | undefined {
  return (socket.getEphemeralKeyInfo() as { readonly name?: string }).name;
}

/** The lengths of the TLS records of type 22 (handshake) that start with a message of type 1 (ClientHello). */
function clientHellos(bytes: Buffer): number[] {
  const lengths: number[] = [];
  for (let at = 0; at + 5 < bytes.length; at += 5 + bytes.readUInt16BE(at + 3)) {
    if (bytes[at] === 22 && bytes[at + 5] === 1) lengths.push(bytes.readUInt16BE(at + 3));
  }
  return lengths;
}

for (const group of ['prime256v1', 'X25519', 'X25519MLKEM768']) {
  test(`a server that supports only ${group} accepts the first ClientHello of each connection`, async () => {
    const { controlHellos, dataHellos, cipher, resumed } = await handshakes(group, 'TLSv1.3');
    assert.equal(controlHellos.length, 1);
    assert.equal(dataHellos.length, 1);
    assert.equal(cipher, 'TLS_AES_128_GCM_SHA256');
    assert.equal(resumed, true);
  });
}

test('a server with another group requests a second ClientHello, on the control connection only', async () => {
  const { controlHellos, dataHellos, groups, resumed } = await handshakes('secp384r1', 'TLSv1.3');
  assert.equal(controlHellos.length, 2);
  assert.equal(dataHellos.length, 1);
  assert.deepEqual(groups, ['secp384r1', 'secp384r1']);
  assert.equal(resumed, true);
});

test('a server that prefers the post-quantum group uses it on each connection', async () => {
  const preferences = 'X25519MLKEM768:X25519:prime256v1';
  const { groups, controlHellos, dataHellos } = await handshakes(preferences, 'TLSv1.3');
  assert.equal(controlHellos.length, 1);
  assert.equal(dataHellos.length, 1);
  assert.deepEqual(groups, ['X25519MLKEM768', 'X25519MLKEM768']);
});

test('a data connection sends a key share for the selected group only', async () => {
  const { controlHellos, dataHellos } = await handshakes('prime256v1', 'TLSv1.3');
  // The post-quantum key share alone has 1,216 bytes; the TLS session has fewer.
  assert.ok((controlHellos[0] ?? 0) > 1_400, `${controlHellos[0]} bytes`);
  assert.ok((dataHellos[0] ?? Infinity) < 1_200, `${dataHellos[0]} bytes`);
});

test('TLS 1.2 handshakes succeed with each group', async () => {
  for (const group of ['prime256v1', 'X25519', 'secp384r1']) {
    const { groups, resumed } = await handshakes(group, 'TLSv1.2');
    assert.equal(groups[0], group);
    assert.equal(resumed, true);
  }
});

test('tlsAlgorithms selects no key shares for an OpenSSL that does not support it', () => {
  assert.equal(tlsAlgorithms('3.0.16').ecdhCurve, undefined);
  assert.ok(tlsAlgorithms('3.5.1').ecdhCurve?.startsWith('*X25519MLKEM768'));
  assert.ok(tlsAlgorithms('4.0.0').ecdhCurve?.startsWith('*X25519MLKEM768'));
  assert.equal(tlsAlgorithmsFor('X25519', '3.0.16'), undefined);
});

test('tlsAlgorithms changes the order of the ciphers of Node and removes those with DHE', () => {
  const { ciphers } = tlsAlgorithms();
  const expected = [...tls.DEFAULT_CIPHERS.split(':'), '!kDHE'];
  assert.deepEqual(ciphers.split(':').sort(), expected.sort());
  assert.equal(ciphers.split(':')[0], 'TLS_AES_128_GCM_SHA256');
});

test('tlsAlgorithmsFor returns undefined for a group that is not offered', () => {
  assert.equal(tlsAlgorithmsFor('ffdhe2048'), undefined);
  assert.equal(tlsAlgorithmsFor(undefined), undefined);
});
