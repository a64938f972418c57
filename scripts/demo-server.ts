import { createAuthority } from '../test/support/certificates.ts';
import { startEmbeddedServer } from '../test/support/embedded-server/embedded-server.ts';
import type { EmbeddedServerOptions } from '../test/support/embedded-server/options.ts';

/** Starts the FTPS server of the tests with a new certificate; also returns what a client needs to trust it. */
export async function startDemoServer(options: Omit<EmbeddedServerOptions, 'certificate'>) {
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
