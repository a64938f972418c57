import type { PeerCertificate, TlsInfo, TlsOptions } from '../../ftps/index.ts';
import { daysLeft, formatDay } from '../../ftps/index.ts';
import { sanitize } from '../../sanitize.ts';
import { pinLine } from '../advice/certificate-advice.ts';
import { formatDaysLeft } from '../format.ts';

/** With fewer days left, a certificate is worth a warning. */
export const expiryWarningDays = 30;

/** How the server's certificate is verified: by CAs, by pins, or not at all. */
export type Trust = 'ca' | 'pin' | 'none';

/** How the inputs have a certificate verified; pins take precedence. */
export function trustOf({ pins, verify }: TlsOptions): Trust {
  if (pins.length > 0) return 'pin';
  return verify ? 'ca' : 'none';
}

/** `2027-01-31 (12 days left)`; a certificate may contain a date that isn't one. */
export function validUntil(certificate: PeerCertificate, now: number = Date.now()): string {
  const day = formatDay(certificate.validTo);
  const days = daysLeft(certificate, now);
  return Number.isNaN(days) ? day : `${day} (${formatDaysLeft(days)})`;
}

/** Describes TLS on the control connection. */
export function tlsLines({ protocol, cipher, certificate }: TlsInfo): string[] {
  return [
    `TLS: ${protocol}, ${cipher}`,
    `Certificate: ${sanitize(certificate.subject)}`,
    `  issued by ${sanitize(certificate.issuer)}`,
    `  valid until ${validUntil(certificate)}`,
    `  SHA-256 ${certificate.fingerprint256}`,
  ];
}

/** What to warn about although the certificate was accepted. */
export function tlsWarnings({ certificate }: TlsInfo, options: TlsOptions): string[] {
  const warnings: string[] = [];
  if (trustOf(options) === 'none') {
    warnings.push(
      `Certificate verification is off (tls-verify: false), so the server could be anyone, and so could the owner of this certificate. First verify its fingerprint with your host (SHA-256 ${certificate.fingerprint256}), then replace "tls-verify" with:\n  ${pinLine(certificate)}`,
    );
  }
  if (daysLeft(certificate) < expiryWarningDays) {
    warnings.push(
      `The server's certificate is only valid until ${validUntil(certificate)}. Renew it, or ask your host to.`,
    );
  }
  return warnings;
}
