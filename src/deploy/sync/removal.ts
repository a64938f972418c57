import { removableDirectories } from './deletions.ts';
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
      remaining.push(...(await this.#deleteBatch(paths.slice(start, start + batchSize))));
    }
    return remaining;
  }

  async #deleteBatch(paths: readonly string[]): Promise<readonly string[]> {
    const { remote, toRemotePath, beforeChange } = this.#context;
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
   * Removes directories of this action that are empty, deepest first, if the server refuses to remove those that aren't.
   *
   * @returns The directories that were removed, or are gone.
   */
  async removeDirectories(
    directories: Iterable<string>,
    stayingFiles: Iterable<string>,
  ): Promise<Set<string>> {
    const candidates = removableDirectories(directories, stayingFiles);
    if (candidates.length === 0 || !(await this.canRemoveDirectories())) return new Set();
    const removed = new Set<string>();
    for (const path of candidates) if (await this.removeDirectory(path)) removed.add(path);
    return removed;
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
    this.#refusesFullDirectories ??= await this.#tryFullDirectory();
    return this.#refusesFullDirectories;
  }

  async #tryFullDirectory(): Promise<boolean> {
    const { remote, toRemotePath, beforeChange } = this.#context;
    const directory = toRemotePath(this.#probe);
    const file = toRemotePath(probeFile(this.#probe));
    await beforeChange();
    const steps: (() => Promise<Refusal | undefined>)[] = [
      () => remote.makeDirectory(directory),
      () => remote.store(file, Buffer.from('probe')),
    ];
    let isRefused = true;
    for (const step of steps) isRefused &&= (await tryChange(remote, step)) === undefined;
    if (isRefused) {
      const outcome = await tryChange(remote, () => remote.removeDirectory(directory));
      const [size] = await remote.sizes([file]);
      isRefused = outcome !== undefined && outcome !== 'unknown' && typeof size === 'number';
    }
    await this.deleteFiles([probeFile(this.#probe)]);
    await this.removeDirectory(this.#probe);
    return isRefused;
  }
}
