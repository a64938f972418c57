import type { Hash } from 'node:crypto';
import { createHash } from 'node:crypto';

import type { HashName } from '../../ftps/index.ts';

/** Hashes of a file, computed from its bytes as they pass: always SHA-256, and one more where a server wants it. */
export class FileHash {
  readonly #sha256 = createHash('sha256');
  readonly #other: Hash | undefined;
  readonly #countsCrc: boolean;
  #crc = 0;
  #digests: { readonly sha256: string; readonly other: string } | undefined;

  constructor(also?: HashName) {
    this.#countsCrc = also === 'crc32';
    const isOther = also !== undefined && also !== 'sha256' && also !== 'crc32';
    this.#other = isOther ? createHash(also) : undefined;
  }

  update(bytes: Uint8Array): void {
    this.#sha256.update(bytes);
    this.#other?.update(bytes);
    // Loaded here: the module takes a while, and few servers want this.
    if (this.#countsCrc) this.#crc = process.getBuiltinModule('node:zlib').crc32(bytes, this.#crc);
  }

  /** SHA-256 in hexadecimal; nothing can be added after this. */
  get sha256(): string {
    return this.#digest().sha256;
  }

  /** The further hash in hexadecimal; the SHA-256 when that is the one. */
  get checksum(): string {
    return this.#digest().other;
  }

  #digest() {
    if (this.#digests === undefined) {
      const sha256 = this.#sha256.digest('hex');
      const crc = this.#crc.toString(16).padStart(8, '0');
      const other = this.#countsCrc ? crc : (this.#other?.digest('hex') ?? sha256);
      this.#digests = { sha256, other };
    }
    return this.#digests;
  }
}
