import type { TlsOptions, TlsInfo } from '../../ftps/index.ts';
import { daysLeft } from '../../ftps/index.ts';
import { sanitize } from '../../sanitize.ts';
import { pinLine } from '../advice/certificate-advice.ts';
import { formatDay, formatDaysLeft } from '../format.ts';

const expiryWarningDays = 30;

/** By what a certificate was judged. */
export type Trust = 'authority' | 'pin' | 'nothing';

/** By what the inputs let a certificate be judged; pins count before everything else. */
export function trustOf({ pins, verify }: TlsOptions): Trust {
  if (pins.length > 0) return 'pin';
  return verify ? 'authority' : 'nothing';
}

/** What TLS came to, line by line. */
export function tlsLines({ protocol, cipher, certificate }: TlsInfo): string[] {
  return [
    `TLS: ${protocol}, ${cipher}`,
    `Certificate: ${sanitize(certificate.subject)}`,
    `  issued by ${sanitize(certificate.issuer)}`,
    `  valid until ${formatDay(certificate.validTo)}, ${formatDaysLeft(daysLeft(certificate))}`,
    `  SHA-256 ${certificate.fingerprint256}`,
  ];
}

/** What to warn of although the connection stands. */
export function tlsWarnings({ certificate }: TlsInfo, options: TlsOptions): string[] {
  const days = daysLeft(certificate);
  const warnings: string[] = [];
  if (trustOf(options) === 'nothing') {
    warnings.push(
      `The certificate was not checked (tls-verify: false): anybody could have answered. Use this line instead of it:\n  ${pinLine(certificate)}`,
    );
  }
  if (days < expiryWarningDays) {
    warnings.push(
      `The server's certificate is valid until ${formatDay(certificate.validTo)} only (${formatDaysLeft(days)}); its operator should renew it.`,
    );
  }
  return warnings;
}
