import { hash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
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
      handle = await open(file.localPath, flagsFor(file));
    } catch (cause) {
      throw openingError(file, cause);
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
    checkUnchanged(this.#file, await this.#handle.stat(), when);
  }

  #changed(how: string, when = 'during the upload'): LocalFileError {
    return changed(this.#file, how, when);
  }
}

/**
 * Computes the SHA-256 of a small file without waiting for its system calls: with thousands of files, that takes much
 * longer than the calls themselves. Checks the file as {@link FileSource} does.
 *
 * @param buffer - Longer than the file.
 * @returns Hexadecimal.
 * @throws {@link LocalFileError} when the file can't be read, or isn't the one that was planned.
 */
export function hashSmallFile(file: PlannedUpload, buffer: Buffer): string {
  let descriptor: number;
  try {
    descriptor = openSync(file.localPath, flagsFor(file));
  } catch (cause) {
    throw openingError(file, cause);
  }
  try {
    checkUnchanged(file, fstatSync(descriptor), 'before the upload');
    const bytes = readAll(file, descriptor, buffer);
    checkUnchanged(file, fstatSync(descriptor), 'during the upload');
    return hash('sha256', buffer.subarray(0, bytes), 'hex');
  } finally {
    closeSync(descriptor);
  }
}

function readAll(file: PlannedUpload, descriptor: number, buffer: Buffer): number {
  let position = 0;
  try {
    while (position < buffer.length) {
      const bytes = readSync(descriptor, buffer, position, buffer.length - position, position);
      if (bytes === 0) break;
      position += bytes;
    }
  } catch (cause) {
    throw new LocalFileError(file.localPath, `can't be read: ${systemMessage(cause)}`, { cause });
  }
  if (position > file.sizeBytes) throw changed(file, 'it grew', 'during the upload');
  return position;
}

function flagsFor({ identity }: PlannedUpload): number {
  return openFlags({ followLinks: identity?.isLink !== false });
}

function openingError(file: PlannedUpload, cause: unknown): LocalFileError {
  const isLink = (cause as NodeJS.ErrnoException).code === 'ELOOP';
  const problem = isLink
    ? 'changed before the upload: it is a link now'
    : `can't be opened: ${systemMessage(cause)}`;
  return new LocalFileError(file.localPath, problem, { cause });
}

function checkUnchanged(file: PlannedUpload, stats: Stats, when: string): void {
  const { sizeBytes, modifiedMs, identity } = file;
  if (!stats.isFile()) throw changed(file, "it isn't a regular file anymore", when);
  if (identity !== undefined && !isSameFile(stats, identity)) {
    throw changed(file, 'it was replaced by another file', when);
  }
  if (stats.size !== sizeBytes) {
    throw changed(file, `its size changed from ${sizeBytes} to ${stats.size} bytes`, when);
  }
  if (stats.mtimeMs !== modifiedMs) {
    throw changed(file, `it was modified at ${stats.mtime.toISOString()}`, when);
  }
}

function changed(file: PlannedUpload, how: string, when: string): LocalFileError {
  return new LocalFileError(file.localPath, `changed ${when}: ${how}`);
}
