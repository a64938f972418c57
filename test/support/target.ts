import type { DeployOptions, DeployTarget } from '../../src/deploy/index.ts';
import type { ClientOptions, OptionalPart, TlsMode, TlsOptions } from '../../src/ftps/index.ts';
import { FtpsClient, OptionalParts, parsePin } from '../../src/ftps/index.ts';
import { certificate } from './embedded-server-fixture.ts';

/** A test server, with user `deploy` and password `secret` by default. */
export interface TargetServer {
  readonly host: string;
  readonly port: number;
  readonly username?: string;
  readonly password?: string;
  /** Default: `implicit`. */
  readonly mode?: TlsMode;
  /** SHA-256 fingerprint of the trusted certificate. Default: that of the embedded and scripted servers. */
  readonly fingerprint?: string;
  /** PEM of the CA to trust instead of a fingerprint. */
  readonly ca?: string;
}

/** TLS options that trust a server; a pin, so that clients needn't load the system's CAs. */
export function tlsOptions({ fingerprint, ca }: Partial<TargetServer> = {}): TlsOptions {
  const pin = parsePin(fingerprint ?? certificate.fingerprint256);
  return {
    serverName: 'localhost',
    ...(ca === undefined ? { ca: [], pins: [pin!] } : { ca: [ca], pins: [] }),
    verify: true,
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.3',
  };
}

/** What a run knows about a server without some of the optional parts. */
export function partsWithout(...parts: readonly OptionalPart[]): OptionalParts {
  const optional = new OptionalParts();
  for (const part of parts) optional.drop(part, 'not in this test');
  return optional;
}

/** Options of a client that connects to a server. */
export function clientOptions(
  server: TargetServer,
  changes: Partial<ClientOptions> = {},
): ClientOptions {
  const { host, port, mode = 'implicit' } = server;
  return {
    endpoint: { host, port },
    mode,
    tls: tlsOptions(server),
    timeoutMs: 5_000,
    onDialogue: () => undefined,
    ...changes,
  };
}

/** Where to deploy: a server and its account. */
export function deployTarget(
  server: TargetServer,
  changes: Partial<DeployTarget> = {},
): DeployTarget {
  const { host, port, mode = 'implicit', username = 'deploy', password = 'secret' } = server;
  return {
    endpoint: { host, port },
    ...{ mode, username, password },
    tls: tlsOptions(server),
    timeoutMs: 10_000,
    ...changes,
  };
}

/** The defaults of `action.yml`, with shorter pauses between attempts. */
export function deployOptions(changes: Partial<DeployOptions> = {}): DeployOptions {
  return {
    publish: 'direct',
    verifyUploads: 'size',
    preserveMtime: false,
    connections: 1,
    retry: { retries: 3, firstPauseMs: 1 },
    signal: new AbortController().signal,
    ...changes,
  };
}

/** Connects to a server and logs in. */
export async function loggedInClient(server: TargetServer): Promise<FtpsClient> {
  const { username, password } = deployTarget(server);
  const client = await FtpsClient.open(clientOptions(server));
  await client.login(username, password);
  return client;
}
