import type { UploadSource } from './upload-source.ts';

/** Uploads bytes in memory. */
export class MemorySource implements UploadSource {
  #rest: Buffer;

  constructor(bytes: string | Uint8Array) {
    this.#rest = Buffer.from(bytes);
  }

  read(buffer: Uint8Array): Promise<number> {
    const part = this.#rest.subarray(0, buffer.length);
    buffer.set(part);
    this.#rest = this.#rest.subarray(part.length);
    return Promise.resolve(part.length);
  }
}
