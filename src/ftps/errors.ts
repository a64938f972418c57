import type { PeerCertificate } from './tls/peer-certificate.ts';
import { sanitize } from '../sanitize.ts';
import type { Reply } from './control/reply.ts';
import { isTransientRefusal, formatReply } from './control/reply.ts';

/** Which of the two connections of RFC 959 section 2.3 an error is about. */
export type ConnectionKind = 'control' | 'data';

/** A host and port as an error names it. */
export interface Endpoint {
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
}

/** `host:port`, with brackets around an IPv6 address. */
export function formatEndpoint({ host, port }: Endpoint): string {
  const shown = sanitize(host);
  return shown.includes(':') ? `[${shown}]:${port}` : `${shown}:${port}`;
}

/** What every error of this layer has: a stable `code`, and a message that is one sentence without advice. */
export abstract class FtpsError extends Error {
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** A TCP connection could not be made; `cause` is Node's error (`ECONNREFUSED`, `ENOTFOUND`...). */
export class ConnectionError extends FtpsError {
  readonly code = 'FTPS_CONNECT';
  readonly connection: ConnectionKind;
  readonly endpoint: Endpoint;
  /** Node's code of the cause, such as `ECONNREFUSED`. */
  readonly reason: string;

  constructor(connection: ConnectionKind, endpoint: Endpoint, cause: Error) {
    const reason = 'code' in cause ? String(cause.code) : cause.name;
    super(
      `The ${connection} connection to ${formatEndpoint(endpoint)} could not be made: ${describeReason(reason)}.`,
      { cause },
    );
    this.connection = connection;
    this.endpoint = endpoint;
    this.reason = reason;
  }
}

function describeReason(reason: string): string {
  const sentences: Record<string, string> = {
    ECONNREFUSED: 'nothing listens there (ECONNREFUSED)',
    ENOTFOUND: 'the host name is not known (ENOTFOUND)',
    EAI_AGAIN: 'the host name could not be looked up (EAI_AGAIN)',
    EHOSTUNREACH: 'there is no route to the host (EHOSTUNREACH)',
    ENETUNREACH: 'there is no route to the network (ENETUNREACH)',
    ETIMEDOUT: 'no answer came (ETIMEDOUT)',
  };
  return sentences[reason] ?? sanitize(reason);
}

/** What a server that does not speak TLS was seen to say when a connection was opened. */
export type PlaintextProtocol = 'ftp' | 'ssh' | 'other';

/** The TLS handshake failed before any certificate was judged. */
export class TlsError extends FtpsError {
  readonly code = 'FTPS_TLS';
  readonly connection: ConnectionKind;
  readonly endpoint: Endpoint;
  /** Code of Node or OpenSSL, such as `ERR_SSL_WRONG_VERSION_NUMBER`. */
  readonly reason: string;
  /** Set when the server was seen to speak clear text where TLS was expected. */
  readonly detectedProtocol: PlaintextProtocol | undefined;

  constructor(
    connection: ConnectionKind,
    endpoint: Endpoint,
    reason: string,
    options: ErrorOptions & { readonly detectedProtocol?: PlaintextProtocol | undefined } = {},
  ) {
    const where = `the ${connection} connection to ${formatEndpoint(endpoint)}`;
    super(
      options.detectedProtocol === undefined
        ? `The TLS handshake of ${where} failed: ${sanitize(reason)}.`
        : `There is no TLS on ${where}: ${describeProtocol(options.detectedProtocol)}.`,
      options,
    );
    this.connection = connection;
    this.endpoint = endpoint;
    this.reason = reason;
    this.detectedProtocol = options.detectedProtocol;
  }
}

function describeProtocol(speech: PlaintextProtocol): string {
  switch (speech) {
    case 'ftp':
      return 'the server greets in clear text, as FTP with explicit TLS does';
    case 'ssh':
      return 'the server speaks SSH, so this is SFTP and not FTPS';
    case 'other':
      return 'the server answers in clear text';
  }
}

/** Why a certificate was refused. */
export type CertificateProblem =
  | 'self-signed'
  | 'unknown-issuer'
  | 'wrong-name'
  | 'expired'
  | 'not-yet-valid'
  | 'pin-mismatch'
  | 'changed'
  | 'other';

/** The server showed a certificate that is not trusted; nothing has been sent to it. */
export class CertificateError extends FtpsError {
  readonly code = 'FTPS_CERTIFICATE';
  readonly connection: ConnectionKind;
  readonly endpoint: Endpoint;
  readonly problem: CertificateProblem;
  /** The name that the certificate was checked for. */
  readonly serverName: string;
  readonly certificate: PeerCertificate;
  /** Node's code of the failed check, such as `CERT_HAS_EXPIRED`. */
  readonly reason: string;

