interface Chunk {
  readonly text: string;
  readonly bytes: number;
  readonly lines: number;
}

/** The last chunks of a text, in bounded memory. */
export class TranscriptTail {
  readonly #maximumBytes: number;
  #chunks: Chunk[] = [];
  #bytes = 0;
  #cutLines = 0;

  /** @param maximumBytes - Older chunks are dropped beyond this. */
  constructor(maximumBytes: number) {
    this.#maximumBytes = maximumBytes;
  }

  add(chunk: Chunk): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.bytes;
    while (this.#bytes > this.#maximumBytes) {
      const oldest = this.#chunks.shift();
      if (oldest === undefined) return;
      this.#bytes -= oldest.bytes;
      this.#cutLines += oldest.lines;
    }
  }

  /** Removes and returns what is left, and how many lines before it were dropped. */
  take(): { readonly lines: string; readonly cutLines: number } {
    const taken = {
      lines: this.#chunks.map(({ text }) => text).join(''),
      cutLines: this.#cutLines,
    };
    this.#chunks = [];
    this.#bytes = this.#cutLines = 0;
    return taken;
  }
}
