import { cp } from 'node:fs/promises';

import type { PublishMode } from '../../../src/deploy/index.ts';
import type { Deployed, DeploymentOptions } from '../../support/deployment.ts';
import { deployWorkspace } from '../../support/deployment.ts';
import { start } from '../../support/embedded-server-fixture.ts';
import type { EmbeddedServerOptions } from '../../support/embedded-server/options.ts';
import { jumpingClock, syncSettings } from '../../support/sync.ts';
import type { Workspace } from '../../support/workspace.ts';
import { createWorkspace } from '../../support/workspace.ts';
import type { TreeName } from './trees.ts';
import { earlierFiles, laterFiles, remoteDirectory, treesOf } from './trees.ts';
import type { VariantName } from './variants.ts';
import { variantOf } from './variants.ts';

/** What a run did. */
export interface Run extends Deployed {
  /** `C: ...` and `S: ...` of all control connections, as the server saw them. */
  readonly served: readonly string[];
}

/** A server's directory, and the runs that made it what it is. */
export interface Remote extends AsyncDisposable {
  readonly root: Workspace;
  readonly runs: Run[];
}

/** How to deploy a tree. */
export interface TreeDeployment extends Pick<DeploymentOptions, 'sync' | 'select' | 'retries'> {
  readonly tree: TreeName;
  readonly server?: Partial<EmbeddedServerOptions>;
}

/** The local trees, and the servers after the first deployment, for the cases of one process. */
export class CrashSites implements AsyncDisposable {
  readonly #stack = new AsyncDisposableStack();
  readonly #locals = new Map<string, Promise<Workspace>>();
  readonly #remotes = new Map<string, Promise<Remote>>();
  #attempts = 1;

  /** The local files of a tree. */
  local(tree: TreeName, variant: VariantName): Promise<Workspace> {
    const { ignoresCase: changesCase = false, swaps = true, connections = 1 } = variantOf(variant);
    const areMany = connections > 1;
    const key = `${tree} ${changesCase} ${swaps} ${areMany}`;
    const known = this.#locals.get(key);
    if (known !== undefined) return known;
    const created = createWorkspace(treesOf({ changesCase, swaps, areMany })[tree]);
    this.#locals.set(key, created);
    this.#stack.defer(async () => (await created)[Symbol.asyncDispose]());
    return created;
  }

  /** A server to which the first tree was deployed. */
  async deployed(publish: PublishMode, variant: VariantName): Promise<Remote> {
    const key = `${publish} ${variant}`;
    const known = this.#remotes.get(key) ?? this.#firstDeployment(publish, variant);
    this.#remotes.set(key, known);
    return copyOf(await known);
  }

  /** Deploys a tree over a server of its own, and records the run. */
  async deploy(
    remote: Remote,
    { publish, variant }: { readonly publish: PublishMode; readonly variant: VariantName },
    deployment: TreeDeployment,
  ): Promise<Run> {
    const { tree, server: hooks, ...options } = deployment;
    const local = await this.local(tree, variant);
    const server = await start(remote.root, {
      mode: 'none',
      ...(hooks ?? variantOf(variant).server?.(remote.root.path)),
    });
    let deployed: Deployed;
    try {
      const sync = 'sync' in options ? {} : { sync: this.settings() };
      const clock = jumpingClock();
      const { connections = 1 } = variantOf(variant);
      const transfer = { publish, connections, mode: 'none' } as const;
      const settings = { ...transfer, remoteDirectory, firstPauseMs: 1, clock };
      deployed = await deployWorkspace(local, server, { ...settings, ...sync, ...options });
    } finally {
      // Closes every connection, so that nothing is changed after this.
      await server[Symbol.asyncDispose]();
    }
    const run = { ...deployed, served: server.dialogue };
    remote.runs.push(run);
    return run;
  }

  /** The settings of the next attempt of the job: it doesn't wait for the ones before. */
  settings(changes: Parameters<typeof syncSettings>[0] = {}) {
    this.#attempts += 1;
    const job = { runId: '1', job: 'deploy', attempt: this.#attempts };
    return syncSettings({ job, ...changes });
  }

  async #firstDeployment(publish: PublishMode, variant: VariantName): Promise<Remote> {
    const root = this.#stack.use(await createWorkspace(earlierFiles));
    const remote: Remote = { root, runs: [], [Symbol.asyncDispose]: () => Promise.resolve() };
    const { result } = await this.deploy(remote, { publish, variant }, { tree: 'before' });
    if (result.error !== undefined) throw result.error;
    for (const [name, content] of Object.entries(laterFiles)) await root.write(name, content);
    return remote;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#stack.disposeAsync();
  }
}

/** A copy that can be changed without the original. */
export async function copyOf({ root, runs }: Remote): Promise<Remote> {
  const copy = await createWorkspace();
  await cp(root.path, copy.path, { recursive: true, preserveTimestamps: true });
  return { root: copy, runs: [...runs], [Symbol.asyncDispose]: () => copy[Symbol.asyncDispose]() };
}
