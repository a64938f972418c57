import type { UploadSource } from '../../src/ftps/index.ts';

/** A file in memory. */
export class Bytes implements UploadSource {
  readonly #bytes: Buffer;
  readonly #ready: () => Promise<unknown>;
  /** Number of bytes read so far. */
  position = 0;

  /** @param ready - Delays the first read. */
  constructor(bytes: string | Buffer, ready: () => Promise<unknown> = () => Promise.resolve()) {
    this.#bytes = Buffer.from(bytes);
    this.#ready = ready;
  }

  async read(buffer: Uint8Array): Promise<number> {
    if (this.position === 0) await this.#ready();
    const part = this.#bytes.subarray(this.position, this.position + buffer.length);
    buffer.set(part);
    this.position += part.length;
    return part.length;
  }
}

/** An endless file. */
export const endless: UploadSource = { read: (buffer) => Promise.resolve(buffer.length) };
