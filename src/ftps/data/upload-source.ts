/** The source of the bytes of an upload. */
export interface UploadSource {
  /**
   * Reads into the buffer, from its start.
   *
   * @returns The number of bytes read; 0 at the end.
   */
  read(buffer: Uint8Array): Promise<number>;
}

const bufferBytes = 256 * 1024;
const bufferCount = 4;

/**
 * The buffers that uploads are read into. They are reused, so that memory doesn't depend on the size and number of files.
 * With 4 buffers of 256 KiB, reading, encrypting and sending overlap.
 */
export class UploadBuffers {
  #buffers: Buffer[] = [];

  /** The number of buffers. */
  readonly count = bufferCount;

  /** Returns buffer `index`, 0 to `count - 1`. It is allocated on first use, because small files need only one. */
  at(index: number): Buffer {
    return (this.#buffers[index] ??= Buffer.allocUnsafeSlow(bufferBytes));
  }

  /** Replaces all buffers after a failure: the connection may still use some of them. */
  reset(): void {
    this.#buffers = [];
  }
}
