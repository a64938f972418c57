const firstBytes = 64 * 1024;

/** Collects a limited number of bytes. The memory depends on their number, not on the number of chunks they come in. */
export class MemorySink {
  readonly #maxBytes: number;
  #buffer = Buffer.alloc(0);
  #length = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  /** Adds a chunk; `false` when there would be too many bytes. */
  add(chunk: Uint8Array): boolean {
    const length = this.#length + chunk.length;
    if (length > this.#maxBytes) return false;
    if (length > this.#buffer.length) {
      const bytes = Math.min(Math.max(2 * length, firstBytes), this.#maxBytes);
      const larger = Buffer.alloc(bytes);
      larger.set(this.bytes);
      this.#buffer = larger;
    }
    this.#buffer.set(chunk, this.#length);
    this.#length = length;
    return true;
  }
}
