import net from 'node:net';
import type { Duplex } from 'node:stream';
import type { SecureContext, TLSSocket } from 'node:tls';
import tls from 'node:tls';

import { CertificateError } from '../certificate-error.ts';
import { ConnectionLostError, TimeoutError, TlsError } from '../connection-errors.ts';
import { Deadline } from '../deadline.ts';
import type { ConnectionKind, Endpoint } from '../endpoint.ts';
import { waitForEvent } from '../tcp.ts';
import { findChainFault } from './chain-fault.ts';
import { GuardedSocket, PlaintextError } from './guarded-socket.ts';
import type { PeerCertificate } from './peer-certificate.ts';
import { certificateChain, describeCertificate } from './peer-certificate.ts';
import type { TlsOptions } from './tls-context.ts';
import { controlContext, dataContext } from './tls-context.ts';
import { verifyCertificate } from './verify-certificate.ts';

/** The TLS parameters of a control connection. */
export interface TlsInfo {
  /** Such as `TLSv1.3`. */
  readonly protocol: string;
  readonly cipher: string;
  readonly certificate: PeerCertificate;
}

/** Which connection a handshake is for. */
interface Handshake {
  readonly connection: ConnectionKind;
  readonly endpoint: Endpoint;
  readonly timeoutMs: number;
}

/**
 * TLS for one control connection and its data connections.
 *
 * The data connections resume the TLS session of the control connection, which vsftpd, ProFTPD and FileZilla Server
 * require. That needs three things: the same identity for every `tls.connect` (since Node 24.17, sessions are bound to
 * it and silently dropped otherwise), sessions from the `'session'` event (only these contain a ticket under TLS 1.3),
 * and the newest of them.
 */
export class TlsClient {
  readonly #options: TlsOptions;
  readonly #context: SecureContext;
  #dataContext: SecureContext;
  #session: Buffer | undefined;
  #info: TlsInfo | undefined;
  #hasSecuredData = false;

  constructor(options: TlsOptions) {
    this.#options = options;
    this.#context = controlContext(options);
    this.#dataContext = this.#context;
  }

  /** The TLS parameters of the control connection; undefined before its handshake. */
  get info(): TlsInfo | undefined {
    return this.#info;
  }

  /**
   * Performs the handshake of the control connection and verifies the certificate before anything is sent.
   *
   * @throws {@link CertificateError} when the certificate is not trusted.
   * @throws {@link TlsError} when the handshake fails.
   * @throws {@link TimeoutError} when it isn't complete within `timeoutMs`.
   */
  async secureControl(socket: net.Socket, endpoint: Endpoint, timeoutMs: number) {
    const guard = new GuardedSocket(socket);
    const { secured, trust } = this.#start(guard, this.#context);
    guard.onFailure = (error) => secured.destroy(error);
    await completeHandshake(secured, { connection: 'control', endpoint, timeoutMs });
    const chain = secured.authorized ? [] : certificateChain(secured);
    const certificate = peerCertificate(secured);
    if (certificate === undefined) {
      secured.destroy();
      throw new TlsError({
        connection: 'control',
        endpoint,
        reason: 'the server presented no certificate',
      });
    }
    const { serverName } = this.#options;
    const rejection = verifyCertificate(certificate, verificationErrorOf(secured), this.#options);
    if (rejection !== undefined) {
      const fault = findChainFault(chain, rejection.reason);
      secured.destroy();
      const details = { connection: 'control', endpoint, serverName, certificate } as const;
      throw new CertificateError({ ...details, ...rejection, ...fault });
    }
    const { standardName } = secured.getCipher();
    const protocol = secured.getProtocol() ?? 'unknown';
    this.#info = { protocol, cipher: standardName, certificate };
    this.#dataContext = dataContext(this.#options, secured) ?? this.#context;
    trust();
    guard.release();
    return secured;
  }

  /**
   * Performs the handshake of a data connection, offering the newest session.
   *
   * A resumed session proves that it is the same server. Without resumption, the certificate must be that of the
   * control connection, which was verified (RFC 4217 section 10.2).
   *
   * @throws {@link CertificateError} when the server presents another certificate.
   * @throws {@link TlsError} when the handshake fails, for example because the server sends plaintext.
   * @throws {@link ConnectionLostError} when it does so after other data connections of the client were encrypted: then it
   *   is a fault, such as a refusal by a server that is full, and not the way of this server.
   */
  async secureData(socket: net.Socket, endpoint: Endpoint, timeoutMs: number) {
    const { secured, trust } = this.#start(socket, this.#dataContext);
    try {
      await completeHandshake(secured, { connection: 'data', endpoint, timeoutMs });
    } catch (error) {
      throw this.#hasSecuredData ? asLost(error as Error) : error;
    }
    const resumed = secured.isSessionReused();
    if (!resumed) this.#checkSameCertificate(secured, endpoint);
    trust();
    this.#hasSecuredData = true;
    return { socket: secured, resumed };
  }

  #checkSameCertificate(secured: TLSSocket, endpoint: Endpoint): void {
    const certificate = peerCertificate(secured);
    const expected = this.#info?.certificate.fingerprint256;
    if (certificate !== undefined && certificate.fingerprint256 === expected) return;
    secured.destroy();
    if (certificate === undefined) {
      throw new TlsError({
        connection: 'data',
        endpoint,
        reason: 'the server presented no certificate',
      });
    }
    throw new CertificateError({
      connection: 'data',
      endpoint,
      problem: 'changed',
      serverName: this.#options.serverName,
      certificate,
      reason: 'ERR_CERTIFICATE_CHANGED',
    });
  }

