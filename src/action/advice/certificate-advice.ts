import type { CertificateError, PeerCertificate } from '../../ftps/index.ts';
import { sanitize } from '../../sanitize.ts';
import { formatDay } from '../format.ts';

/**
 * What was shown instead of a trusted certificate, and the line to put into the workflow if it is the right one after
 * all. Pins are offered with the warning that belongs to them: what was shown may be an attacker's.
 */
export function certificateAdvice(error: CertificateError): string {
  return [remedy(error), ...describe(error.certificate)].join('\n');
}

function remedy(error: CertificateError): string {
  const { certificate } = error;
  const compared = "after you have compared the fingerprint with the server's operator";
  switch (error.problem) {
    case 'self-signed':
      return `If this is your server, add this line to the step, ${compared}:\n  ${pinLine(certificate)}`;
    case 'unknown-issuer':
      return `If the issuer is a private authority, give its certificate in "tls-ca" (PEM text or path). Or trust this certificate alone, ${compared}:\n  ${pinLine(certificate)}`;
    case 'wrong-name':
      return nameRemedy(certificate, compared);
    case 'expired':
      return `The server's operator must renew it. Until then this line trusts this certificate alone, ${compared}:\n  ${pinLine(certificate)}`;
    case 'not-yet-valid':
      return 'Check the clock of the runner, or wait.';
    case 'pin-mismatch':
      return `If the server's certificate was replaced on purpose, put this in the place of the old pin, ${compared}:\n  ${pinLine(certificate)}`;
    case 'changed':
      return 'Two servers, or somebody in between, answer at this address; no byte of a file was sent.';
    case 'other':
      return `If this is your server, add this line to the step, ${compared}:\n  ${pinLine(certificate)}`;
  }
}

// A wildcard cannot be asked for by name.
function nameRemedy(certificate: PeerCertificate, compared: string): string {
  const name = certificate.names.find((candidate) => /^[\w.-]+$/.test(candidate));
  const pin = `trust this certificate alone, ${compared}:\n  ${pinLine(certificate)}`;
  return name === undefined
    ? `Use a name of the certificate in "server" or "tls-server-name", or ${pin}`
    : `If the server is known by that name, add this line to the step:\n  tls-server-name: ${sanitize(name)}\nOr ${pin}`;
}

/** The line to paste: the public key's pin outlives a renewal with the same key. */
export function pinLine(certificate: PeerCertificate): string {
  return `tls-pin: sha256//${certificate.publicKeySha256}`;
}

function describe(certificate: PeerCertificate): string[] {
  return [
    'The certificate shown:',
    `  subject:     ${sanitize(certificate.subject)}`,
    `  names:       ${sanitize(certificate.names.join(', ')) || 'none'}`,
    `  issuer:      ${sanitize(certificate.issuer)}`,
    `  valid:       ${formatDay(certificate.validFrom)} to ${formatDay(certificate.validTo)}`,
    `  SHA-256:     ${certificate.fingerprint256}`,
  ];
}
