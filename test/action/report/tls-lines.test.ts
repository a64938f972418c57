import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  tlsLines,
  tlsWarnings,
  trustOf,
  validUntil,
} from '../../../src/action/report/tls-lines.ts';
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

/** TLS with a certificate that is valid for this number of days from now. */
function tlsFor(days: number) {
  const validTo = new Date(Date.now() + (days + 0.5) * dayMs);
  return { protocol: 'TLSv1.3', cipher: 'X', certificate: { ...certificate, validTo } };
}

test('trustOf prefers pins to CAs, and to no verification', () => {
  assert.equal(trustOf(options), 'ca');
  assert.equal(trustOf({ ...options, pins: [pin] }), 'pin');
  assert.equal(trustOf({ ...options, verify: false }), 'none');
  assert.equal(trustOf({ ...options, verify: false, pins: [pin] }), 'pin');
});

test('validUntil shows the day and the days left, or that the date is invalid', () => {
  const now = Date.UTC(2027, 0, 1);
  assert.equal(validUntil(certificate, now), '2027-01-31 (30 days left)');
  const invalid = { ...certificate, validTo: new Date(Number.NaN) };
  assert.equal(validUntil(invalid, now), 'an invalid date');
});

test('tlsLines show the control characters of a certificate as text', () => {
  const tls = tlsFor(100);
  const lines = tlsLines({ ...tls, certificate: { ...tls.certificate, subject: 'CN=a\u001b[2J' } });
  assert.deepEqual(lines.slice(0, 3), [
    'TLS: TLSv1.3, X',
    'Certificate: CN=a\\x1b[2J',
    '  issued by CN=Some CA',
  ]);
  assert.match(lines[3] ?? '', /^ {2}valid until \d{4}-\d\d-\d\d \(100 days left\)$/);
  assert.equal(lines[4], '  SHA-256 AA:BB');
});

test('tlsWarnings show the pin of a certificate that was not verified', () => {
  const [warning = '', ...others] = tlsWarnings(tlsFor(100), { ...options, verify: false });
  assert.deepEqual(others, []);
  assert.match(warning, /^Certificate verification is off .*\n {2}tls-pin: sha256\/\/cHVi/);
});

test('tlsWarnings contain a certificate that expires within 30 days', () => {
  assert.deepEqual(tlsWarnings(tlsFor(30), options), []);
  assert.match(
    tlsWarnings(tlsFor(29), options).join(),
    /only valid until .* \(29 days left\)\. Renew it/,
  );
});
