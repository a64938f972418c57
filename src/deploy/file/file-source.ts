import type { Stats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';

import type { HashName, UploadSource } from '../../ftps/index.ts';
import { LocalFileError, systemMessage } from '../errors.ts';
import { isSameFile, openFlags } from '../plan/file-identity.ts';
import { FileHash } from './file-hash.ts';
import type { PlannedUpload } from '../plan/plan.ts';

const skipBytes = 1024 * 1024;

/** Hashes of a file that are known, or needed. */
export interface ExpectedHashes {
  /** A hash to compute in addition to SHA-256. */
  readonly checksumHash?: HashName | undefined;
  /** The SHA-256 that the file must have. */
  readonly sha256?: string | undefined;
}

/**
 * A local file as the source of an upload. It hashes what is read, and makes sure that the file is the one that was
 * planned: its size and modification time must be the same at the start and at the end. Otherwise the upload could be a
 * mixture of two versions.
 */
export class FileSource implements UploadSource, AsyncDisposable {
  readonly #file: PlannedUpload;
  readonly #handle: FileHandle;
  readonly #hash: FileHash;
  readonly #sha256: string | undefined;
  #position = 0;

  private constructor(
    file: PlannedUpload,
    handle: FileHandle,
    { checksumHash, sha256 }: ExpectedHashes,
  ) {
    this.#file = file;
    this.#handle = handle;
    this.#hash = new FileHash(checksumHash);
    this.#sha256 = sha256;
  }

  /** @throws {@link LocalFileError} when the file can't be opened, or isn't the one that was planned. */
  static async open(file: PlannedUpload, hashes: ExpectedHashes = {}): Promise<FileSource> {
    let handle: FileHandle;
    try {
      const followLinks = file.identity?.isLink !== false;
      handle = await open(file.localPath, openFlags({ followLinks }));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ELOOP') {
        throw new LocalFileError(file.localPath, 'changed before the upload: it is a link now', {
          cause,
        });
      }
      const problem = `can't be opened: ${systemMessage(cause)}`;
      throw new LocalFileError(file.localPath, problem, { cause });
    }
    const source = new FileSource(file, handle, hashes);
    try {
      await source.#checkUnchanged('before the upload');
      return source;
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** The hashes of everything read so far. */
  get hash(): FileHash {
    return this.#hash;
  }

  /** Skips the first bytes, which are on the server already: reads them for the hash only. */
  async skip(bytes: number): Promise<void> {
    const buffer = Buffer.allocUnsafe(Math.min(bytes, skipBytes));
    while (this.#position < bytes) {
      const wanted = Math.min(buffer.length, bytes - this.#position);
      if ((await this.read(buffer.subarray(0, wanted))) === 0) break;
    }
  }

  /** @throws {@link LocalFileError} when reading fails, or the file has changed. */
  async read(buffer: Uint8Array): Promise<number> {
    const bytes = await this.#fill(buffer);
    this.#position += bytes;
    if (this.#position > this.#file.sizeBytes) throw this.#changed('it grew');
    if (bytes > 0) this.#hash.update(buffer.subarray(0, bytes));
    else await this.#checkAtEnd();
    return bytes;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
  }

  async #fill(buffer: Uint8Array): Promise<number> {
    try {
      return (await this.#handle.read(buffer, 0, buffer.length, this.#position)).bytesRead;
    } catch (cause) {
      const problem = `can't be read: ${systemMessage(cause)}`;
      throw new LocalFileError(this.#file.localPath, problem, { cause });
    }
  }

  async #checkAtEnd(): Promise<void> {
    await this.#checkUnchanged('during the upload');
    if (this.#sha256 !== undefined && this.#hash.sha256 !== this.#sha256) {
      throw this.#changed('it has another content than when it was compared', 'before the upload');
    }
  }

  async #checkUnchanged(when: string): Promise<void> {
    const stats: Stats = await this.#handle.stat();
    const { sizeBytes, modifiedMs, identity } = this.#file;
    if (!stats.isFile()) throw this.#changed("it isn't a regular file anymore", when);
    if (identity !== undefined && !isSameFile(stats, identity)) {
      throw this.#changed('it was replaced by another file', when);
    }
    if (stats.size !== sizeBytes) {
      throw this.#changed(`its size changed from ${sizeBytes} to ${stats.size} bytes`, when);
    }
    if (stats.mtimeMs !== modifiedMs) {
      throw this.#changed(`it was modified at ${stats.mtime.toISOString()}`, when);
    }
  }

  #changed(how: string, when = 'during the upload'): LocalFileError {
    return new LocalFileError(this.#file.localPath, `changed ${when}: ${how}`);
  }
}
