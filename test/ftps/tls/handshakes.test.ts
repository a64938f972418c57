import assert from 'node:assert/strict';
import { getDiffieHellman } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import { describe, test } from 'node:test';
import tls from 'node:tls';

import type { TlsOptions } from '../../../src/ftps/index.ts';
import { FtpsClient } from '../../../src/ftps/index.ts';
import { TlsClient } from '../../../src/ftps/tls/tls-client.ts';
import { createAuthority, selfSigned } from '../../support/certificates.ts';
import { certificate } from '../../support/embedded-server-fixture.ts';
import { listen } from '../../support/listener.ts';
import { clientOptions, tlsOptions } from '../../support/target.ts';

const host = '127.0.0.1';
const clients = await createAuthority({ commonName: 'Client Authority' });
const own = await clients.issue({ commonName: 'Secret Partner', usage: 'client' });
const rsa = await selfSigned({ commonName: 'localhost', keyType: 'rsa' });

/** A TLS server that sends a greeting; `serve` gets each of its connections. */
async function serveTls(
  options: tls.TlsOptions,
  serve: (socket: tls.TLSSocket) => void = () => undefined,
) {
  const server = tls.createServer({ key: certificate.key, cert: certificate.cert, ...options });
  server.on('tlsClientError', () => undefined);
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket: net.Socket) => {
    sockets.add(socket.on('error', () => undefined));
  });
  server.on('secureConnection', (socket) => {
    socket.on('error', () => undefined).write('220 Ready\r\n');
    serve(socket);
  });
  await once(server.listen(0, host), 'listening');
  const { port } = server.address() as net.AddressInfo;
  return {
    port,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Relays connections to a port and records what the clients send. */
async function recorder(port: number) {
  const received: Buffer[] = [];
  const closed = Promise.withResolvers<undefined>();
  const relay = await listen(host, (socket) => {
    const onward = net.connect({ port, host }).on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => received.push(bytes));
    socket.on('close', () => {
      onward.destroy();
      closed.resolve(undefined);
    });
    socket.pipe(onward).pipe(socket);
  });
  return { relay, closed: closed.promise, bytes: () => Buffer.concat(received) };
}

/** The types of TLS records (RFC 8446 section 5.1). */
function recordTypes(bytes: Buffer): number[] {
  const types: number[] = [];
  for (let at = 0; at + 5 <= bytes.length; at += 5 + bytes.readUInt16BE(at + 3)) {
    types.push(bytes.readUInt8(at));
  }
  return types;
}

const changeCipherSpec = 20;
const handshake = 22;
const clientCertificate = { certificate: own.cert, key: own.key };

describe('TlsClient, under TLS 1.3,', () => {
  for (const [title, changes] of [
    ['sends nothing but the ClientHello to a server that is not trusted', { pins: [] }],
    ['sends the client certificate to a server that is trusted', {}],
  ] as const) {
    test(title, async () => {
      const options = { requestCert: true, ca: clients.cert, minVersion: 'TLSv1.3' } as const;
      const seen: string[] = [];
      await using server = await serveTls(options, (socket) => {
        seen.push(socket.getPeerX509Certificate()?.subject ?? 'none');
      });
      const { relay, closed, bytes } = await recorder(server.port);
      await using _relay = relay;
      const trust: TlsOptions = { ...tlsOptions(), ...changes, clientCertificate };
      const target = { host, port: relay.port };
      const open = FtpsClient.open(clientOptions(target, { tls: trust }));
      if ('pins' in changes) {
        await assert.rejects(open, { code: 'FTPS_CERTIFICATE' });
        await closed;
        // A change_cipher_spec may follow the ClientHello. It has no content.
        const types = recordTypes(bytes());
        assert.deepEqual(
          types.filter((type) => type !== changeCipherSpec),
          [handshake],
        );
        assert.deepEqual(seen, []);
      } else {
        const client = await open;
        assert.deepEqual(seen, ['CN=Secret Partner']);
        client.destroy(new Error('The test is over.'));
      }
    });
  }
});

test('TlsClient refuses a renegotiation under TLS 1.2', async () => {
  const renegotiated = Promise.withResolvers<Error | null>();
  await using server = await serveTls({ maxVersion: 'TLSv1.2' }, (socket) => {
    socket.on('close', () => {
      renegotiated.resolve(new Error('closed'));
    });
    socket.renegotiate({}, (error) => {
      renegotiated.resolve(error);
    });
  });
  const client = await FtpsClient.open(clientOptions({ host, port: server.port }));
  assert.notEqual(await renegotiated.promise, null);
  client.destroy(new Error('The test is over.'));
});

/** Parameters with the 1024-bit prime of RFC 2409 section 6.2, as PEM. */
function weakParameters(): string {
  const prime = getDiffieHellman('modp2').getPrime();
  const integers = Buffer.concat([
    Buffer.of(0x02, 0x81, prime.length + 1, 0x00),
    prime,
    Buffer.of(0x02, 0x01, 0x02),
  ]);
  const der = Buffer.concat([Buffer.of(0x30, 0x81, integers.length), integers]);
  return `-----BEGIN DH PARAMETERS-----\n${der.toString('base64')}\n-----END DH PARAMETERS-----\n`;
}

test('TlsClient uses ECDHE with a server that prefers DHE with weak parameters', async () => {
  await using server = await serveTls({
    key: rsa.key,
    cert: rsa.cert,
    maxVersion: 'TLSv1.2',
    ciphers: 'DHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0',
    honorCipherOrder: true,
    dhparam: weakParameters(),
  });
  const options = clientOptions({ host, port: server.port, fingerprint: rsa.fingerprint256 });
  const client = await FtpsClient.open(options);
  assert.equal(client.tls?.cipher, 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256');
  client.destroy(new Error('The test is over.'));
});

describe('TlsClient reports a lost connection when the handshake ends with', () => {
  for (const code of ['ECONNABORTED', 'ECONNRESET', 'ENETRESET', 'EPIPE', 'ETIMEDOUT']) {
    for (const connection of ['control', 'data'] as const) {
      test(`${code} on the ${connection} connection`, async () => {
        await using listener = await listen(host, () => undefined);
        const endpoint = { host, port: listener.port };
        const socket = net.connect(endpoint);
        await once(socket, 'connect');
        const client = new TlsClient(tlsOptions());
        const secured =
          connection === 'control'
            ? client.secureControl(socket, endpoint, 5_000)
            : client.secureData(socket, endpoint, 5_000);
        socket.destroy(Object.assign(new Error(code), { code }));
        await assert.rejects(secured, {
          code: 'FTPS_LOST',
          reason: code,
          phase: 'tls',
          connection,
        });
      });
    }
  }
});

test('TlsClient takes unencrypted data for a fault once a data connection was encrypted', async () => {
  await using server = await serveTls({});
  await using plain = await listen(host, (socket) => socket.write('421 Too many connections\r\n'));
  const client = new TlsClient(tlsOptions());
  const connect = async (port: number) => {
    const socket = net.connect({ host, port });
    await once(socket, 'connect');
    return [socket, { host, port }, 5_000] as const;
  };
  const control = await client.secureControl(...(await connect(server.port)));
  await assert.rejects(client.secureData(...(await connect(plain.port))), { code: 'FTPS_TLS' });
  const { socket } = await client.secureData(...(await connect(server.port)));
  await assert.rejects(client.secureData(...(await connect(plain.port))), {
    code: 'FTPS_LOST',
    message: `The data connection to 127.0.0.1:${plain.port} was lost during the TLS handshake: the server sent unencrypted data.`,
  });
  for (const each of [control, socket]) each.destroy();
});
