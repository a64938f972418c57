import type { CertificateError, PeerCertificate } from '../../ftps/index.ts';
import { formatDay } from '../../ftps/index.ts';
import { sanitize } from '../../sanitize.ts';

/**
 * The line to add to the workflow if the server's certificate is the right one, and the certificate. A pin always comes
 * with the request to verify the fingerprint, because the certificate may be an attacker's.
 */
export function certificateAdvice(error: CertificateError): string {
  return [remedy(error), ...describe(error.certificate)].join('\n');
}

function remedy(error: CertificateError): string {
  const { certificate } = error;
  const pin = pinLine(certificate);
  switch (error.problem) {
    case 'other':
      return error.weakness === undefined
        ? ownServer(pin)
        : `${strongerCertificate(error)} ${pinRemedy(pin)}`;
    case 'self-signed':
      return ownServer(pin);
    case 'unknown-issuer':
      return `If the issuer is a private CA, set "tls-ca" to its certificate (PEM text or path). ${pinRemedy(pin)}`;
    case 'wrong-name':
      return nameRemedy(certificate);
    case 'expired':
      return `${renewal(certificate)} ${pinRemedy(pin)}`;
    case 'not-yet-valid':
      return "Check the runner's clock.";
    case 'pin-mismatch':
      return `If the server's certificate was replaced on purpose, first verify the fingerprint with your host, then replace the old pin:\n  ${pin}`;
    case 'changed':
      return 'No file data was sent. Either several servers share this address, or someone is intercepting the connection.';
  }
}

function strongerCertificate({ issuer }: CertificateError): string {
  return issuer === undefined
    ? 'Ask your host for a certificate with a stronger key and signature.'
    : 'Ask your host for a certificate whose CAs use stronger keys and signatures. If the server only sends an outdated chain, a current one is enough.';
}

function ownServer(pin: string): string {
  return `If this is your server, first verify the fingerprint with your host, then add:\n  ${pin}`;
}

function pinRemedy(pin: string): string {
  return `To trust only this certificate, first verify the fingerprint with your host, then add:\n  ${pin}`;
}

function renewal({ validTo }: PeerCertificate): string {
  return validTo.getTime() > Date.now()
    ? "The server's own certificate is still valid. Ask your host to install the current certificates of its CA (the chain)."
    : 'Renew the certificate, or ask your host to.';
}

// A wildcard can't be used as a host name. Anyone can get a valid certificate for a name of their own.
function nameRemedy(certificate: PeerCertificate): string {
  if (certificate.names.length === 0) {
    return `Ask your host for a certificate with the server's name as an alternative name (SAN). ${pinRemedy(pinLine(certificate))}`;
  }
  const name = certificate.names.find((candidate) => /^[\w.-]+$/.test(candidate));
  const byName =
    name === undefined
      ? 'Ask your host for the server name that the certificate covers, and set "server" or "tls-server-name" to it. '
      : `Another server may have answered. If your host confirms that this name is your server's, add:\n  tls-server-name: ${sanitize(name)}\n`;
  return byName + pinRemedy(pinLine(certificate));
}

/** The line to paste. The pin of the public key remains valid when the certificate is renewed with the same key. */
export function pinLine(certificate: PeerCertificate): string {
  return `tls-pin: sha256//${certificate.publicKeySha256}`;
}

function describe(certificate: PeerCertificate): string[] {
  return [
    "The server's certificate:",
    `  subject:     ${sanitize(certificate.subject)}`,
    `  names:       ${sanitize(certificate.names.join(', ')) || 'none'}`,
    `  issuer:      ${sanitize(certificate.issuer)}`,
    `  valid:       ${formatDay(certificate.validFrom)} to ${formatDay(certificate.validTo)}`,
    `  SHA-256:     ${certificate.fingerprint256}`,
  ];
}
