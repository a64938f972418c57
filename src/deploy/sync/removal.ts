import type { JournalFile } from './journal-file.ts';
import type { Refusal, RemoteFiles } from './remote-files.ts';
import { tryChange } from './store-verified.ts';
import { probeFile } from './temporary-files.ts';

/** Number of DELE commands between two looks at the journal. */
const batchSize = 40;
const maxAttempts = 3;

/** What a removal needs. Paths are relative to the remote directory. */
export interface RemovalContext {
  readonly remote: RemoteFiles;
  readonly toRemotePath: (path: string) => string;
  readonly journal: JournalFile;
  /** Called before each batch: throws if another run has taken over. */
  readonly beforeChange: () => Promise<void>;
}

/** Deletes files and directories of this action, one by one. */
export class Removal {
  readonly #context: RemovalContext;
  /** Name of a directory that shows whether the server refuses to remove directories with files. */
  readonly #probe: string;
  #refusesFullDirectories: boolean | undefined;

  constructor(context: RemovalContext, probe: string) {
    this.#context = context;
    this.#probe = probe;
  }

  /**
   * Deletes files. A file that is gone already counts as deleted.
   *
   * @returns The files that the server refuses to delete.
   */
  async deleteFiles(paths: readonly string[]): Promise<string[]> {
    const remaining: string[] = [];
    for (let start = 0; start < paths.length; start += batchSize) {
      await this.#context.beforeChange();
      const batch = paths.slice(start, start + batchSize);
      remaining.push(...(await this.#deleteBatch(batch, this.#context.toRemotePath)));
    }
    return remaining;
  }

  /** Deletes files that may be outside of the remote directory, by their remote paths. */
  async deleteRemotePaths(remotePaths: readonly string[]): Promise<void> {
    await this.#context.beforeChange();
    await this.#deleteBatch(remotePaths, (path) => path);
  }

  async #deleteBatch(
    paths: readonly string[],
    toRemotePath: (path: string) => string,
  ): Promise<readonly string[]> {
    const { remote, beforeChange } = this.#context;
    let remaining = paths;
    for (let attempt = 1; attempt <= maxAttempts && remaining.length > 0; attempt += 1) {
      if (attempt > 1) await beforeChange();
      const batch = remaining.map(toRemotePath);
      const outcome = await tryChange(remote, () => remote.deleteFiles(batch));
      if (outcome !== 'unknown' && outcome.every((refusal) => refusal === undefined)) return [];
      const sizes = await remote.sizes(batch);
      remaining = remaining.filter((_, index) => {
        const wasDeleted = outcome !== 'unknown' && outcome[index] === undefined;
        return !wasDeleted && sizes[index] !== 'missing';
      });
    }
    return remaining;
  }

  /**
   * Removes directories that are empty, in this order, if the server refuses to remove those that aren't. What is no
   * directory anymore is left alone, because some servers remove files by RMD as well.
   */
  async removeDirectories(directories: readonly string[]): Promise<void> {
    if (directories.length === 0) return;
    const { remote, toRemotePath } = this.#context;
    const exist = await remote.directoriesExist(directories.map(toRemotePath));
    const existing = directories.filter((_, index) => exist[index] === true);
    if (existing.length === 0 || !(await this.canRemoveDirectories())) return;
    for (const path of existing) await this.removeDirectory(path);
  }

  /** Removes a directory; returns whether it is gone. */
  async removeDirectory(path: string): Promise<boolean> {
    const { remote, toRemotePath, beforeChange } = this.#context;
    let outcome: Refusal | undefined | 'unknown' = 'unknown';
    for (let attempt = 1; attempt <= maxAttempts && outcome === 'unknown'; attempt += 1) {
      await beforeChange();
      outcome = await tryChange(remote, () => remote.removeDirectory(toRemotePath(path)));
    }
    if (outcome === undefined) return true;
    const [exists] = await remote.directoriesExist([toRemotePath(path)]);
    return exists === false;
  }

  /** Finds out whether the server refuses to remove a directory with a file in it, with one that has no other purpose. */
  async canRemoveDirectories(): Promise<boolean> {
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      this.#refusesFullDirectories ??= await this.#tryFullDirectory();
    }
    return this.#refusesFullDirectories === true;
  }

  /** Returns undefined if a reply was lost. */
  async #tryFullDirectory(): Promise<boolean | undefined> {
    const { remote, toRemotePath, beforeChange } = this.#context;
    const directory = toRemotePath(this.#probe);
    const file = toRemotePath(probeFile(this.#probe));
    await beforeChange();
    const made = await tryChange(remote, () => remote.makeDirectory(directory));
    const stored = await tryChange(remote, () => remote.store(file, Buffer.from('probe')));
    const removed = stored ?? (await tryChange(remote, () => remote.removeDirectory(directory)));
    const [size] = await remote.sizes([file]);
    await this.deleteFiles([probeFile(this.#probe)]);
    await this.removeDirectory(this.#probe);
    if ([made, stored, removed].includes('unknown')) return undefined;
    return stored === undefined && removed !== undefined && typeof size === 'number';
  }
}
