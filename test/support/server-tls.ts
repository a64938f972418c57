import { randomBytes, X509Certificate } from 'node:crypto';
import type net from 'node:net';
import tls from 'node:tls';

import type { TestCertificate } from './certificates.ts';

/** The TLS side of a test server. */
export interface ServerTlsOptions {
  readonly certificate: TestCertificate;
  /** Presented on data connections instead of `certificate`. */
  readonly dataCertificate?: TestCertificate;
  /** PEM. When set, every client must present a certificate of this authority. */
  readonly clientCa?: string;
  readonly minVersion?: tls.SecureVersion;
  readonly maxVersion?: tls.SecureVersion;
  /** `false`: data connections never resume the control connection's TLS session. Default: `true`. */
  readonly resumeData?: boolean;
}

/** Makes accepted connections into TLS connections, with session tickets shared as FTPS wants them. */
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

  /** Shakes hands on a control connection; rejects when that fails. */
  secureControl(socket: net.Socket): Promise<tls.TLSSocket> {
    return this.#secure(socket, this.#control);
  }

  /** Shakes hands on a data connection; rejects when that fails. */
  secureData(socket: net.Socket): Promise<tls.TLSSocket> {
    return this.#secure(socket, this.#data);
  }

  async #secure(socket: net.Socket, context: tls.SecureContext): Promise<tls.TLSSocket> {
    if (socket.destroyed) throw new Error('The client has gone before the TLS handshake.');
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
    sessionIdContext: 'test', // OpenSSL resumes nothing that asked for client certificates without one
    ...(clientCa === undefined ? {} : { ca: clientCa }),
    ...(minVersion === undefined ? {} : { minVersion }),
    ...(maxVersion === undefined ? {} : { maxVersion }),
  });
}