  constructor(details: {
    readonly connection: ConnectionKind;
    readonly endpoint: Endpoint;
    readonly problem: CertificateProblem;
    readonly serverName: string;
    readonly certificate: PeerCertificate;
    readonly reason: string;
  }) {
    const where = `the ${details.connection} connection to ${formatEndpoint(details.endpoint)}`;
    super(`The certificate of ${where} is not trusted: ${describeProblem(details)}.`);
    this.connection = details.connection;
    this.endpoint = details.endpoint;
    this.problem = details.problem;
    this.serverName = details.serverName;
    this.certificate = details.certificate;
    this.reason = details.reason;
  }
}

function describeProblem(details: {
  readonly problem: CertificateProblem;
  readonly serverName: string;
  readonly certificate: PeerCertificate;
  readonly reason: string;
}): string {
  const { certificate } = details;
  switch (details.problem) {
    case 'self-signed':
      return 'it is self-signed';
    case 'unknown-issuer':
      return `its issuer "${sanitize(certificate.issuer)}" is not known`;
    case 'wrong-name':
      return `it is for ${sanitize(certificate.names.join(', ') || certificate.subject)}, not for ${sanitize(details.serverName)}`;
    case 'expired':
      return `it expired on ${certificate.validTo.toISOString().slice(0, 10)}`;
    case 'not-yet-valid':
      return `it is valid only from ${certificate.validFrom.toISOString().slice(0, 10)}`;
    case 'pin-mismatch':
      return 'it matches no pin';
    case 'changed':
      return "it is not the control connection's certificate, and the TLS session was not resumed";
    case 'other':
      return sanitize(details.reason);
  }
}

/** What was waited for when the time ran out. */
export type TimeoutPhase = 'connect' | 'tls' | 'greeting' | 'reply' | 'transfer';

/** What was waited for did not come, or nothing moved, for `timeoutMs`. */
export class TimeoutError extends FtpsError {
  readonly code = 'FTPS_TIMEOUT';
  readonly connection: ConnectionKind;
  readonly endpoint: Endpoint;
  readonly phase: TimeoutPhase;
  readonly timeoutMs: number;

  constructor(
    connection: ConnectionKind,
    endpoint: Endpoint,
    phase: TimeoutPhase,
    timeoutMs: number,
    awaited?: string,
  ) {
    super(
      `Waited ${timeoutMs / 1000} s in vain for ${awaited ?? describePhase(phase)} on the ${connection} connection to ${formatEndpoint(endpoint)}.`,
    );
    this.connection = connection;
    this.endpoint = endpoint;
    this.phase = phase;
    this.timeoutMs = timeoutMs;
  }
}

function describePhase(phase: TimeoutPhase): string {
  const words: Record<TimeoutPhase, string> = {
    connect: 'the TCP connection',
    tls: 'the TLS handshake',
    greeting: "the server's greeting",
    reply: 'a reply',
    transfer: 'data to move',
  };
  return words[phase];
}

/** A connection that was up has ended or was reset. */
export class ConnectionLostError extends FtpsError {
  readonly code = 'FTPS_LOST';
  readonly connection: ConnectionKind;
  readonly endpoint: Endpoint;
  /** What was going on: the unanswered command, or the transfer. */
  readonly during: string;
  /** Code of Node or OpenSSL, such as `ECONNRESET`; undefined when the server closed the connection in good order. */
  readonly reason: string | undefined;

  constructor(
    connection: ConnectionKind,
    endpoint: Endpoint,
    during: string,
    options?: ErrorOptions,
  ) {
    const cause = options?.cause;
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
    const how = reason === undefined ? 'was closed by the server' : `broke (${sanitize(reason)})`;
    super(
      `The ${connection} connection to ${formatEndpoint(endpoint)} ${how} during ${during === 'greeting' ? 'the greeting' : during}.`,
      options,
    );
    this.connection = connection;
    this.endpoint = endpoint;
    this.during = during;
    this.reason = reason;
  }

  /**
   * Whether the server broke it off by a TLS alert (RFC 8446 section 6.2): under TLS 1.3 it judges the client, and a
   * client certificate, after the handshake has ended for us.
   */
  get isAlert(): boolean {
    return this.reason?.includes('_ALERT_') === true;
  }
}

/** The server answered a command with a refusal (RFC 959 section 4.2.1). */
export class ReplyError extends FtpsError {
  readonly code = 'FTPS_REPLY';
  /** The command, safe to show. */
  readonly command: string;
  /** The command's verb, such as `STOR`. */
  readonly verb: string;
  readonly reply: Reply;
  /** Whether the data connection of the refused transfer had resumed the TLS session; undefined without a handshake. */
  readonly sessionResumed: boolean | undefined;

  constructor(
    command: { readonly verb: string; readonly display: string },
    reply: Reply,
    options: ErrorOptions & { readonly sessionResumed?: boolean | undefined } = {},
  ) {
    super(`${describeRefusal(command)}: ${formatReply(reply)}`, options);
    this.command = command.display;
    this.verb = command.verb;
    this.reply = reply;
    this.sessionResumed = options.sessionResumed;
  }

  /** 4yz: the same command may succeed later. */
  get isTransient(): boolean {
    return isTransientRefusal(this.reply);
  }
}

function describeRefusal({
  verb,
  display: shown,
}: {
  readonly verb: string;
  readonly display: string;
}): string {
  if (verb === 'greeting') return 'The server turned the connection away';
  if (verb === 'session') return 'The server ended the session';
  return `The server refused "${sanitize(shown)}"`;
}

/** The server said something that the protocol does not allow at this point. */
export class ProtocolError extends FtpsError {
  readonly code = 'FTPS_PROTOCOL';
  /** What came, cut and safe to show. */
  readonly received: string;
  /** The rule that it breaks, such as `RFC 959 section 4.2`. */
  readonly rfc: string;

  constructor(problem: string, details: { readonly received: string; readonly rfc: string }) {
    const received = sanitize(details.received);
    super(`The server broke the protocol (${details.rfc}): ${problem}; it sent "${received}".`);
    this.received = received;
    this.rfc = details.rfc;
  }
}

/** A command could not be built: its argument cannot be sent as one line. */
export class CommandError extends FtpsError {
  readonly code = 'FTPS_COMMAND';
  readonly verb: string;

  constructor(verb: string, problem: string) {
    super(`The argument of ${verb} cannot be sent: ${problem}.`);
    this.verb = verb;
  }
}
