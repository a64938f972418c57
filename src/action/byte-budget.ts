/** How much text of one kind may still be written, so that no run floods the log or the summary. */
export class ByteBudget {
  #bytesLeft: number;

  /** @param bytes - What all texts together may have, as UTF-8. */
  constructor(bytes: number) {
    this.#bytesLeft = bytes;
  }

  /** Whether this text still fits; once one did not, no other does. */
  tryAdd(text: string): boolean {
    this.#bytesLeft -= Buffer.byteLength(text);
    return this.#bytesLeft >= 0;
  }
}
