import assert from 'node:assert/strict';
import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import tls from 'node:tls';

import type { CertificateOptions, TestCertificate } from './certificates.ts';
import { createAuthority, selfSigned } from './certificates.ts';

const localhost: CertificateOptions = {
  commonName: 'localhost',
  dnsNames: ['localhost', '*.example.test'],
  ipAddresses: ['127.0.0.1', '::1'],
};

const accepted = ['localhost', 'ftp.example.test', '127.0.0.1', '::1'];

for (const keyType of ['ec', 'rsa'] as const) {
  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    test(`an issued ${keyType} certificate is accepted for each of its names over ${version}`, async () => {
      const authority = await createAuthority();
      const server = await authority.issue({ ...localhost, keyType });
      for (const name of accepted) {
        assert.equal(await handshake(server, name, { ca: authority.cert, version }), 'accepted');
      }
    });
  }
}

const refusals: readonly (readonly [string, Partial<CertificateOptions>, string])[] = [
  [
    'of another name',
    { dnsNames: ['other.test'], ipAddresses: [] },
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ],
  ['that has expired', { notAfter: new Date('2020-02-03T00:00:00Z') }, 'CERT_HAS_EXPIRED'],
  ['that is not valid yet', { notBefore: new Date(Date.now() + 3_600_000) }, 'CERT_NOT_YET_VALID'],
  ['for clients', { usage: 'client' }, 'INVALID_PURPOSE'],
];

for (const [what, options, code] of refusals) {
  test(`a server certificate ${what} is refused with ${code}`, async () => {
    const authority = await createAuthority();
    const server = await authority.issue({ ...localhost, ...options });
    assert.equal(await handshake(server, 'localhost', { ca: authority.cert }), code);
  });
}

test('a certificate of an unknown authority is refused', async () => {
  const [known, unknown] = await Promise.all([createAuthority(), createAuthority()]);
  const server = await unknown.issue(localhost);
  const refusal = await handshake(server, 'localhost', { ca: known.cert });
  assert.match(refusal, /UNABLE_TO_(VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT_LOCALLY)/);
});

test('a self-signed certificate is refused, and accepted as its own authority', async () => {
  const server = await selfSigned(localhost);
  const { cert: other } = await createAuthority();
  assert.equal(await handshake(server, 'localhost', { ca: other }), 'DEPTH_ZERO_SELF_SIGNED_CERT');
  assert.equal(await handshake(server, 'localhost', { ca: server.cert }), 'accepted');
});

test('a client certificate is accepted by a server that asks for one', async () => {
  const authority = await createAuthority();
  const server = await authority.issue(localhost);
  const client = await authority.issue({ commonName: 'deploy', usage: 'client' });
  assert.equal(
    await handshake(server, 'localhost', { ca: authority.cert, clientCa: authority.cert, client }),
    'accepted',
  );
});

test('fingerprints and key are those of the certificate', async () => {
  const authority = await createAuthority({ commonName: 'My Authority' });
  const issued = await authority.issue({ ...localhost, keyType: 'rsa' });
  const certificate = new X509Certificate(issued.cert);
  const spki = certificate.publicKey.export({ type: 'spki', format: 'der' });
  assert.equal(issued.fingerprint256, certificate.fingerprint256);
  assert.equal(issued.spkiSha256, createHash('sha256').update(spki).digest('base64'));
  assert.equal(certificate.checkPrivateKey(createPrivateKey(issued.key)), true);
  assert.equal(certificate.issuer, 'CN=My Authority');
  assert.equal(certificate.checkIssued(new X509Certificate(authority.cert)), true);
});

interface Handshake {
  readonly ca: string;
  readonly version?: tls.SecureVersion;
  readonly clientCa?: string;
  readonly client?: TestCertificate;
}

/** Connects to a server that has this certificate; `accepted`, or the code of the refusal. */
async function handshake(certificate: TestCertificate, name: string, options: Handshake) {
  const { cert, key } = certificate;
  const server = tls.createServer({
    cert,
    key,
    ...(options.clientCa === undefined
      ? {}
      : { requestCert: true, rejectUnauthorized: true, ca: options.clientCa }),
  });
  server.on('secureConnection', (socket) => socket.end('ready'));
  server.on('tlsClientError', () => undefined);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const socket = tls.connect({
    ca: options.ca,
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    servername: name.includes(':') || /^[\d.]+$/.test(name) ? '' : name,
    checkServerIdentity: (_host, peer) => tls.checkServerIdentity(name, peer),
    ...(options.version === undefined
      ? {}
      : { minVersion: options.version, maxVersion: options.version }),
    ...(options.client === undefined ? {} : { cert: options.client.cert, key: options.client.key }),
  });
  try {
    await once(socket, 'data');
    return 'accepted';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  } finally {
    socket.destroy();
    server.close();
  }
}
