import { randomBytes, X509Certificate } from 'node:crypto';
import type net from 'node:net';
import tls from 'node:tls';

import type { TestCertificate } from './certificates.ts';

/** The TLS side of a test server. */
export interface ServerTlsOptions {
  readonly certificate: TestCertificate;
  /** The certificate of data connections. Default: `certificate`. */
  readonly dataCertificate?: TestCertificate;
  /** PEM of the CA that must have issued the client's certificate. Default: none is requested. */
  readonly clientCa?: string;
  readonly minVersion?: tls.SecureVersion;
  readonly maxVersion?: tls.SecureVersion;
  /** `false`: data connections never resume the control connection's TLS session. Default: `true`. */
  readonly resumeData?: boolean;
}

/** Starts TLS on accepted connections, with session tickets that control and data connections share. */
export class ServerTls {
  readonly #clientCa: X509Certificate | undefined;
  readonly #control: tls.SecureContext;
  readonly #data: tls.SecureContext;

  constructor(options: ServerTlsOptions) {
    const { certificate, dataCertificate = certificate, clientCa, resumeData = true } = options;
    const ticketKeys = randomBytes(48);
    this.#clientCa = clientCa === undefined ? undefined : new X509Certificate(clientCa);
    this.#control = secureContext(options, certificate, ticketKeys);
    this.#data = secureContext(options, dataCertificate, resumeData ? ticketKeys : randomBytes(48));
  }

  /** Performs the handshake of a control connection; rejects when it fails. */
  secureControl(socket: net.Socket): Promise<tls.TLSSocket> {
    return this.#secure(socket, this.#control);
  }

  /** Performs the handshake of a data connection; rejects when it fails. */
  secureData(socket: net.Socket): Promise<tls.TLSSocket> {
    return this.#secure(socket, this.#data);
  }

  async #secure(socket: net.Socket, context: tls.SecureContext): Promise<tls.TLSSocket> {
    if (socket.destroyed)
      throw new Error('The client closed the connection before the TLS handshake.');
    const secured = new tls.TLSSocket(socket, {
      isServer: true,
      secureContext: context,
      requestCert: this.#clientCa !== undefined,
    });
    secured.setNoDelay(true);
    return await new Promise((resolve, reject) => {
      secured.on('error', reject);
      secured.once('close', () => {
        reject(new Error('The client closed the connection during the TLS handshake.'));
      });
      secured.once('secure', () => {
        if (this.#accepts(secured)) resolve(secured);
        else secured.destroy();
      });
    });
  }

  #accepts(client: tls.TLSSocket): boolean {
    if (this.#clientCa === undefined) return true;
    const certificate = client.getPeerX509Certificate();
    return (
      certificate !== undefined &&
      certificate.checkIssued(this.#clientCa) &&
      certificate.verify(this.#clientCa.publicKey)
    );
  }
}

function secureContext(
  { clientCa, minVersion, maxVersion }: ServerTlsOptions,
  { cert, key }: TestCertificate,
  ticketKeys: Buffer,
): tls.SecureContext {
  return tls.createSecureContext({
    cert,
    key,
    ticketKeys,
    sessionIdContext: 'test', // without one, OpenSSL doesn't resume sessions that request client certificates
    ...(clientCa === undefined ? {} : { ca: clientCa }),
    // Some tests present weak certificates.
    ciphers: `${tls.DEFAULT_CIPHERS}:@SECLEVEL=0`,
    ...(minVersion === undefined ? {} : { minVersion }),
    ...(maxVersion === undefined ? {} : { maxVersion }),
  });
}
