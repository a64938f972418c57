import type { Stats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';

import type { HashName, UploadSource } from '../../ftps/index.ts';
import { sanitize } from '../../sanitize.ts';
import { LocalFileError } from '../errors.ts';
import { FileHash } from './file-hash.ts';
import type { PlannedUpload } from '../plan/plan.ts';

const skipBytes = 1024 * 1024;

/**
 * A local file as the source of an upload. It hashes what is read, and insists on the file that was planned: the same
 * size and time of modification at the start, and still at the end. A file that something still writes to would arrive
 * as a mixture.
 */
export class FileSource implements UploadSource, AsyncDisposable {
  readonly #file: PlannedUpload;
  readonly #handle: FileHandle;
  readonly #hash: FileHash;
  #position = 0;

  private constructor(file: PlannedUpload, handle: FileHandle, also: HashName | undefined) {
    this.#file = file;
    this.#handle = handle;
    this.#hash = new FileHash(also);
  }

  /**
   * @param also - A hash to compute besides SHA-256.
   * @throws {@link LocalFileError} when the file cannot be opened, or is not what was planned.
   */
  static async open(file: PlannedUpload, also?: HashName): Promise<FileSource> {
    let handle: FileHandle;
    try {
      handle = await open(file.localPath, 'r');
    } catch (cause) {
      const problem = `cannot be opened: ${reason(cause)}`;
      throw new LocalFileError(file.localPath, problem, { cause });
    }
    const source = new FileSource(file, handle, also);
    try {
      await source.#checkUnchanged('before it was uploaded');
      return source;
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** The hashes of everything read; ask at the end. */
  get hash(): FileHash {
    return this.#hash;
  }

  /** Goes on behind the first bytes, which are on the server already; they are read for the hash alone. */
  async skip(bytes: number): Promise<void> {
    const buffer = Buffer.allocUnsafe(Math.min(bytes, skipBytes));
    while (this.#position < bytes) {
      const wanted = Math.min(buffer.length, bytes - this.#position);
      if ((await this.read(buffer.subarray(0, wanted))) === 0) break;
    }
  }

  /** @throws {@link LocalFileError} when reading fails, or the file has changed meanwhile. */
  async read(buffer: Uint8Array): Promise<number> {
    const bytes = await this.#fill(buffer);
    this.#position += bytes;
    if (this.#position > this.#file.sizeBytes) throw this.#changed('it has grown');
    if (bytes === 0) await this.#checkUnchanged('while it was uploaded');
    this.#hash.update(buffer.subarray(0, bytes));
    return bytes;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
  }

  async #fill(buffer: Uint8Array): Promise<number> {
    try {
      return (await this.#handle.read(buffer, 0, buffer.length, this.#position)).bytesRead;
    } catch (cause) {
      const problem = `cannot be read: ${reason(cause)}`;
      throw new LocalFileError(this.#file.localPath, problem, { cause });
    }
  }

  async #checkUnchanged(when: string): Promise<void> {
    const stats: Stats = await this.#handle.stat();
    const { sizeBytes, modifiedMs } = this.#file;
    if (stats.size !== sizeBytes) {
      throw this.#changed(`it had ${sizeBytes} bytes and now has ${stats.size}`, when);
    }
    if (stats.mtimeMs !== modifiedMs) {
      throw this.#changed(`it was written at ${stats.mtime.toISOString()}`, when);
    }
  }

  #changed(how: string, when = 'while it was uploaded'): LocalFileError {
    return new LocalFileError(this.#file.localPath, `changed ${when}: ${how}`);
  }
}

// The system's words quote the file's name as it is.
function reason(error: unknown): string {
  return sanitize((error as Error).message);
}
