import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { describe } from 'node:test';

import type { TlsOptions } from '../../../src/ftps/tls/tls-context.ts';
import { parsePin } from '../../../src/ftps/tls/pin.ts';
import { createAuthority, selfSigned } from '../../support/certificates.ts';
import { assertFails } from '../../support/assert-fails.ts';
import { dialogue } from '../../support/dialogue.ts';
import { authority, certificate } from '../../support/embedded-server-fixture.ts';
import { goodbye } from '../../support/login-script.ts';

const versions = ['TLSv1.2', 'TLSv1.3'] as const;
const names = { commonName: 'localhost', dnsNames: ['localhost'] };
const other = await createAuthority({ commonName: 'Other Authority' });
const panel = await selfSigned(names);
const expired = await authority.issue({ ...names, notAfter: new Date('2020-02-03T00:00:00Z') });
const tomorrow = new Date(Date.now() + 86_400_000);
const early = await authority.issue({ ...names, notBefore: tomorrow });
const noNames = await authority.issue({ commonName: '127.0.0.1' });
const addressAsName = await authority.issue({ ...names, dnsNames: ['127.0.0.1'] });
const weakKey = await authority.issue({ ...names, keyType: 'rsa-1024' });
const weakSignature = await authority.issue({ ...names, weakSignature: true });
const past = new Date('2020-02-03T00:00:00Z');
const oldRoot = await createAuthority({ commonName: 'Old Root', notAfter: past });
const belowOldRoot = await oldRoot.issue(names);
const intermediate = await authority.createIntermediate({ commonName: 'Intermediate' });
const belowIntermediate = await intermediate.issue(names);
const oldIntermediate = await authority.createIntermediate({ commonName: 'Old', notAfter: past });
const belowOldIntermediate = withChain(await oldIntermediate.issue(names), oldIntermediate.cert);
const forClients = await authority.issue({ ...names, usage: 'client' });

/** A certificate that the server sends together with the one above it. */
function withChain(leaf: typeof certificate, issuer: string): typeof certificate {
  return { ...leaf, cert: `${leaf.cert}\n${issuer}` };
}

/** A self-signed certificate whose end date isn't a date. */
function withInvalidEnd(valid: typeof certificate): typeof certificate {
  const der = new X509Certificate(valid.cert).raw;
  const [, end] = der.toString('latin1').matchAll(/\d{12}Z/g);
  der.write('xxxxxxxxxxxxZ', end!.index, 'latin1');
  const pem = new X509Certificate(der).toString();
  return { ...valid, cert: pem, fingerprint256: new X509Certificate(der).fingerprint256 };
}

const undated = withInvalidEnd(await selfSigned(names));

const ca = [authority.cert];
const pins = (...texts: string[]) => texts.flatMap((text) => parsePin(text) ?? []);
const rightPin = pins(certificate.fingerprint256);
const keyPin = pins(`sha256//${certificate.spkiSha256}`);
const wrongPin = pins('ab'.repeat(32));

const trusted: readonly (readonly [
  title: string,
  tls: Partial<TlsOptions>,
  presented: typeof certificate,
])[] = [
  ['its issuer is trusted', { ca }, certificate],
  ['its issuer is one of several trusted ones', { ca: [other.cert, authority.cert] }, certificate],
  ['its certificate contains the IP address', { ca, serverName: '127.0.0.1' }, certificate],
  ['its intermediate issuer is trusted', { ca: [intermediate.cert] }, belowIntermediate],
  ['its self-signed certificate is trusted', { ca: [panel.cert] }, panel],
  ['a pin matches', { pins: rightPin }, certificate],
  ['a pin matches its public key', { pins: keyPin }, certificate],
  ['one of two pins matches', { pins: [...wrongPin, ...rightPin] }, certificate],
  [
    'a pin matches although the host name differs',
    { pins: rightPin, serverName: 'other.test' },
    certificate,
  ],
  [
    'a pin matches although the certificate has expired',
    { pins: pins(expired.fingerprint256) },
    expired,
  ],
  ['verification is off', { verify: false }, panel],
  [
    'verification is off although the certificate has expired',
    { verify: false, serverName: 'other.test' },
    expired,
  ],
  [
    'a pin matches although the expiry date is invalid',
    { pins: pins(undated.fingerprint256) },
    undated,
  ],
];

describe('FtpsClient.open trusts a server when', () => {
  for (const [title, tls, presented] of trusted) {
    dialogue(
      title,
      `S: 220 Ready\n${goodbye}`,
      async ({ open, options }) => {
        const client = await open();
        assert.equal(client.tls?.certificate.fingerprint256, presented.fingerprint256);
        assert.equal(client.tls.certificate.publicKeySha256, presented.spkiSha256);
        assert.equal(client.tls.protocol, options.tls.maxVersion);
        assert.match(client.tls.cipher, /^TLS_/);
        await client.quit();
      },
      { versions, tls: { pins: [], ...tls }, server: { certificate: presented } },
    );
  }
});

