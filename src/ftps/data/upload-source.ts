/** Where the bytes of an upload come from. */
export interface UploadSource {
  /**
   * Fills the buffer from its start.
   *
   * @returns How many bytes were put there; 0 at the end.
   */
  read(buffer: Uint8Array): Promise<number>;
}

const bufferBytes = 256 * 1024;
const bufferCount = 4;

/**
 * The buffers that uploads are read into, used again and again: memory stays the same for a file of any size
 * and for any number of files. 4 of 256 KiB let reading, encrypting and sending overlap.
 */
export class UploadBuffers {
  #buffers: Buffer[] = [];

  /** How many buffers there are. */
  readonly count = bufferCount;

  /** Gives buffer number `index`, 0 to `count - 1`, made when first asked for: small files need only one. */
  at(index: number): Buffer {
    return (this.#buffers[index] ??= Buffer.allocUnsafeSlow(bufferBytes));
  }

  /** Forgets all buffers: a broken connection may still hold some of them. */
  reset(): void {
    this.#buffers = [];
  }
}
