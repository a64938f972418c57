import { constants } from 'node:crypto';
import type { SecureContext, SecureVersion, TLSSocket } from 'node:tls';
import tls from 'node:tls';

import type { Pin } from './pin.ts';
import type { TlsAlgorithms } from './tls-algorithms.ts';
import { tlsAlgorithms, tlsAlgorithmsFor } from './tls-algorithms.ts';

/** How to verify the server, and how to authenticate to it. */
export interface TlsOptions {
  /** Host name to expect in the certificate and to send as SNI; an IP address is expected but not sent. */
  readonly serverName: string;
  /** PEM certificates to trust in addition to the system's. */
  readonly ca: readonly string[];
  /** With pins, only a certificate that matches one of them is accepted, without further checks. */
  readonly pins: readonly Pin[];
  /** False accepts any certificate unless there are pins. */
  readonly verify: boolean;
  readonly minVersion: SecureVersion;
  readonly maxVersion: SecureVersion;
  readonly clientCertificate?: ClientCertificate;
}

/** A client certificate for mutual TLS: PEM texts. */
export interface ClientCertificate {
  readonly certificate: string;
  readonly key: string;
  readonly passphrase?: string;
}

// Loading the trusted certificates takes a while, so all connections with the same options share the context.
const contexts = new WeakMap<TlsOptions, SecureContext>();

/** The context for control connections. */
export function controlContext(options: TlsOptions): SecureContext {
  // Without a chain to verify there is nothing to load.
  const isVerified = options.verify && options.pins.length === 0;
  const context =
    contexts.get(options) ??
    createContext(
      options,
      tlsAlgorithms(),
      isVerified ? trustedCertificates(options.ca) : undefined,
    );
  contexts.set(options, context);
  return context;
}

/**
 * The context for the data connections of a control connection. They need no trusted certificates: the TLS session, or
 * the certificate of the control connection, identifies the server.
 *
 * @returns undefined where the context of the control connection is needed. With a client certificate, OpenSSL sends
 *   the issuers that it finds among the trusted certificates.
 */
export function dataContext(options: TlsOptions, control: TLSSocket): SecureContext | undefined {
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
  const { minVersion, maxVersion, clientCertificate } = options;
  return tls.createSecureContext({
    minVersion,
    maxVersion,
    ...algorithms,
    // The certificate of another handshake wouldn't be verified. Servers have no reason to ask for one.
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
    // Otherwise only a self-signed certificate could be added, but no intermediate one.
    allowPartialTrustChain: options.ca.length > 0,
    ...(ca === undefined ? {} : { ca }),
    ...(clientCertificate === undefined ? {} : authentication(clientCertificate)),
  });
}

function authentication({ certificate, key, passphrase }: ClientCertificate) {
  return { cert: certificate, key, ...(passphrase === undefined ? {} : { passphrase }) };
}

/**
 * The certificates that a chain may end in: Node's, the system's and additional ones.
 *
 * @param ca - Additional PEM certificates.
 * @returns PEM certificates without duplicates. OpenSSL parses each one, and systems contain most of Node's too, some of
 *   them several times.
 */
export function trustedCertificates(ca: readonly string[]): string[] {
  const texts = new Set([
    ...tls.getCACertificates('system'),
    ...tls.getCACertificates('default'),
    ...ca,
  ]);
  return [...new Map([...texts].map((text) => [withoutLineBreaks(text), text])).values()];
}

/** Node's own certificates have longer lines than those of the system. */
function withoutLineBreaks(text: string): string {
  return text.replaceAll(/\s/g, '');
}
