import { createHash, X509Certificate } from 'node:crypto';
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';

import { limits } from '../limits.ts';

/** What a server's certificate contains. All texts come from the server: `sanitize` them for display. */
export interface PeerCertificate {
  readonly subject: string;
  /** DNS names and IP addresses that it was issued for. */
  readonly names: readonly string[];
  readonly issuer: string;
  /** An invalid `Date` when the certificate contains an invalid date; likewise `validTo`. */
  readonly validFrom: Date;
  readonly validTo: Date;
  /** SHA-256 of the certificate, as `AA:BB:...`. */
  readonly fingerprint256: string;
  /** SHA-256 of the public key (SubjectPublicKeyInfo), base64, as in curl's `sha256//` pins. */
  readonly publicKeySha256: string;
}

/** Describes a certificate. */
export function describeCertificate(certificate: X509Certificate): PeerCertificate {
  const publicKey = certificate.publicKey.export({ type: 'spki', format: 'der' });
  return {
    subject: oneLine(certificate.subject),
    names: alternativeNames(certificate.subjectAltName),
    issuer: oneLine(certificate.issuer),
    // `validFromDate` and `validToDate` are arbitrary dates when the certificate holds an invalid one.
    validFrom: new Date(certificate.validFrom),
    validTo: new Date(certificate.validTo),
    fingerprint256: certificate.fingerprint256,
    publicKeySha256: createHash('sha256').update(publicKey).digest('base64'),
  };
}

/**
 * The server's certificate, then those above it: the ones that it has sent, and trusted ones that complete the chain.
 *
 * Must be called before `getPeerX509Certificate`, which removes what it returns from the chain.
 */
export function certificateChain(secured: TLSSocket): X509Certificate[] {
  const chain: X509Certificate[] = [];
  let current: DetailedPeerCertificate | undefined = secured.getPeerCertificate(true);
  while (current?.raw !== undefined && chain.length < limits.chainCertificates) {
    chain.push(new X509Certificate(current.raw));
    // A root is its own issuer.
    const { issuerCertificate }: DetailedPeerCertificate = current;
    current = issuerCertificate === current ? undefined : issuerCertificate;
  }
  return chain;
}

/** Whole days until the certificate expires; negative after that, NaN when its expiry date is invalid. */
export function daysLeft(certificate: PeerCertificate, now: number = Date.now()): number {
  return Math.floor((certificate.validTo.getTime() - now) / 86_400_000);
}

function oneLine(name: string | undefined): string {
  return (name ?? '').split('\n').join(', ');
}

// Node's form: `DNS:example.com, IP Address:10.0.0.1`.
function alternativeNames(text: string | undefined): string[] {
  return (text ?? '')
    .split(', ')
    .map((entry) => /^(?:DNS|IP Address):(.*)$/s.exec(entry)?.[1])
    .filter((name) => name !== undefined);
}
