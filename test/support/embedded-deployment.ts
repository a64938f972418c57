import { readdir } from 'node:fs/promises';

import type { Deployed, DeploymentOptions } from './deployment.ts';
import { deployWorkspace } from './deployment.ts';
import { authority, start } from './embedded-server-fixture.ts';
import type { EmbeddedServer } from './embedded-server/embedded-server.ts';
import type { EmbeddedServerOptions } from './embedded-server/options.ts';
import type { FileContent, Workspace } from './workspace.ts';
import { createWorkspace } from './workspace.ts';

/** Local files, a server with old ones, and what becomes of them. */
export interface Stage extends AsyncDisposable {
  readonly files: Workspace;
  /** The server's disk. */
  readonly remote: Workspace;
  readonly server: EmbeddedServer;
  deploy(options?: DeploymentOptions): Promise<Deployed>;
  /** Every name on the server, sorted. */
  remoteNames(): Promise<string[]>;
  remoteText(name: string): Promise<string>;
}

/** Sets up local files and an embedded server that holds old ones. */
export async function setStage(
  files: Readonly<Record<string, FileContent>>,
  old: Readonly<Record<string, FileContent>>,
  options: Partial<EmbeddedServerOptions> = {},
): Promise<Stage> {
  await using stack = new AsyncDisposableStack();
  const local = stack.use(await createWorkspace(files));
  const remote = stack.use(await createWorkspace(old));
  const server = stack.use(await start(remote, options));
  const parts = stack.move();
  const { host, port } = server;
  const target = { host, port, username: 'deploy', password: 'secret', ca: authority.cert };
  return {
    files: local,
    remote,
    server,
    deploy: (chosen = {}) => deployWorkspace(local, target, chosen),
    remoteNames: async () => (await readdir(remote.path, { recursive: true })).sort(),
    remoteText: async (name) => (await remote.read(name)).toString(),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

/** How often the client has sent a verb. */
export function timesSent({ dialogue }: Deployed, verb: string): number {
  return dialogue.filter((line) => line.startsWith(`C: ${verb} `)).length;
}

/** For `onCommand`: a server that offers these features and no others. */
export const offers =
  (...features: readonly string[]) =>
  ({ verb }: { readonly verb: string }) =>
    verb === 'FEAT'
      ? ['211-Features:', ...features.map((name) => ` ${name}`), '211 End']
      : undefined;
