import assert from 'node:assert/strict';

import { createAuthority } from './certificates.ts';
import { startEmbeddedServer } from './embedded-server/embedded-server.ts';
import type { EmbeddedServer } from './embedded-server/embedded-server.ts';
import type { EmbeddedServerOptions } from './embedded-server/options.ts';
import type { RawClientOptions } from './raw-client.ts';
import { RawClient } from './raw-client.ts';
import type { Workspace } from './workspace.ts';
import { createWorkspace } from './workspace.ts';

/** The CA that issued `certificate`. */
export const authority = await createAuthority();

/** The certificate of all embedded and scripted servers. */
export const certificate = await authority.issue({
  commonName: 'localhost',
  dnsNames: ['localhost'],
  ipAddresses: ['127.0.0.1', '::1'],
});

/** The embedded server's replies to STOR. */
export const storReplies = {
  accepted: '150 Ok to send data.',
  complete: '226 Transfer complete.',
  broken: '426 Failure reading network stream.',
} as const;

/** Starts an embedded server for user `deploy` with password `secret`. */
export function start(
  root: Workspace,
  options: Partial<EmbeddedServerOptions> = {},
): Promise<EmbeddedServer> {
  const login = { username: 'deploy', password: 'secret' };
  return startEmbeddedServer({ root: root.path, certificate, ...login, ...options });
}

/** A server with a client that is logged in, both until the end of the scope. */
export interface LoggedIn extends AsyncDisposable {
  readonly root: Workspace;
  readonly server: EmbeddedServer;
  readonly client: RawClient;
}

/** Starts an embedded server in a new directory with these files, and logs in. */
export async function startLoggedIn(
  options: Partial<EmbeddedServerOptions> = {},
  files: Parameters<typeof createWorkspace>[0] = {},
  clientOptions: Partial<RawClientOptions> = {},
): Promise<LoggedIn> {
  await using stack = new AsyncDisposableStack();
  const root = stack.use(await createWorkspace(files));
  const server = stack.use(await start(root, options));
  const { mode = 'implicit' } = options;
  const ca = mode === 'none' ? undefined : authority.cert;
  const security = { ca, explicit: mode !== 'implicit' };
  const client = stack.use(await connect(server, { ...security, ...clientOptions }));
  if (mode === 'explicit') {
    assert.match(await client.command('AUTH TLS'), /^234 /);
    await client.secure();
  }
  await client.login('deploy', 'secret');
  const parts = stack.move();
  return { root, server, client, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}

/** Connects and reads the greeting. */
export async function connect(
  server: EmbeddedServer,
  options: Partial<RawClientOptions> = {},
): Promise<RawClient> {
  const { host, port } = server;
  const client = await RawClient.open({ host, port, ca: authority.cert, ...options });
  assert.equal(await client.reply(), '220 Embedded FTPS server');
  return client;
}
