import type { X509Certificate } from 'node:crypto';

import { weaknessOf } from './certificate-weakness.ts';
import type { PeerCertificate } from './peer-certificate.ts';
import { describeCertificate } from './peer-certificate.ts';

/** Which certificate of a chain was rejected, and a reason that Node doesn't name. */
export interface ChainFault {
  /** The first certificate above the server's own that has the fault; undefined when it is the server's own. */
  readonly issuer?: PeerCertificate;
  /** Such as `an RSA key of only 1024 bits`. */
  readonly weakness?: string;
}

/** Finds the certificate that the code of a failed check is about: Node doesn't say which one of the chain it was. */
export function findChainFault(chain: readonly X509Certificate[], code: string): ChainFault {
  const found = chain.find((one) => hasFault(one, code));
  if (found === undefined) return {};
  const weakness = code === 'UNSPECIFIED' ? weaknessOf(found) : undefined;
  return {
    ...(found === chain[0] ? {} : { issuer: describeCertificate(found) }),
    ...(weakness === undefined ? {} : { weakness }),
  };
}

function hasFault(certificate: X509Certificate, code: string): boolean {
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return new Date(certificate.validTo).getTime() < Date.now();
    case 'CERT_NOT_YET_VALID':
      return new Date(certificate.validFrom).getTime() > Date.now();
    case 'UNSPECIFIED':
      return weaknessOf(certificate) !== undefined;
    default:
      return false;
  }
}
