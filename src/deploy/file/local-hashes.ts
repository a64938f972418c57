import { setImmediate } from 'node:timers/promises';

import type { HashName } from '../../ftps/index.ts';
import type { PlannedUpload } from '../plan/plan.ts';
import { FileSource, hashSmallFile } from './file-source.ts';

/** Files that are read at the same time: as many as Node has threads for. */
const concurrency = 4;
const bufferBytes = 256 * 1024;
/** Files up to this size are read at once. */
const smallBytes = 64 * 1024;
/** Longest time for which small files keep the run from doing anything else, in milliseconds. */
const sliceMs = 5;

/** The SHA-256 of local files, computed while the run connects. */
export class LocalHashes {
  readonly #files: readonly PlannedUpload[];
  readonly #signal: AbortSignal;
  readonly #hashes = new Map<string, string>();
  #all: Promise<void> | undefined;

  constructor(files: readonly PlannedUpload[], signal: AbortSignal) {
    this.#files = files;
    this.#signal = signal;
  }

  /** Starts to hash all files. {@link all} reports an error. */
  start(): void {
    this.#all ??= this.#hashAll();
    this.#all.catch(() => undefined);
  }

  /**
   * The hashes of all files by remote path, in hexadecimal.
   *
   * @throws {@link LocalFileError} when a file can't be read, or isn't the one that was planned.
   */
  async all(): Promise<ReadonlyMap<string, string>> {
    this.start();
    await this.#all;
    return this.#hashes;
  }

  /** The hash of a file; undefined as long as it isn't known. */
  of(remotePath: string): string | undefined {
    return this.#hashes.get(remotePath);
  }

  async #hashAll(): Promise<void> {
    await this.#hashSmall(this.#files.filter(({ sizeBytes }) => sizeBytes <= smallBytes));
    const files = this.#files.filter(({ sizeBytes }) => sizeBytes > smallBytes).values();
    const workers = Array.from({ length: concurrency }, async () => {
      const buffer = Buffer.allocUnsafe(bufferBytes);
      for (const file of files) {
        this.#signal.throwIfAborted();
        this.#hashes.set(file.remotePath, (await hashFile(file, { buffer })).sha256);
      }
    });
    await Promise.all(workers);
  }

  async #hashSmall(files: readonly PlannedUpload[]): Promise<void> {
    const buffer = Buffer.allocUnsafe(smallBytes + 1);
    let began = -Infinity;
    for (const file of files) {
      if (performance.now() - began > sliceMs) {
        await setImmediate();
        this.#signal.throwIfAborted();
        began = performance.now();
      }
      this.#hashes.set(file.remotePath, hashSmallFile(file, buffer));
    }
  }
}

/**
 * Hashes a local file.
 *
 * @param options.checksumHash - A hash to compute in addition to SHA-256.
 * @throws {@link LocalFileError}
 */
export async function hashFile(
  file: PlannedUpload,
  {
    checksumHash,
    buffer = Buffer.allocUnsafe(bufferBytes),
  }: { readonly checksumHash?: HashName; readonly buffer?: Buffer },
) {
  await using source = await FileSource.open(file, { checksumHash });
  while ((await source.read(buffer)) > 0);
  return source.hash;
}