  // Sessions are kept only after the connection is trusted, because a resumed session is a proof of identity.
  #start(
    socket: Duplex,
    secureContext: SecureContext,
  ): { readonly secured: TLSSocket; readonly trust: () => void } {
    // Errors reach the TLS socket as well. Without a listener here, they would end the process.
    socket.on('error', () => undefined);
    const secured = tls.connect({
      socket,
      ...identity(this.#options.serverName),
      secureContext,
      ...(this.#session === undefined ? {} : { session: this.#session }),
      // secureControl and secureData verify the certificate before anything is sent. An error can then show the
      // certificate, and a pin can replace the chain.
      rejectUnauthorized: false,
    });
    let isTrusted = false;
    let newest: Buffer | undefined;
    const keep = () => {
      if (isTrusted) this.#session = newest ?? this.#session;
    };
    secured.on('session', (session: Buffer) => {
      newest = session;
      keep();
    });
    const trust = () => {
      isTrusted = true;
      keep();
    };
    return { secured, trust };
  }
}

async function completeHandshake(secured: TLSSocket, handshake: Handshake): Promise<void> {
  using _deadline = new Deadline(handshake.timeoutMs, () => {
    secured.destroy(new TimeoutError({ ...handshake, phase: 'tls' }));
  });
  try {
    await waitForEvent(secured, 'secureConnect');
  } catch (cause) {
    secured.destroy();
    throw handshakeError(cause as Error, handshake);
  }
}

// SNI contains host names only, no addresses (RFC 6066 section 3).
function identity(serverName: string): { host: string; servername?: string } {
  return net.isIP(serverName) === 0
    ? { host: serverName, servername: serverName }
    : { host: serverName };
}

function peerCertificate(secured: TLSSocket): PeerCertificate | undefined {
  const certificate = secured.getPeerX509Certificate();
  return certificate === undefined ? undefined : describeCertificate(certificate);
}

function verificationErrorOf(secured: TLSSocket): string | undefined {
  if (secured.authorized) return undefined;
  // Typed as an Error, but Node sets the code as a string. Some versions set an error with a code.
  const error: unknown = secured.authorizationError;
  if (typeof error === 'string') return error;
  return error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN';
}

/** A data connection that is unencrypted although earlier ones were encrypted. */
function asLost(error: Error): Error {
  if (!(error instanceof TlsError) || error.detectedProtocol === undefined) return error;
  const { connection, endpoint } = error;
  return new ConnectionLostError({
    connection,
    endpoint,
    phase: 'tls',
    plaintext: '',
    cause: error,
  });
}

function handshakeError(cause: Error, { connection, endpoint }: Handshake): Error {
  if (cause instanceof TimeoutError) return cause;
  if (cause instanceof PlaintextError) {
    const reason = 'the server sent unencrypted data';
    return new TlsError({ connection, endpoint, reason, detectedProtocol: 'other', cause });
  }
  const reason = 'code' in cause ? String(cause.code) : cause.message;
  if (isSystemError(reason)) {
    return new ConnectionLostError({ connection, endpoint, phase: 'tls', cause });
  }
  // OpenSSL's code when the first bytes received are no TLS record.
  const detectedProtocol = reason === 'ERR_SSL_WRONG_VERSION_NUMBER' ? 'other' : undefined;
  return new TlsError({ connection, endpoint, reason, detectedProtocol, cause });
}

// Such as ECONNRESET and ETIMEDOUT. Codes of Node and OpenSSL contain an underscore; EPROTO is an error of OpenSSL.
function isSystemError(code: string): boolean {
  return /^E[A-Z0-9]+$/.test(code) && code !== 'EPROTO';
}
