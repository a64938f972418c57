import { sanitize } from '../sanitize.ts';
import type { ConnectionKind, Endpoint } from './endpoint.ts';
import { formatEndpoint } from './endpoint.ts';
import { FtpsError } from './errors.ts';
import type { PeerCertificate } from './tls/peer-certificate.ts';

/** Which connection an error is about. */
interface Peer {
  readonly connection: ConnectionKind;
  readonly endpoint: Endpoint;
}

/** `host:990`, or `the data connection to host:50000`. */
function describePeer({ connection, endpoint }: Peer): string {
  const address = formatEndpoint(endpoint);
  return connection === 'control' ? address : `the data connection to ${address}`;
}

/** A TCP connection could not be opened; `cause` is Node's error (`ECONNREFUSED`, `ENOTFOUND`...). */
export class ConnectionError extends FtpsError {
  readonly code = 'FTPS_CONNECT';
  readonly connection: ConnectionKind;
  readonly endpoint: Endpoint;
  /** Node's code of the cause, such as `ECONNREFUSED`. */
  readonly reason: string;

  constructor({ cause, ...peer }: Peer & { readonly cause: Error }) {
    const reason = 'code' in cause ? String(cause.code) : cause.name;
    const address = formatEndpoint(peer.endpoint);
    const what =
      peer.connection === 'control'
        ? `Could not connect to ${address}`
        : `Could not open the data connection to ${address}`;
    super(`${what}: ${describeReason(reason)}.`, { cause });
    this.connection = peer.connection;
    this.endpoint = peer.endpoint;
    this.reason = reason;
  }
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'host name not found',
  EAI_AGAIN: 'the host name lookup failed',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to the network',
  ETIMEDOUT: 'connection timed out',
};

function describeReason(reason: string): string {
  const known = reasons[reason];
  return known === undefined ? sanitize(reason) : `${known} (${reason})`;
}

/** What a server was found to speak where TLS was expected. */
export type PlaintextProtocol = 'ftp' | 'ssh' | 'other';

/** The TLS handshake failed before a certificate was verified. */
export class TlsError extends FtpsError {
  readonly code = 'FTPS_TLS';
  readonly connection: ConnectionKind;
  readonly endpoint: Endpoint;
  /** Code of Node or OpenSSL, such as `ERR_SSL_WRONG_VERSION_NUMBER`. */
  readonly reason: string;
  /** Set when the server sent plaintext where TLS was expected. */
  readonly detectedProtocol: PlaintextProtocol | undefined;

  constructor({
    reason,
    detectedProtocol,
    cause,
    ...peer
  }: Peer & {
    readonly reason: string;
    readonly detectedProtocol?: PlaintextProtocol | undefined;
    readonly cause?: unknown;
  }) {
    const what =
      detectedProtocol === undefined
        ? `The TLS handshake with ${describePeer(peer)} failed: ${sanitize(reason)}.`
        : describePlaintext(peer, detectedProtocol);
    super(what, cause === undefined ? {} : { cause });
    this.connection = peer.connection;
    this.endpoint = peer.endpoint;
    this.reason = reason;
    this.detectedProtocol = detectedProtocol;
  }
}

function describePlaintext(peer: Peer, protocol: PlaintextProtocol): string {
  const address = formatEndpoint(peer.endpoint);
  if (peer.connection === 'data') {
    return `The data connection to ${address} isn't encrypted: the server sent plaintext instead of TLS.`;
  }
  switch (protocol) {
    case 'ftp':
      return `${address} doesn't use implicit TLS: it sent an unencrypted FTP greeting.`;
    case 'ssh':
      return `${address} doesn't speak FTPS: it is an SSH (SFTP) server.`;
    case 'other':
      return `${address} doesn't speak TLS: it sent plaintext.`;
  }
}

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
interface RejectedCertificate {
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

  constructor(details: Peer & RejectedCertificate) {
    super(
      `The certificate of ${describePeer(details)} isn't trusted: ${describeProblem(details)}.`,
    );
    this.connection = details.connection;
    this.endpoint = details.endpoint;
    this.problem = details.problem;
    this.serverName = details.serverName;
    this.certificate = details.certificate;
    this.reason = details.reason;
  }
}

function describeProblem(details: RejectedCertificate): string {
  const { certificate } = details;
  switch (details.problem) {
    case 'self-signed':
      return 'it is self-signed';
    case 'unknown-issuer':
      return `its issuer "${sanitize(certificate.issuer)}" isn't trusted`;
    case 'wrong-name':
      return `it was issued for ${sanitize(certificate.names.join(', ') || certificate.subject)}, not for ${sanitize(details.serverName)}`;
    case 'expired':
      return `it expired on ${formatDay(certificate.validTo)}`;
    case 'not-yet-valid':
      return `it isn't valid before ${formatDay(certificate.validFrom)}`;
    case 'pin-mismatch':
      return "it doesn't match any pin";
    case 'changed':
      return "it isn't the control connection's certificate, and the TLS session wasn't resumed";
    case 'other':
      return describeOtherProblem(details.reason);
  }
}

