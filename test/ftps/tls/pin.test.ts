import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { PeerCertificate } from '../../../src/ftps/tls/peer-certificate.ts';
import type { Pin } from '../../../src/ftps/tls/pin.ts';
import { matchesPin, parsePin } from '../../../src/ftps/tls/pin.ts';

const hex = '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff';
const colons = (hex.match(/../g) ?? []).join(':');
const base64 = Buffer.from(hex, 'hex').toString('base64');
const ofCertificate: Pin = { of: 'certificate', sha256: hex };
const ofKey: Pin = { of: 'public-key', sha256: hex };

const texts: readonly (readonly [title: string, text: string, pin: Pin | undefined])[] = [
  ['lower case without colons', hex, ofCertificate],
  ['upper case without colons', hex.toUpperCase(), ofCertificate],
  ['lower case with colons', colons, ofCertificate],
  ['upper case with colons', colons.toUpperCase(), ofCertificate],
  ['a public key', `sha256//${base64}`, ofKey],
  ['nothing', '', undefined],
  ['a digit too few', hex.slice(1), undefined],
  ['a digit too many', `${hex}0`, undefined],
  ['a pair too few', colons.slice(3), undefined],
  ['a colon at the end', `${colons}:`, undefined],
  ['some colons missing', colons.replace(':', ''), undefined],
  ['a colon in the wrong place', `${hex.slice(0, 1)}:${hex.slice(1)}`, undefined],
  ['another digit', hex.replace('a', 'g'), undefined],
  ['a leading space', ` ${hex}`, undefined],
  ['a trailing line break', `${hex}\n`, undefined],
  ['a space before the pairs', ` ${colons}`, undefined],
  ['a space after the pairs', `${colons} `, undefined],
  ['a SHA-1', hex.slice(24), undefined],
  ['base64 without prefix', base64, undefined],
  ['another prefix', `sha512//${base64}`, undefined],
  ['a space before the prefix', ` sha256//${base64}`, undefined],
  ['a space after the padding', `sha256//${base64} `, undefined],
  ['an upper-case prefix', `SHA256//${base64}`, undefined],
  ['base64 without padding', `sha256//${base64.slice(0, -1)}`, undefined],
  ['base64 with excess bits', `sha256//${base64.slice(0, -2)}9=`, undefined],
  ['URL-safe base64', `sha256//${'-'.repeat(43)}=`, undefined],
  ['hexadecimal after the prefix', `sha256//${hex}`, undefined],
];

for (const [title, text, expected] of texts) {
  test(`parsePin ${expected === undefined ? 'rejects' : 'parses'} ${title}`, () => {
    assert.deepEqual(parsePin(text), expected);
  });
}

const other = 'ff'.repeat(32);
const certificate: PeerCertificate = {
  ...{ subject: '', names: [], issuer: '', validFrom: new Date(), validTo: new Date() },
  fingerprint256: colons.toUpperCase(),
  publicKeySha256: Buffer.from(other, 'hex').toString('base64'),
};

const matches: readonly (readonly [title: string, pins: readonly Pin[], expected: boolean])[] = [
  ['no pin', [], false],
  ['its certificate', [{ of: 'certificate', sha256: hex }], true],
  ['its key', [{ of: 'public-key', sha256: other }], true],
  ['its certificate, given as a key', [{ of: 'public-key', sha256: hex }], false],
  ['its key, given as a certificate', [{ of: 'certificate', sha256: other }], false],
  [
    'one of two',
    [
      { of: 'certificate', sha256: other },
      { of: 'certificate', sha256: hex },
    ],
    true,
  ],
];

for (const [title, pins, expected] of matches) {
  test(`matchesPin is ${expected} for ${title}`, () => {
    assert.equal(matchesPin(certificate, pins), expected);
  });
}
