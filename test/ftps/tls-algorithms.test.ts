import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { test } from 'node:test';
import tls from 'node:tls';

import { tlsAlgorithms } from '../../src/ftps/tls-algorithms.ts';
import { TlsClient } from '../../src/ftps/tls-client.ts';
import { certificate, clientOptions } from './scripted-client.ts';

/** The handshake of a control connection with a server of these groups: what came of it, and how many ClientHellos it took. */
async function handshake(ecdhCurve: string, version: 'TLSv1.2' | 'TLSv1.3') {
  const server = tls.createServer({
    key: certificate.key,
    cert: certificate.cert,
    ecdhCurve,
    honorCipherOrder: false,
    minVersion: version,
    maxVersion: version,
  });
  let clientHellos = 0;
  const tap = net.createServer((socket) => {
    const onward = net.connect(portOf(server), '127.0.0.1');
    socket.on('data', (bytes) => {
      clientHellos += countClientHellos(bytes);
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
  for (const each of [server, tap]) await once(each.listen(0, '127.0.0.1'), 'listening');
  const endpoint = { host: '127.0.0.1', port: portOf(tap) };
  const socket = net.connect(endpoint);
  await once(socket, 'connect');
  try {
    const client = new TlsClient(clientOptions.tls);
    const secured = await client.secureControl(socket, endpoint, 5_000);
    const { name: group = 'X25519MLKEM768' } = secured.getEphemeralKeyInfo() as { name?: string };
    secured.destroy();
    return { group, cipher: client.report?.cipher, clientHellos };
  } finally {
    tap.close();
    server.close();
  }
}

function portOf(server: net.Server): number {
  return (server.address() as net.AddressInfo).port;
}

/** Records of type 22 (handshake) that begin with a message of type 1 (ClientHello), in whole records. */
function countClientHellos(bytes: Buffer): number {
  let count = 0;
  for (let at = 0; at + 5 < bytes.length; at += 5 + bytes.readUInt16BE(at + 3)) {
    if (bytes[at] === 22 && bytes[at + 5] === 1) count += 1;
  }
  return count;
}

for (const group of ['prime256v1', 'X25519', 'X25519MLKEM768']) {
  test(`a server that knows only ${group} takes the first ClientHello`, async () => {
    const { clientHellos, cipher } = await handshake(group, 'TLSv1.3');
    assert.equal(clientHellos, 1);
    assert.equal(cipher, 'TLS_AES_128_GCM_SHA256');
  });
}

test('a server that knows none of these groups is asked again', async () => {
  const { clientHellos } = await handshake('secp384r1', 'TLSv1.3');
  assert.equal(clientHellos, 2);
});

test('a server that prefers the post-quantum group gets it at once', async () => {
  const { group, clientHellos } = await handshake('X25519MLKEM768:X25519:prime256v1', 'TLSv1.3');
  assert.equal(clientHellos, 1);
  assert.equal(group, 'X25519MLKEM768');
});

test('TLS 1.2 works with each of the groups', async () => {
  for (const group of ['prime256v1', 'X25519', 'secp384r1']) {
    assert.equal((await handshake(group, 'TLSv1.2')).group, group);
  }
});

test('an OpenSSL that does not know the notation of key shares gets its own choice', () => {
  assert.equal(tlsAlgorithms('3.0.16').ecdhCurve, undefined);
  assert.ok(tlsAlgorithms('3.5.1').ecdhCurve?.startsWith('*X25519MLKEM768'));
  assert.ok(tlsAlgorithms('4.0.0').ecdhCurve?.startsWith('*X25519MLKEM768'));
});

test('the ciphers are the ones that Node offers, in another order', () => {
  const { ciphers } = tlsAlgorithms();
  assert.deepEqual(ciphers.split(':').sort(), tls.DEFAULT_CIPHERS.split(':').sort());
  assert.equal(ciphers.split(':')[0], 'TLS_AES_128_GCM_SHA256');
});