const dateProblems: Readonly<Record<string, string>> = {
  ERROR_IN_CERT_NOT_BEFORE_FIELD: 'its start date is invalid',
  ERROR_IN_CERT_NOT_AFTER_FIELD: 'its expiry date is invalid',
};

function describeOtherProblem(reason: string): string {
  const known = dateProblems[reason];
  return known === undefined ? sanitize(reason) : `${known} (${reason})`;
}

/** The UTC day of a date, such as `2027-01-31`. Certificates may contain invalid dates. */
export function formatDay(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'an invalid date' : date.toISOString().slice(0, 10);
}

/** What a connection was doing when it failed. */
export type ConnectionPhase = 'connect' | 'tls' | 'greeting' | 'reply' | 'transfer' | 'idle';

/** Where a connection failed. `verb` names the command whose reply was pending, in the phase `reply`. */
interface Stage {
  readonly phase: ConnectionPhase;
  readonly verb?: string | undefined;
}

function describeStage({ phase, verb }: Stage): string {
  const names: Record<ConnectionPhase, string> = {
    connect: 'the TCP connection',
    tls: 'the TLS handshake',
    greeting: 'the greeting',
    reply: verb === undefined ? 'a reply' : `the reply to ${verb}`,
    transfer: 'data to be transferred',
    idle: 'the next command',
  };
  return names[phase];
}

/** An expected event did not happen, or no data moved, for `timeoutMs`. */
export class TimeoutError extends FtpsError {
  readonly code = 'FTPS_TIMEOUT';
  readonly connection: ConnectionKind;
  readonly endpoint: Endpoint;
  readonly phase: ConnectionPhase;
  /** The command whose reply did not arrive. */
  readonly verb: string | undefined;
  readonly timeoutMs: number;

  constructor(details: Peer & Stage & { readonly timeoutMs: number }) {
    const { phase, timeoutMs, ...peer } = details;
    const seconds = `${timeoutMs / 1000} s`;
    const address = formatEndpoint(peer.endpoint);
    const target = peer.connection === 'control' ? address : `a data connection to ${address}`;
    super(
      phase === 'connect'
        ? `Could not ${peer.connection === 'control' ? 'connect to' : 'open'} ${target}: no response within ${seconds}.`
        : `Timed out after ${seconds} waiting for ${describeStage(details)} ${preposition(phase)} ${describePeer(peer)}.`,
    );
    this.connection = peer.connection;
    this.endpoint = peer.endpoint;
    this.phase = phase;
    this.verb = details.verb;
    this.timeoutMs = timeoutMs;
  }
}

function preposition(phase: ConnectionPhase): string {
  if (phase === 'tls') return 'with';
  return phase === 'transfer' ? 'on' : 'from';
}

/** An established connection ended or was reset. */
export class ConnectionLostError extends FtpsError {
  readonly code = 'FTPS_LOST';
  readonly connection: ConnectionKind;
  readonly endpoint: Endpoint;
  readonly phase: ConnectionPhase;
  /** The command whose reply was pending. */
  readonly verb: string | undefined;
  /** Code of Node or OpenSSL, such as `ECONNRESET`; undefined when the server closed the connection normally. */
  readonly reason: string | undefined;

  constructor({
    cause,
    bytesSent,
    ...details
  }: Peer & Stage & { readonly bytesSent?: number; readonly cause?: Error | undefined }) {
    const reason = cause !== undefined && 'code' in cause ? String(cause.code) : undefined;
    const how =
      reason === undefined ? 'was closed by the server' : `was lost (${sanitize(reason)})`;
    super(
      `The ${details.connection} connection to ${formatEndpoint(details.endpoint)} ${how} ${describeMoment(details, bytesSent)}.`,
      cause === undefined ? {} : { cause },
    );
    this.connection = details.connection;
    this.endpoint = details.endpoint;
    this.phase = details.phase;
    this.verb = details.verb;
    this.reason = reason;
  }

  /**
   * Whether the server ended it with a TLS alert (RFC 8446 section 6.2). Under TLS 1.3 a server verifies a client
   * certificate only after the handshake is complete on the client's side.
   */
  get isAlert(): boolean {
    return this.reason?.includes('_ALERT_') === true;
  }
}

function describeMoment(stage: Stage, bytesSent = 0): string {
  switch (stage.phase) {
    case 'transfer':
      return `after ${bytesSent} bytes had been sent`;
    case 'tls':
      return 'during the TLS handshake';
    case 'idle':
      return 'between two commands';
    case 'connect':
    case 'greeting':
    case 'reply':
      return `while waiting for ${describeStage(stage)}`;
  }
}
