import assert from 'node:assert/strict';
import { test } from 'node:test';

import { tlsLines, tlsWarnings, trustOf } from '../../../src/action/report/tls-lines.ts';
import type { TlsOptions } from '../../../src/ftps/index.ts';
import { certificate } from '../samples.ts';

const options: TlsOptions = {
  serverName: 'ftp.example',
  ca: [],
  pins: [],
  verify: true,
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.3',
};
const pin = { of: 'certificate', sha256: 'x' } as const;
const dayMs = 86_400_000;

/** What TLS came to with a certificate that is valid for so many days from now. */
function tlsFor(days: number) {
  const validTo = new Date(Date.now() + (days + 0.5) * dayMs);
  return { protocol: 'TLSv1.3', cipher: 'X', certificate: { ...certificate, validTo } };
}

test('trustOf says what a certificate is judged by: pins before everything else', () => {
  assert.equal(trustOf(options), 'authority');
  assert.equal(trustOf({ ...options, pins: [pin] }), 'pin');
  assert.equal(trustOf({ ...options, verify: false }), 'nothing');
  assert.equal(trustOf({ ...options, verify: false, pins: [pin] }), 'pin');
});

test('tlsLines show the certificate without control characters', () => {
  const tls = tlsFor(100);
  const lines = tlsLines({ ...tls, certificate: { ...tls.certificate, subject: 'CN=a\u001b[2J' } });
  assert.deepEqual(lines.slice(0, 3), [
    'TLS: TLSv1.3, X',
    'Certificate: CN=a\\x1b[2J',
    '  issued by CN=Some Authority',
  ]);
  assert.match(lines[3] ?? '', /^ {2}valid until \d{4}-\d\d-\d\d, 100 days left$/);
  assert.equal(lines[4], '  SHA-256 AA:BB');
});

test('tlsWarnings warn of a certificate that was not checked, and show its pin', () => {
  const [warning = '', ...others] = tlsWarnings(tlsFor(100), { ...options, verify: false });
  assert.deepEqual(others, []);
  assert.match(warning, /^The certificate was not checked .*\n {2}tls-pin: sha256\/\/cHVi/);
});

test('tlsWarnings warn of a certificate that expires within 30 days', () => {
  assert.deepEqual(tlsWarnings(tlsFor(30), options), []);
  assert.match(tlsWarnings(tlsFor(29), options).join(), /only \(29 days left\)/);
});
