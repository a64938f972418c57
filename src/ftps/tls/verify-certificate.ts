import type { CertificateProblem } from '../certificate-error.ts';
import type { PeerCertificate } from './peer-certificate.ts';
import type { Pin } from './pin.ts';
import { matchesPin } from './pin.ts';

// By the codes that Node uses for errors of OpenSSL and of its own host name check.
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
 * Decides whether a certificate is trusted. With pins, it must match one of them. Without pins, its chain and host name
 * must be valid unless `verify` is false.
 *
 * @param authorizationError - Node's code of the check that failed; undefined when all checks have passed.
 * @returns Why the certificate isn't trusted; undefined when it is.
 */
export function verifyCertificate(
  certificate: PeerCertificate,
  authorizationError: string | undefined,
  policy: { readonly pins: readonly Pin[]; readonly verify: boolean },
): { readonly problem: CertificateProblem; readonly reason: string } | undefined {
  if (policy.pins.length > 0) {
    if (matchesPin(certificate, policy.pins)) return undefined;
    return { problem: 'pin-mismatch', reason: 'ERR_PIN_MISMATCH' };
  }
  if (!policy.verify || authorizationError === undefined) return undefined;
  return { problem: problems[authorizationError] ?? 'other', reason: authorizationError };
}