const untrusted: readonly (readonly [
  problem: string,
  tls: Partial<TlsOptions>,
  presented: typeof certificate,
  explanation: string,
])[] = [
  ['unknown-issuer', {}, certificate, `its issuer "CN=Test Authority" is unknown`],
  [
    'unknown-issuer',
    { ca: [other.cert] },
    certificate,
    `its issuer "CN=Test Authority" is unknown`,
  ],
  ['self-signed', { ca }, panel, 'it is self-signed'],
  [
    'wrong-name',
    { ca, serverName: 'other.test' },
    certificate,
    'it was issued for localhost, 127.0.0.1, 0:0:0:0:0:0:0:1, not for other.test',
  ],
  [
    'wrong-name',
    { ca, serverName: '127.0.0.2' },
    certificate,
    'it was issued for localhost, 127.0.0.1, 0:0:0:0:0:0:0:1, not for 127.0.0.2',
  ],
  ['expired', { ca }, expired, 'it expired on 2020-02-03'],
  [
    'expired',
    { ca: [oldRoot.cert] },
    belowOldRoot,
    'the certificate "CN=Old Root" above it expired on 2020-02-03',
  ],
  [
    'expired',
    { ca },
    belowOldIntermediate,
    'the certificate "CN=Old" above it expired on 2020-02-03',
  ],
  ['other', { ca }, weakKey, 'it has an RSA key of only 1024 bits'],
  ['other', { ca }, weakSignature, 'it has a weak signature (ecdsa-with-SHA1)'],
  [
    'wrong-name',
    { ca, serverName: '127.0.0.1' },
    noNames,
    "it has no alternative names, so it isn't valid for an IP address such as 127.0.0.1",
  ],
  [
    'wrong-name',
    { ca, serverName: '127.0.0.1' },
    addressAsName,
    'it contains 127.0.0.1 as a host name, not as an IP address',
  ],
  ['not-yet-valid', { ca }, early, `it isn't valid before ${tomorrow.toISOString().slice(0, 10)}`],
  ['other', { ca }, forClients, 'INVALID_PURPOSE'],
  ['other', { ca }, undated, 'its expiry date is invalid (ERROR_IN_CERT_NOT_AFTER_FIELD)'],
  ['pin-mismatch', { ca, pins: wrongPin }, certificate, "it doesn't match any pin"],
  ['pin-mismatch', { verify: false, pins: wrongPin }, certificate, "it doesn't match any pin"],
];

// What the server notices when the client closes the connection: under TLS 1.2 its handshake is already complete.
const closed = { 'TLSv1.2': '! client-ended', 'TLSv1.3': '! handshake-failed' } as const;

describe('FtpsClient.open sends nothing to a server whose certificate is rejected:', () => {
  for (const version of versions) {
    for (const [problem, tls, presented, explanation] of untrusted) {
      dialogue(
        `${problem}, ${explanation}`,
        closed[version],
        async ({ open, server }) => {
          const start = 'The certificate of 127.0.0.1:{port}';
          const message = `${start} isn't trusted: ${explanation}.`;
          const error = await assertFails(open(), 'FTPS_CERTIFICATE', message);
          assert.equal((error as { problem?: string }).problem, problem);
          await server.finished;
          assert.equal(server.clientText, '');
        },
        {
          versions: [version],
          tls: { pins: [], ...tls },
          server: { certificate: presented },
        },
      );
    }
  }
});

dialogue(
  'FtpsClient.open rejects when there is no common TLS version',
  '! handshake-failed',
  async ({ open }) => {
    await assert.rejects(open(), { code: 'FTPS_TLS', detectedProtocol: undefined });
  },
  {
    tls: { minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3' },
    server: { maxVersion: 'TLSv1.2' },
  },
);

describe('FtpsClient.open with a server that requires a client certificate', () => {
  const server = { clientCa: authority.cert };
  dialogue(
    'sends it',
    `S: 220 Ready\n${goodbye}`,
    async ({ open }) => {
      await (await open()).quit();
    },
    {
      versions,
      server,
      tls: { clientCertificate: { certificate: forClients.cert, key: forClients.key } },
    },
  );

  dialogue(
    'rejects when there is none',
    '! handshake-failed',
    async ({ open }) => {
      await assert.rejects(open(), { code: 'FTPS_LOST' });
    },
    { versions, server },
  );
});
