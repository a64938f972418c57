import type { DeployOptions, DeployTarget } from '../../src/deploy/index.ts';
import { FtpsClient } from '../../src/ftps/index.ts';
import { authority } from '../support/embedded-server-fixture.ts';
import type { EmbeddedServer } from '../support/embedded-server/embedded-server.ts';

/** What deploys to an embedded server of `embedded-server-fixture.ts`. */
export function targetOf(server: Pick<EmbeddedServer, 'host' | 'port'>): DeployTarget {
  return {
    endpoint: { host: server.host, port: server.port },
    mode: 'implicit',
    tls: {
      serverName: 'localhost',
      ca: [authority.cert],
      pins: [],
      verify: true,
      minVersion: 'TLSv1.2',
      maxVersion: 'TLSv1.3',
    },
    timeoutMs: 10_000,
    username: 'deploy',
    password: 'secret',
  };
}

/** What the inputs of a workflow ask for by default, with pauses too short to notice. */
export function deployOptions(changes: Partial<DeployOptions> = {}): DeployOptions {
  return {
    publish: 'direct',
    verifyUploads: 'size',
    preserveMtime: false,
    retry: { retries: 3, firstPauseMs: 1 },
    signal: new AbortController().signal,
    ...changes,
  };
}

/** A client that has logged in. */
export async function loggedIn(server: EmbeddedServer): Promise<FtpsClient> {
  const target = targetOf(server);
  const client = await FtpsClient.open({ ...target, onDialogue: () => undefined });
  await client.login(target.username, target.password);
  return client;
}

/** The commands of this kind that the server was sent, with their arguments. */
export function commandsSent(server: EmbeddedServer, ...verbs: readonly string[]): string[] {
  return server.dialogue
    .filter((line) => line.startsWith('C: ') && verbs.includes(line.split(' ')[1] ?? ''))
    .map((line) => line.slice('C: '.length));
}
