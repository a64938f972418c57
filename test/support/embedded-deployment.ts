import { readdir } from 'node:fs/promises';

import type { Deployed, DeploymentOptions } from './deployment.ts';
import { deployWorkspace } from './deployment.ts';
import { start } from './embedded-server-fixture.ts';
import type { EmbeddedServer } from './embedded-server/embedded-server.ts';
import type { EmbeddedServerOptions } from './embedded-server/options.ts';
import type { FileContent, Workspace } from './workspace.ts';
import { createWorkspace } from './workspace.ts';

/** Local files and an embedded server to deploy them to. */
export interface DeploymentFixture extends AsyncDisposable {
  readonly files: Workspace;
  /** The server's directory. */
  readonly remote: Workspace;
  readonly server: EmbeddedServer;
  deploy(options?: DeploymentOptions): Promise<Deployed>;
  /** All names on the server, sorted. */
  remoteNames(): Promise<string[]>;
  remoteText(name: string): Promise<string>;
}

/** Creates local files and an embedded server that already has older ones. */
export async function createFixture(
  files: Readonly<Record<string, FileContent>>,
  old: Readonly<Record<string, FileContent>>,
  options: Partial<EmbeddedServerOptions> = {},
): Promise<DeploymentFixture> {
  await using stack = new AsyncDisposableStack();
  const local = stack.use(await createWorkspace(files));
  const remote = stack.use(await createWorkspace(old));
  const server = stack.use(await start(remote, options));
  const parts = stack.move();
  return {
    files: local,
    remote,
    server,
    deploy: (changes) => deployWorkspace(local, server, changes),
    remoteNames: async () => (await readdir(remote.path, { recursive: true })).sort(),
    remoteText: async (name) => (await remote.read(name)).toString(),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

/** Number of commands with a verb that the client sent, without those about the state of sync. */
export function timesSent({ dialogue }: Deployed, verb: string): number {
  const isSent = (line: string) => line.startsWith(`C: ${verb} `) && !line.includes('.htopen-ftps');
  return dialogue.filter(isSent).length;
}

/** Commands with these verbs that the server received, with their arguments. */
export function commandsSent(server: EmbeddedServer, ...verbs: readonly string[]): string[] {
  return server.dialogue
    .filter((line) => line.startsWith('C: ') && verbs.includes(line.split(' ')[1] ?? ''))
    .map((line) => line.slice('C: '.length));
}

/** For `onCommand`: announces these features and no others. */
export const offers =
  (...features: readonly string[]) =>
  ({ verb }: { readonly verb: string }) =>
    verb === 'FEAT'
      ? ['211-Features:', ...features.map((name) => ` ${name}`), '211 End']
      : undefined;
