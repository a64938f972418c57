import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { PeerCertificate } from '../../../src/ftps/tls/peer-certificate.ts';
import type { Pin } from '../../../src/ftps/tls/pin.ts';
import { verifyCertificate } from '../../../src/ftps/tls/verify-certificate.ts';

const sha256 = 'ab'.repeat(32);
const certificate: PeerCertificate = {
  ...{ subject: '', names: [], issuer: '', validFrom: new Date(), validTo: new Date() },
  fingerprint256: sha256,
  publicKeySha256: Buffer.from(sha256, 'hex').toString('base64'),
};
const right: Pin = { of: 'certificate', sha256 };
const wrong: Pin = { of: 'certificate', sha256: 'cd'.repeat(32) };
const expired = 'CERT_HAS_EXPIRED';

const cases: readonly (readonly [
  error: string | undefined,
  pins: readonly Pin[],
  verify: boolean,
  outcome: string,
])[] = [
  [undefined, [], true, 'trusted'],
  [undefined, [], false, 'trusted'],
  [expired, [], true, 'expired'],
  [expired, [], false, 'trusted'],
  [expired, [right], true, 'trusted'],
  [expired, [wrong, right], false, 'trusted'],
  [undefined, [right], true, 'trusted'],
  [undefined, [wrong], true, 'pin-mismatch'],
  [undefined, [wrong], false, 'pin-mismatch'],
  [expired, [wrong], false, 'pin-mismatch'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', [], true, 'self-signed'],
  ['SELF_SIGNED_CERT_IN_CHAIN', [], true, 'unknown-issuer'],
  ['UNABLE_TO_GET_ISSUER_CERT', [], true, 'unknown-issuer'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', [], true, 'unknown-issuer'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', [], true, 'unknown-issuer'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', [], true, 'wrong-name'],
  ['CERT_NOT_YET_VALID', [], true, 'not-yet-valid'],
  ['INVALID_PURPOSE', [], true, 'other'],
  ['CERT_REVOKED', [], true, 'other'],
];

for (const [error, pins, verify, outcome] of cases) {
  const pinned = pins.map((pin) => (pin === right ? 'right' : 'wrong')).join(' and ') || 'no';
  test(`verifyCertificate returns ${outcome} for ${error ?? 'no error'}, ${pinned} pin, verify ${verify}`, () => {
    const rejection = verifyCertificate(certificate, error, { pins, verify });
    assert.equal(rejection?.problem ?? 'trusted', outcome);
    const reason = outcome === 'pin-mismatch' ? 'ERR_PIN_MISMATCH' : error;
    if (rejection !== undefined) assert.equal(rejection.reason, reason);
  });
}
