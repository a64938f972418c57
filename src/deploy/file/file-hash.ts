import type { Hash } from 'node:crypto';
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

import type { HashName } from '../../ftps/index.ts';

/** Hashes of a file, computed while it is read: SHA-256, and the one that the server's checksum command uses. */
export class FileHash {
  readonly #sha256 = createHash('sha256');
  readonly #other: Hash | undefined;
  readonly #needsCrc: boolean;
  #crc = 0;
  #digests: { readonly sha256: string; readonly other: string } | undefined;

  constructor(checksumHash?: HashName) {
    this.#needsCrc = checksumHash === 'crc32';
    const isOther = checksumHash !== undefined && !['sha256', 'crc32'].includes(checksumHash);
    this.#other = isOther ? createHash(checksumHash) : undefined;
  }

  update(bytes: Uint8Array): void {
    this.#sha256.update(bytes);
    this.#other?.update(bytes);
    if (this.#needsCrc) this.#crc = crc32(bytes, this.#crc);
  }

  /** SHA-256 in hexadecimal. Ends the computation: no update may follow. */
  get sha256(): string {
    return this.#digest().sha256;
  }

  /** The hash for the server's checksum command, in hexadecimal; SHA-256 if it uses that. */
  get checksum(): string {
    return this.#digest().other;
  }

  #digest() {
    if (this.#digests === undefined) {
      const sha256 = this.#sha256.digest('hex');
      const crc = this.#crc.toString(16).padStart(8, '0');
      const other = this.#needsCrc ? crc : (this.#other?.digest('hex') ?? sha256);
      this.#digests = { sha256, other };
    }
    return this.#digests;
  }
}
