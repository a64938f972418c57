import assert from 'node:assert/strict';
import { test } from 'node:test';

import { certificateAdvice, pinLine } from '../../../src/action/advice/certificate-advice.ts';
import type { CertificateProblem, PeerCertificate } from '../../../src/ftps/index.ts';
import { CertificateError, formatDay, parsePin } from '../../../src/ftps/index.ts';
import { certificate } from '../samples.ts';

const pin = 'tls-pin: sha256//cHVibGljIGtleQ==';

function advice(problem: CertificateProblem, changes: Partial<PeerCertificate> = {}): string {
  return certificateAdvice(
    new CertificateError({
      connection: 'control',
      endpoint: { host: 'ftp.example', port: 990 },
      problem,
      serverName: 'ftp.example',
      certificate: { ...certificate, ...changes },
      reason: 'REASON',
    }),
  );
}

const remedies: readonly {
  readonly problem: CertificateProblem;
  readonly when?: string;
  readonly changes?: Partial<PeerCertificate>;
  readonly remedy: RegExp;
  readonly offersPin: boolean;
}[] = [
  {
    problem: 'self-signed',
    remedy: /^If this is your server, first verify the fingerprint with your host, then add:/,
    offersPin: true,
  },
  {
    problem: 'unknown-issuer',
    remedy: /^If the issuer is a private CA, set "tls-ca" to its certificate/,
    offersPin: true,
  },
  {
    problem: 'wrong-name',
    remedy:
      /^Another server may have answered\. If your host confirms .*, add:\n {2}tls-server-name: ftp\.example\nTo /,
    offersPin: true,
  },
  {
    problem: 'expired',
    changes: { validTo: new Date(0) },
    remedy: /^Renew the certificate, or ask your host to\. To trust/,
    offersPin: true,
  },
  {
    problem: 'expired',
    when: 'expired above the server',
    changes: { validTo: new Date('2999-01-01') },
    remedy: /^The server's own certificate is still valid\. Ask your host to install .*chain/,
    offersPin: true,
  },
  { problem: 'not-yet-valid', remedy: /^Check the runner's clock\.\n/, offersPin: false },
  { problem: 'pin-mismatch', remedy: /then replace the old pin:/, offersPin: true },
  {
    problem: 'changed',
    remedy: /^No file data was sent\. .*or someone is intercepting/,
    offersPin: false,
  },
  { problem: 'other', remedy: /^If this is your server/, offersPin: true },
];

for (const { problem, when = problem, changes = {}, remedy, offersPin } of remedies) {
  test(`certificateAdvice says what to do and shows the certificate when the problem is ${when}`, () => {
    const text = advice(problem, changes);
    assert.match(text, remedy);
    assert.equal(text.includes(`\n  ${pin}\n`), offersPin);
    if (offersPin) assert.match(text, /first verify the fingerprint with your host/);
    const described = [
      '',
      "The server's certificate:",
      '  subject:     CN=ftp.example',
      '  names:       ftp.example, 192.0.2.1',
      '  issuer:      CN=Some CA',
      `  valid:       2026-01-01 to ${formatDay(changes.validTo ?? certificate.validTo)}`,
      '  SHA-256:     AA:BB',
    ];
    assert.ok(text.endsWith(described.join('\n')), text);
  });
}

test('certificateAdvice suggests no wildcard as tls-server-name', () => {
  const onlyWildcard = advice('wrong-name', { names: ['*.example'] });
  assert.match(
    onlyWildcard,
    /^Ask your host for the server name that the certificate covers, .* To trust only/,
  );
  const both = advice('wrong-name', { names: ['*.example', 'ftp1.example'] });
  assert.match(both, /\n {2}tls-server-name: ftp1\.example\n/);
});

test('certificateAdvice asks for alternative names when a certificate has none', () => {
  const text = advice('wrong-name', { names: [] });
  assert.match(text, /^Ask your host for a certificate with .*alternative name \(SAN\)\. To trust/);
  assert.match(text, /\n {2}names: {7}none\n/);
});

test('certificateAdvice asks for a stronger certificate, or stronger CAs', () => {
  const weak = (issuer?: PeerCertificate) =>
    certificateAdvice(
      new CertificateError({
        connection: 'control',
        endpoint: { host: 'ftp.example', port: 990 },
        problem: 'other',
        serverName: 'ftp.example',
        certificate,
        reason: 'UNSPECIFIED',
        weakness: 'an RSA key of only 1024 bits',
        ...(issuer === undefined ? {} : { issuer }),
      }),
    );
  assert.match(weak(), /^Ask your host for a certificate with a stronger key and signature\. To/);
  assert.match(weak(certificate), /^Ask your host for a certificate whose CAs use stronger keys/);
});

test('certificateAdvice shows control characters of a certificate as text', () => {
  const hostile = 'x\n::error::\u001b[2J';
  const text = advice('wrong-name', { subject: hostile, issuer: hostile, names: [hostile] });
  assert.doesNotMatch(text, /\u001b|^::/m);
});

test('certificateAdvice shows that a date is invalid', () => {
  const text = advice('other', { validTo: new Date(Number.NaN) });
  assert.match(text, /\n {2}valid: {7}2026-01-01 to an invalid date\n/);
});

test('pinLine is accepted by the input', () => {
  const publicKeySha256 = Buffer.alloc(32, 7).toString('base64');
  const line = pinLine({ ...certificate, publicKeySha256 });
  assert.deepEqual(parsePin(line.slice('tls-pin: '.length)), {
    of: 'public-key',
    sha256: '07'.repeat(32),
  });
});
