import { sanitize } from '../sanitize.ts';
import type { ConnectionKind, Endpoint, Peer } from './endpoint.ts';
import { describePeer, formatEndpoint } from './endpoint.ts';
import { FtpsError } from './errors.ts';

/** A TCP connection could not be opened; `cause` is Node's error (`ECONNREFUSED`, `ENOTFOUND`...). */
export class ConnectionError extends FtpsError {
  readonly code = 'FTPS_CONNECT';
  readonly connection: ConnectionKind;
  readonly endpoint: Endpoint;
  /** Node's code of the cause, such as `ECONNREFUSED`. */
  readonly reason: string;

  constructor({ cause, ...peer }: Peer & { readonly cause: Error }) {
    const reason = reasonOf(cause);
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

/**
 * Node's code of an error, such as `ECONNREFUSED`. When a host has several addresses, a refusal says most: the server was
 * reached. Node's own code is that of the first address, which may be one that can't be reached from here.
 */
function reasonOf(cause: Error): string {
  const errors: unknown[] = cause instanceof AggregateError ? cause.errors : [];
  const codes = [...errors, cause].map((error) =>
    error instanceof Error && 'code' in error ? String(error.code) : '',
  );
  const isUnreachable = (code: string) =>
    ['ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL'].includes(code);
  return (
    codes.find((code) => code === 'ECONNREFUSED') ??
    codes.find((code) => code !== '' && !isUnreachable(code)) ??
    codes.find((code) => code !== '') ??
    cause.name
  );
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
    plaintext,
    cause,
    ...peer
  }: Peer & {
    readonly reason: string;
    readonly detectedProtocol?: PlaintextProtocol | undefined;
    /** What the server sent, safe to display; undefined if it isn't worth showing. */
    readonly plaintext?: string | undefined;
    readonly cause?: unknown;
  }) {
    const what =
      detectedProtocol === undefined
        ? `The TLS handshake ${describePeer(peer, 'with')} failed: ${sanitize(reason)}.`
        : describePlaintext(peer, detectedProtocol, plaintext);
    super(what, cause === undefined ? {} : { cause });
    this.connection = peer.connection;
    this.endpoint = peer.endpoint;
    this.reason = reason;
    this.detectedProtocol = detectedProtocol;
  }
}

function describePlaintext(peer: Peer, protocol: PlaintextProtocol, plaintext?: string): string {
  const address = formatEndpoint(peer.endpoint);
  if (peer.connection === 'data') {
    const text = plaintext === undefined ? '' : ` ("${plaintext}")`;
    return `The data connection to ${address} isn't encrypted: the server sent plaintext instead of TLS${text}.`;
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
        : `Timed out after ${seconds} waiting for ${describeStage(details)} ${describePeer(peer, phase === 'tls' ? 'with' : 'from')}.`,
    );
    this.connection = peer.connection;
    this.endpoint = peer.endpoint;
    this.phase = phase;
    this.verb = details.verb;
    this.timeoutMs = timeoutMs;
  }
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
  /**
   * What the server sent unencrypted where TLS was expected, safe to display: usually a reply such as `500 OOPS`. Empty
   * when its text isn't known.
   */
  readonly plaintext: string | undefined;

  constructor({
    cause,
    bytesSent,
    plaintext,
    ...details
  }: Peer &
    Stage & {
      readonly bytesSent?: number;
      readonly plaintext?: string | undefined;
      readonly cause?: Error | undefined;
    }) {
    const hasCode = plaintext === undefined && cause !== undefined && 'code' in cause;
    const reason = hasCode ? String(cause.code) : undefined;
    const why = describePlaintextLoss(plaintext);
    super(
      `The ${details.connection} connection to ${formatEndpoint(details.endpoint)} ${describeLoss(cause, reason)} ${describeMoment(details, bytesSent)}${why}.`,
      cause === undefined ? {} : { cause },
    );
    this.connection = details.connection;
    this.endpoint = details.endpoint;
    this.phase = details.phase;
    this.verb = details.verb;
    this.reason = reason;
    this.plaintext = plaintext;
  }

  /**
   * Whether the server ended it with a TLS alert (RFC 8446 section 6.2). Under TLS 1.3 a server verifies a client
   * certificate only after the handshake is complete on the client's side.
   */
  get isAlert(): boolean {
    return this.reason?.includes('_ALERT_') === true;
  }
}

function describePlaintextLoss(plaintext: string | undefined): string {
  if (plaintext === undefined) return '';
  const what = plaintext === '' ? '' : ` ("${plaintext}")`;
  return `: the server sent unencrypted data${what}`;
}

function describeLoss(cause: Error | undefined, reason: string | undefined): string {
  if (cause === undefined) return 'was closed by the server';
  return reason === undefined ? 'was lost' : `was lost (${sanitize(reason)})`;
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
