import net from 'node:net';
import type { SecureContext, SecureVersion, TLSSocket } from 'node:tls';
import tls from 'node:tls';

import { Deadline } from '../deadline.ts';
import type { ConnectionKind, Endpoint } from '../errors.ts';
import { CertificateError, ConnectionLostError, TimeoutError, TlsError } from '../errors.ts';
import type { PeerCertificate } from './peer-certificate.ts';
import { describeCertificate } from './peer-certificate.ts';
import type { Pin } from './pin.ts';
import { waitForEvent } from '../tcp.ts';
import type { TlsAlgorithms } from './tls-algorithms.ts';
import { tlsAlgorithms, tlsAlgorithmsFor } from './tls-algorithms.ts';
import { verifyCertificate } from './verify-certificate.ts';
import { trustedCertificates } from './trusted-certificates.ts';

/** Whom to trust, and how to prove ourselves. */
export interface TlsOptions {
  /** Name to send as SNI and to check in the certificate; an IP address is checked but not sent. */
  readonly serverName: string;
  /** PEM certificates to trust besides the system's. */
  readonly ca: readonly string[];
  /** A matching pin is trust without further checks; with pins, anything else is refused. */
  readonly pins: readonly Pin[];
  /** False accepts any certificate that no pin contradicts. */
  readonly verify: boolean;
  readonly minVersion: SecureVersion;
  readonly maxVersion: SecureVersion;
  readonly clientCertificate?: ClientCertificate;
}

/** Mutual TLS: PEM texts. */
export interface ClientCertificate {
  readonly certificate: string;
  readonly key: string;
  readonly passphrase?: string;
}

/** What a control connection's TLS came to. */
export interface TlsInfo {
  /** Such as `TLSv1.3`. */
  readonly protocol: string;
  readonly cipher: string;
  readonly certificate: PeerCertificate;
}

/**
 * TLS for one control connection and the data connections that belong to it.
 *
 * The data connections resume the control connection's TLS session, which vsftpd, ProFTPD and FileZilla
 * Server insist on. Three things are needed for that: the same identity for every `tls.connect` (Node 24.17
 * and later bind a session to it and drop it silently otherwise), sessions from the `'session'` event (under
 * TLS 1.3 no other carries a ticket), and the newest of them.
 */
export class TlsClient {
  readonly #options: TlsOptions;
  readonly #context: SecureContext;
  #dataContext: SecureContext;
  #session: Buffer | undefined;
  #info: TlsInfo | undefined;

  constructor(options: TlsOptions) {
    this.#options = options;
    this.#context = contextFor(options);
    this.#dataContext = this.#context;
  }

  /** What the control connection's handshake came to; undefined before it. */
  get info(): TlsInfo | undefined {
    return this.#info;
  }

