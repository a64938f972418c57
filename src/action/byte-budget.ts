/** Limits how much text of one kind is written, so that a run can't flood the log or the summary. */
export class ByteBudget {
  #bytesLeft: number;

  /** @param bytes - Length of all texts together, as UTF-8. */
  constructor(bytes: number) {
    this.#bytesLeft = bytes;
  }

  /** Adds a text, and returns whether it fits. After one that doesn't fit, none does. */
  tryAdd(text: string): boolean {
    this.#bytesLeft -= Buffer.byteLength(text);
    return this.#bytesLeft >= 0;
  }
}
