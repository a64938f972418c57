import { createAuthority } from '../test/support/certificates.ts';
import {
  type EmbeddedServer,
  startEmbeddedServer,
} from '../test/support/embedded-server/embedded-server.ts';
import type { EmbeddedServerOptions } from '../test/support/embedded-server/options.ts';

/** A running FTPS server, and what a client needs to trust it. */
export interface DemoServer extends AsyncDisposable {
  readonly server: EmbeddedServer;
  /** PEM text of the certificate authority. */
  readonly ca: string;
  /** The pin of the server's public key, as `tls-pin` takes it. */
  readonly pin: string;
}

/** Starts the FTPS server of the tests with a new certificate. */
export async function startDemoServer(
  options: Omit<EmbeddedServerOptions, 'certificate'>,
): Promise<DemoServer> {
  const authority = await createAuthority({ commonName: 'Demo Authority' });
  const names = { dnsNames: ['localhost'], ipAddresses: ['127.0.0.1'] };
  const certificate = await authority.issue({ commonName: 'Demo Server', ...names });
  const server = await startEmbeddedServer({ ...options, certificate });
  return {
    server,
    ca: authority.cert,
    pin: `sha256//${certificate.spkiSha256}`,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
