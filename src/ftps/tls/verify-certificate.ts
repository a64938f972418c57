import type { CertificateProblem } from '../errors.ts';
import type { PeerCertificate } from './peer-certificate.ts';
import type { Pin } from './pin.ts';
import { matchesPin } from './pin.ts';

// Node's codes for what OpenSSL and the name check found.
const problems: Readonly<Record<string, CertificateProblem>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'unknown-issuer',
  UNABLE_TO_GET_ISSUER_CERT: 'unknown-issuer',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unknown-issuer',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unknown-issuer',
  ERR_TLS_CERT_ALTNAME_INVALID: 'wrong-name',
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'not-yet-valid',
};

/**
 * Decides whether a certificate is trusted: a pin that matches is trust, one that does not never is, and
 * without pins the chain and name count unless `verify` is false.
 *
 * @param authorizationFault - Node's code of the chain or name check that failed; undefined when all held.
 * @returns undefined for trust, else why not.
 */
export function verifyCertificate(
  certificate: PeerCertificate,
  authorizationFault: string | undefined,
  policy: { readonly pins: readonly Pin[]; readonly verify: boolean },
): { readonly problem: CertificateProblem; readonly reason: string } | undefined {
  if (policy.pins.length > 0) {
    if (matchesPin(certificate, policy.pins)) return undefined;
    return { problem: 'pin-mismatch', reason: 'ERR_PIN_MISMATCH' };
  }
  if (!policy.verify || authorizationFault === undefined) return undefined;
  return { problem: problems[authorizationFault] ?? 'other', reason: authorizationFault };
}
