import type { Connection } from './connection.ts';
import { createDirectories } from './directories.ts';
import type { GuardedConnection } from './guarded-connection.ts';
import type { LocalVersion, UploadHooks, Uploads } from './sync/index.ts';
import { relativeTo } from './sync/index.ts';
import type { Plan } from './plan/plan.ts';
import { uploadEach } from './upload-each.ts';
import { UploadGuard } from './upload-guard.ts';
import { uploadStaged } from './upload-staged.ts';
import type { UploadConnections } from './upload-connections.ts';

/** What uploads of an incremental deployment need. */
export interface SyncUploadsContext {
  readonly connections: UploadConnections;
  readonly plan: Plan;
  readonly toRemotePath: (path: string) => string;
  /** Whether a directory is known to exist. */
  readonly exists: (remotePath: string) => boolean;
  /** Makes the access to state and journal use a connection. */
  readonly useConnection: (connection: Connection) => void;
  /** Remote path of the journal: it is stored before any temporary file. */
  readonly journal: string;
}

/** Uploads the files that have changed, with the worker of the run. */
export class SyncUploads implements Uploads {
  readonly #context: SyncUploadsContext;
  #createdDirectories = 0;

  constructor(context: SyncUploadsContext) {
    this.#context = context;
  }

  get isStaged(): boolean {
    return this.#context.connections.first.run.options.publish === 'staged';
  }

  temporaryPaths(paths: readonly string[]): readonly string[] {
    const { connections, toRemotePath, plan, journal } = this.#context;
    const { options, queue, names } = connections.first.run;
    if (options.publish === 'direct') return [];
    // If the server takes the journal, its name shows whether hidden names are allowed.
    const all = names.formsWith(journal);
    return paths
      .flatMap((path) => {
        const remotePath = toRemotePath(path);
        const index = queue.indexOf(remotePath);
        return index === undefined
          ? []
          : all.flatMap((isHidden) => names.of(remotePath, { index, isHidden }));
      })
      .map((path) => relativeTo(plan.remoteDirectory, path) ?? path);
  }

  growingPath(path: string): string {
    const { connections, toRemotePath, plan } = this.#context;
    const { options, queue, names } = connections.first.run;
    const remotePath = toRemotePath(path);
    const index = queue.indexOf(remotePath);
    if (options.publish === 'direct' || index === undefined) return path;
    const [temporary] = names.of(remotePath, { index, isHidden: names.areHidden });
    return relativeTo(plan.remoteDirectory, temporary) ?? path;
  }

  async createDirectories(remotePaths: readonly string[]): Promise<void> {
    const { connections, plan, exists } = this.#context;
    const { remoteDirectory } = plan;
    const missing = remotePaths.filter((path) => !exists(path));
    if (missing.length === 0) return;
    const isBelow = (path: string) => relativeTo(remoteDirectory, path) !== undefined;
    const below = missing.filter(isBelow);
    const others = missing.filter((path) => !isBelow(path));
    await connections.first.attempt('directories', async (client) => {
      for (const directory of others) {
        const outer = { remoteDirectory: directory, directories: [] };
        this.#createdDirectories += (await createDirectories(client, outer)).created;
      }
      this.#createdDirectories += await client.createDirectories(below);
    });
  }

  async upload(paths: readonly string[], hooks: UploadHooks): Promise<Error | undefined> {
    const { connections, toRemotePath, journal, plan } = this.#context;
    const { first } = connections;
    const { run } = first;
    const { observer, options } = run;
    const created = this.#createdDirectories;
    observer.phase('directories');
    observer.directoriesReady({
      created,
      existing: Math.max(plan.directories.length - created, 0),
    });
    observer.phase('upload');
    run.queue.choose(paths.map(toRemotePath));
    run.names.recordExisting(journal);
    const { isStaged } = this;
    const use = (other: GuardedConnection) => {
      this.#context.useConnection(other.connection);
      run.maintenance?.use(other);
    };
    const guard = new UploadGuard(this.#guardHooks(hooks), { first, isStaged, use });
    run.guard = guard;
    try {
      await (isStaged ? uploadStaged(connections) : uploadEach(connections));
    } catch (error) {
      return error as Error;
    }
    if (options.signal.aborted) return options.signal.reason as Error;
    return guard.failure ?? run.failures.firstError;
  }

  #guardHooks(hooks: UploadHooks) {
    const { maintenance, options } = this.#context.connections.first.run;
    const { remoteDirectory } = this.#context.plan;
    const relative = (path: string) => relativeTo(remoteDirectory, path) ?? path;
    return {
      beforeUpload: async (path: string) => {
        await hooks.beforeUpload(relative(path));
        if (options.publish === 'direct') await maintenance?.begin();
      },
      beforeRenames: async (paths: readonly string[]) => {
        await hooks.beforeRenames(paths.map(relative));
        await maintenance?.begin();
      },
      arrived: ({
        remotePath,
        sizeBytes,
        sha256,
      }: LocalVersion & { readonly remotePath: string }) => {
        hooks.arrived(relative(remotePath), { sizeBytes, sha256 });
      },
    };
  }
}
