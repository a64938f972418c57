import assert from 'node:assert/strict';
import { test } from 'node:test';

import { certificateAdvice, pinLine } from '../../../src/action/advice/certificate-advice.ts';
import type { CertificateProblem, PeerCertificate } from '../../../src/ftps/index.ts';
import { CertificateError, parsePin } from '../../../src/ftps/index.ts';
import { certificate } from '../samples.ts';

const pin = 'tls-pin: sha256//cHVibGljIGtleQ==';

function advice(fault: CertificateProblem, changes: Partial<PeerCertificate> = {}): string {
  return certificateAdvice(
    new CertificateError({
      connection: 'control',
      endpoint: { host: 'ftp.example', port: 990 },
      problem: fault,
      serverName: 'ftp.example',
      certificate: { ...certificate, ...changes },
      reason: 'REASON',
    }),
  );
}

const remedies: readonly [fault: CertificateProblem, says: RegExp, offersPin: boolean][] = [
  ['self-signed', /^If this is your server, add this line to the step/, true],
  [
    'unknown-issuer',
    /^If the issuer is a private authority, give its certificate in "tls-ca"/,
    true,
  ],
  [
    'wrong-name',
    /^If the server is known by that name, .*\n {2}tls-server-name: ftp\.example\n/,
    true,
  ],
  ['expired', /^The server's operator must renew it\./, true],
  ['not-yet-valid', /^Check the clock of the runner, or wait\.\n/, false],
  ['pin-mismatch', /in the place of the old pin/, true],
  ['changed', /^Two servers, or somebody in between/, false],
  ['other', /^If this is your server/, true],
];

for (const [fault, says, offersPin] of remedies) {
  test(`certificateAdvice tells what to do about ${fault}, and shows the certificate`, () => {
    const text = advice(fault);
    assert.match(text, says);
    assert.equal(text.includes(`\n  ${pin}\n`), offersPin);
    if (offersPin) assert.match(text, /compared the fingerprint with the server's operator/);
    assert.ok(
      text.endsWith(
        [
          '',
          'The certificate shown:',
          '  subject:     CN=ftp.example',
          '  names:       ftp.example, 192.0.2.1',
          '  issuer:      CN=Some Authority',
          '  valid:       2026-01-01 to 2027-01-31',
          '  SHA-256:     AA:BB',
        ].join('\n'),
      ),
      text,
    );
  });
}

test('certificateAdvice proposes no wildcard as a name', () => {
  const onlyWildcard = advice('wrong-name', { names: ['*.example'] });
  assert.match(onlyWildcard, /^Use a name of the certificate in "server" or "tls-server-name", or/);
  const both = advice('wrong-name', { names: ['*.example', 'ftp1.example'] });
  assert.match(both, /\n {2}tls-server-name: ftp1\.example\n/);
});

test('certificateAdvice says when a certificate has no names', () => {
  assert.match(advice('wrong-name', { names: [] }), /\n {2}names: {7}none\n/);
});

test('certificateAdvice shows hostile certificates harmlessly', () => {
  const hostile = 'x\n::error::\u001b[2J';
  const text = advice('wrong-name', { subject: hostile, issuer: hostile, names: [hostile] });
  assert.doesNotMatch(text, /\u001b|^::/m);
});

test('pinLine gives a line that the input takes', () => {
  const publicKeySha256 = Buffer.alloc(32, 7).toString('base64');
  const line = pinLine({ ...certificate, publicKeySha256 });
  assert.deepEqual(parsePin(line.slice('tls-pin: '.length)), {
    of: 'public-key',
    sha256: '07'.repeat(32),
  });
});
