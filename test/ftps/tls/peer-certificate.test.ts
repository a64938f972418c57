import '../../support/x509-environment.ts';

import assert from 'node:assert/strict';
import { webcrypto, X509Certificate } from 'node:crypto';
import { test } from 'node:test';

import * as x509 from '@peculiar/x509';

import { daysLeft, describeCertificate } from '../../../src/ftps/tls/peer-certificate.ts';
import { createAuthority, selfSigned } from '../../support/certificates.ts';

const notBefore = new Date('2026-01-01T00:00:00Z');
const notAfter = new Date('2026-03-01T12:00:00Z');

for (const keyType of ['ec', 'rsa'] as const) {
  test(`describeCertificate returns subject, names, issuer, validity and hashes of an ${keyType} certificate`, async () => {
    const authority = await createAuthority({ commonName: 'Some Authority' });
    const issued = await authority.issue({
      ...{ commonName: 'ftp.example.test', keyType, notBefore, notAfter },
      dnsNames: ['ftp.example.test', '*.example.test'],
      ipAddresses: ['10.0.0.1', '::1'],
    });
    assert.deepEqual(describeCertificate(new X509Certificate(issued.cert)), {
      subject: 'CN=ftp.example.test',
      names: ['ftp.example.test', '*.example.test', '10.0.0.1', '0:0:0:0:0:0:0:1'],
      issuer: 'CN=Some Authority',
      validFrom: notBefore,
      validTo: notAfter,
      fingerprint256: issued.fingerprint256,
      publicKeySha256: issued.spkiSha256,
    });
  });
}

test('describeCertificate returns no names when the certificate contains none', async () => {
  const { cert } = await selfSigned({ commonName: 'panel' });
  const described = describeCertificate(new X509Certificate(cert));
  assert.deepEqual(described.names, []);
  assert.equal(described.issuer, described.subject);
});

test('describeCertificate returns the subject on one line, and only host names', async () => {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const { rawData } = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ C: ['CH'] }, { O: ['Some Company'] }, { CN: ['ftp.example.test'] }],
    keys: await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']),
    extensions: [
      new x509.SubjectAlternativeNameExtension([
        { type: 'url', value: 'urn:DNS:other.example.test' },
        { type: 'email', value: 'a@example.test' },
        { type: 'dns', value: 'ftp.example.test' },
      ]),
    ],
  });
  const { subject, names } = describeCertificate(new X509Certificate(Buffer.from(rawData)));
  assert.equal(subject, 'C=CH, O=Some Company, CN=ftp.example.test');
  assert.deepEqual(names, ['ftp.example.test']);
});

test('daysLeft returns whole days, negative after the expiry date', async () => {
  const { cert } = await selfSigned({ commonName: 'panel', notBefore, notAfter });
  const certificate = describeCertificate(new X509Certificate(cert));
  const days = (iso: string) => daysLeft(certificate, Date.parse(iso));
  assert.equal(days('2026-02-01T12:00:00Z'), 28);
  assert.equal(days('2026-02-01T12:00:01Z'), 27);
  assert.equal(days('2026-03-01T12:00:00Z'), 0);
  assert.equal(days('2026-03-01T12:00:01Z'), -1);
  assert.ok(daysLeft(certificate) < 28);
});

test('daysLeft returns NaN when the expiry date is invalid', async () => {
  const { cert } = await selfSigned({ commonName: 'panel' });
  const certificate = describeCertificate(new X509Certificate(cert));
  assert.equal(daysLeft({ ...certificate, validTo: new Date(Number.NaN) }), Number.NaN);
});
