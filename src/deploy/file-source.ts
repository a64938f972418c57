import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';

import type { UploadSource } from '../ftps/index.ts';
import { printable } from '../ftps/index.ts';
import { LocalFileError } from './errors.ts';

/**
 * A local file as the source of an upload: hashes what is read, and insists on the size that was planned. A file that
 * a build step still writes to would arrive half.
 */
export class FileSource implements UploadSource, AsyncDisposable {
  readonly #path: string;
  readonly #sizeBytes: number;
  readonly #handle: FileHandle;
  readonly #hash = createHash('sha256');
  #position = 0;

  private constructor(path: string, sizeBytes: number, handle: FileHandle) {
    this.#path = path;
    this.#sizeBytes = sizeBytes;
    this.#handle = handle;
  }

  /** @throws {@link LocalFileError} when the file cannot be opened. */
  static async open(path: string, sizeBytes: number): Promise<FileSource> {
    try {
      return new FileSource(path, sizeBytes, await open(path, 'r'));
    } catch (cause) {
      throw new LocalFileError(path, `cannot be opened: ${reason(cause)}`, { cause });
    }
  }

  /** @throws {@link LocalFileError} when reading fails, or the file has become longer or shorter. */
  async read(buffer: Uint8Array): Promise<number> {
    const bytes = await this.#fill(buffer);
    this.#position += bytes;
    const ended = bytes === 0;
    if (this.#position > this.#sizeBytes || (ended && this.#position < this.#sizeBytes)) {
      const now = ended ? `only ${this.#position}` : 'more';
      throw new LocalFileError(
        this.#path,
        `changed while it was uploaded: it had ${this.#sizeBytes} bytes and now has ${now}`,
      );
    }
    this.#hash.update(buffer.subarray(0, bytes));
    return bytes;
  }

  /** SHA-256 of everything read, in hexadecimal; ask once, at the end. */
  sha256(): string {
    return this.#hash.digest('hex');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
  }

  async #fill(buffer: Uint8Array): Promise<number> {
    try {
      return (await this.#handle.read(buffer, 0, buffer.length, this.#position)).bytesRead;
    } catch (cause) {
      throw new LocalFileError(this.#path, `cannot be read: ${reason(cause)}`, { cause });
    }
  }
}

// The system's words quote the file's name as it is.
function reason(error: unknown): string {
  return printable((error as Error).message);
}
