import net from 'node:net';

import { sanitize } from '../sanitize.ts';
import type { ConnectionKind, Endpoint, Peer } from './endpoint.ts';
import { describePeer } from './endpoint.ts';
import { FtpsError } from './errors.ts';
import type { ChainFault } from './tls/chain-fault.ts';
import type { PeerCertificate } from './tls/peer-certificate.ts';

/** Why a certificate was rejected. */
export type CertificateProblem =
  | 'self-signed'
  | 'unknown-issuer'
  | 'wrong-name'
  | 'expired'
  | 'not-yet-valid'
  | 'pin-mismatch'
  | 'changed'
  | 'other';

/** What an error says about a certificate that isn't trusted. */
interface RejectedCertificate extends ChainFault {
  readonly problem: CertificateProblem;
  /** The name that the certificate was verified against. */
  readonly serverName: string;
  readonly certificate: PeerCertificate;
  /** Node's code of the failed check, such as `CERT_HAS_EXPIRED`. */
  readonly reason: string;
}

/** The server presented a certificate that isn't trusted; no credentials and no file were sent to it. */
export class CertificateError extends FtpsError {
  readonly code = 'FTPS_CERTIFICATE';
  readonly connection: ConnectionKind;
  readonly endpoint: Endpoint;
  readonly problem: CertificateProblem;
  /** The name that the certificate was verified against. */
  readonly serverName: string;
  readonly certificate: PeerCertificate;
  /** Node's code of the failed check, such as `CERT_HAS_EXPIRED`. */
  readonly reason: string;
  /** The certificate above the server's own that was rejected; undefined when it is the server's own. */
  readonly issuer: PeerCertificate | undefined;
  /** What makes a certificate too weak, such as `an RSA key of only 1024 bits`. */
  readonly weakness: string | undefined;

  constructor(details: Peer & RejectedCertificate) {
    super(
      `The certificate ${describePeer(details, 'of')} isn't trusted: ${describeProblem(details)}.`,
    );
    this.connection = details.connection;
    this.endpoint = details.endpoint;
    this.problem = details.problem;
    this.serverName = details.serverName;
    this.certificate = details.certificate;
    this.reason = details.reason;
    this.issuer = details.issuer;
    this.weakness = details.weakness;
  }
}

function describeProblem(details: RejectedCertificate): string {
  const { certificate } = details;
  switch (details.problem) {
    case 'self-signed':
      return 'it is self-signed';
    case 'unknown-issuer':
      return `its issuer "${sanitize(certificate.issuer)}" is unknown`;
    case 'wrong-name':
      return describeNames(details);
    case 'expired':
      return describeExpiry(details);
    case 'not-yet-valid':
      return `${describeSubject(details)} isn't valid before ${formatDay((details.issuer ?? certificate).validFrom)}`;
    case 'pin-mismatch':
      return "it doesn't match any pin";
    case 'changed':
      return "it isn't the control connection's certificate, and the TLS session wasn't resumed";
    case 'other':
      return describeOtherProblem(details);
  }
}

/** `it`, or the certificate above it. */
function describeSubject({ issuer }: RejectedCertificate): string {
  return issuer === undefined ? 'it' : `the certificate "${sanitize(issuer.subject)}" above it`;
}

function describeExpiry(details: RejectedCertificate): string {
  const { certificate, issuer } = details;
  // The expired certificate may be one that isn't known here, such as one in the system's store.
  if (issuer === undefined && certificate.validTo.getTime() > Date.now()) {
    return 'a certificate above it has expired';
  }
  return `${describeSubject(details)} expired on ${formatDay((issuer ?? certificate).validTo)}`;
}

function describeNames({ certificate, serverName }: RejectedCertificate): string {
  const name = sanitize(serverName);
  if (net.isIP(serverName) !== 0) {
    if (certificate.names.length === 0) {
      return `it has no alternative names, so it isn't valid for an IP address such as ${name}`;
    }
    if (certificate.names.includes(serverName)) {
      return `it contains ${name} as a host name, not as an IP address`;
    }
  }
  const names = certificate.names.join(', ') || certificate.subject;
  return `it was issued for ${sanitize(names)}, not for ${name}`;
}

const dateProblems: Readonly<Record<string, string>> = {
  ERROR_IN_CERT_NOT_BEFORE_FIELD: 'its start date is invalid',
  ERROR_IN_CERT_NOT_AFTER_FIELD: 'its expiry date is invalid',
};

function describeOtherProblem(details: RejectedCertificate): string {
  const { reason, weakness } = details;
  if (weakness !== undefined) return `${describeSubject(details)} has ${sanitize(weakness)}`;
  const known = dateProblems[reason];
  return known === undefined ? sanitize(reason) : `${known} (${reason})`;
}

/** The UTC day of a date, such as `2027-01-31`. Certificates may contain invalid dates. */
export function formatDay(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'an invalid date' : date.toISOString().slice(0, 10);
}
