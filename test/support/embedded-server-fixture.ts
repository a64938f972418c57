import assert from 'node:assert/strict';

import { createAuthority } from './certificates.ts';
import { startEmbeddedServer } from './embedded-server/embedded-server.ts';
import type { EmbeddedServer } from './embedded-server/embedded-server.ts';
import type { EmbeddedServerOptions } from './embedded-server/options.ts';
import type { RawClientOptions } from './raw-client.ts';
import { RawClient } from './raw-client.ts';
import type { Workspace } from './workspace.ts';

/** The authority behind `certificate`. */
export const authority = await createAuthority();

/** What the embedded servers of these tests present. */
export const certificate = await authority.issue({
  commonName: 'localhost',
  dnsNames: ['localhost'],
});

/** The embedded server's answers to a STOR. */
export const said = {
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