  /**
   * Does the handshake of the control connection and judges the certificate before anything is sent.
   *
   * @throws {@link CertificateError} when the certificate is not trusted.
   * @throws {@link TlsError} when the handshake fails.
   * @throws {@link TimeoutError} when it does not end within `timeoutMs`.
   */
  async secureControl(socket: net.Socket, endpoint: Endpoint, timeoutMs: number) {
    const { secured, trust } = this.#start(socket, this.#context);
    await this.#handshake(secured, 'control', endpoint, timeoutMs);
    const certificate = peerCertificate(secured);
    if (certificate === undefined) {
      secured.destroy();
      throw new TlsError('control', endpoint, 'the server showed no certificate');
    }
    const { serverName } = this.#options;
    const verdict = verifyCertificate(certificate, verificationErrorOf(secured), this.#options);
    if (verdict !== undefined) {
      secured.destroy();
      const details = { connection: 'control', endpoint, serverName, certificate } as const;
      throw new CertificateError({ ...details, ...verdict });
    }
    const { standardName } = secured.getCipher();
    const protocol = secured.getProtocol() ?? 'unknown';
    this.#info = { protocol, cipher: standardName, certificate };
    this.#dataContext = dataContextFor(this.#options, secured) ?? this.#context;
    trust();
    return secured;
  }

  /**
   * Does the handshake of a data connection, offering the newest session.
   *
   * A resumed session proves the same server. Without resumption the certificate must be the control
   * connection's own, which has been judged (RFC 4217 section 10.2).
   *
   * @throws {@link CertificateError} when another certificate is shown.
   * @throws {@link TlsError} when the handshake fails, for one because the server answers in clear.
   */
  async secureData(socket: net.Socket, endpoint: Endpoint, timeoutMs: number) {
    const { secured, trust } = this.#start(socket, this.#dataContext);
    await this.#handshake(secured, 'data', endpoint, timeoutMs);
    const resumed = secured.isSessionReused();
    if (!resumed) this.#checkSameCertificate(secured, endpoint);
    trust();
    return { socket: secured, resumed };
  }

  #checkSameCertificate(secured: TLSSocket, endpoint: Endpoint): void {
    const certificate = peerCertificate(secured);
    const expected = this.#info?.certificate.fingerprint256;
    if (certificate !== undefined && certificate.fingerprint256 === expected) return;
    secured.destroy();
    if (certificate === undefined) {
      throw new TlsError('data', endpoint, 'the server showed no certificate');
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

  // Sessions count once the connection is trusted: resuming one is later taken as proof of the server.
  #start(
    socket: net.Socket,
    secureContext: SecureContext,
  ): { readonly secured: TLSSocket; readonly trust: () => void } {
    // What breaks below shows on the TLS socket above; unheard here, it would end the process.
    socket.on('error', () => undefined);
    const secured = tls.connect({
      socket,
      ...identity(this.#options.serverName),
      secureContext,
      ...(this.#session === undefined ? {} : { session: this.#session }),
      // Judged in secureControl and secureData before a byte is sent, so that a refusal can show the
      // certificate and a pin can overrule the chain.
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

  async #handshake(
    secured: TLSSocket,
    connection: ConnectionKind,
    endpoint: Endpoint,
    timeoutMs: number,
  ): Promise<void> {
    using _deadline = new Deadline(timeoutMs, () => {
      secured.destroy(new TimeoutError(connection, endpoint, 'tls', timeoutMs));
    });
    try {
      await waitForEvent(secured, 'secureConnect');
    } catch (cause) {
      secured.destroy();
      throw handshakeError(cause as Error, connection, endpoint);
    }
  }
}

// Loading the trusted certificates takes a while, so all connections of a run, new ones after a fault too, share it.
const contexts = new WeakMap<TlsOptions, SecureContext>();

function contextFor(options: TlsOptions): SecureContext {
  // Without a chain to check there is nothing to load.
  const isChecked = options.verify && options.pins.length === 0;
  const context =
    contexts.get(options) ??
    createContext(
      options,
      tlsAlgorithms(),
      isChecked ? trustedCertificates(options.ca) : undefined,
    );
  contexts.set(options, context);
  return context;
}

/**
 * The context for the data connections of a control connection, which need no trusted certificates: whose they are shows
 * by the session, or by the control connection's own certificate.
 *
 * @returns undefined where the control connection's context must do: of a client certificate OpenSSL sends the issuers
 *   that it finds among the trusted ones.
 */
function dataContextFor(options: TlsOptions, control: TLSSocket): SecureContext | undefined {
  if (options.clientCertificate !== undefined || control.getProtocol() !== 'TLSv1.3') {
    return undefined;
  }
  const key = control.getEphemeralKeyInfo();
  const group = key !== null && 'name' in key ? key.name : undefined;
  const algorithms = tlsAlgorithmsFor(group);
  return algorithms === undefined ? undefined : createContext(options, algorithms, []);
}

function createContext(
  options: TlsOptions,
  algorithms: TlsAlgorithms,
  ca: string[] | undefined,
): SecureContext {
  const { clientCertificate } = options;
  return tls.createSecureContext({
    minVersion: options.minVersion,
    maxVersion: options.maxVersion,
    ...algorithms,
    ...(ca === undefined ? {} : { ca }),
    ...(clientCertificate === undefined
      ? {}
      : {
          cert: clientCertificate.certificate,
          key: clientCertificate.key,
          ...(clientCertificate.passphrase === undefined
            ? {}
            : { passphrase: clientCertificate.passphrase }),
        }),
  });
}

// A name is sent as SNI; an address must not be (RFC 6066 section 3).
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
  // Typed as Error, but Node sets the code, a string; an error with a code came in some versions.
  const fault: unknown = secured.authorizationError;
  if (typeof fault === 'string') return fault;
  return fault instanceof Error && 'code' in fault ? String(fault.code) : 'UNKNOWN';
}

function handshakeError(cause: Error, connection: ConnectionKind, endpoint: Endpoint): Error {
  if (cause instanceof TimeoutError) return cause;
  const reason = 'code' in cause ? String(cause.code) : cause.message;
  if (reason === 'ECONNRESET' || reason === 'EPIPE') {
    return new ConnectionLostError(connection, endpoint, 'the TLS handshake', { cause });
  }
  // The first bytes that came were no TLS record.
  const speaks = reason === 'ERR_SSL_WRONG_VERSION_NUMBER' ? 'other' : undefined;
  return new TlsError(connection, endpoint, reason, { cause, detectedProtocol: speaks });
}
