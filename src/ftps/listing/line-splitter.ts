import { decodeText } from '../control/encoding.ts';
import { limits } from '../limits.ts';

const crlf = Buffer.from('\r\n');

/**
 * Splits a listing into lines. Only CRLF ends a line: a name may contain LF. A line that is too long to be about a file
 * is skipped.
 */
export class LineSplitter {
  #pending = Buffer.alloc(0);
  #isSkipping = false;

  /** Whether the data has ended in the middle of a line. */
  get isMidLine(): boolean {
    return this.#isSkipping || this.#pending.length > 0;
  }

  /** Yields the lines that a chunk completes. */
  *push(chunk: Buffer): Generator<string, void> {
    let rest = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    for (;;) {
      const end = rest.indexOf(crlf);
      if (end === -1) break;
      if (!this.#isSkipping && end <= limits.replyLineBytes)
        yield decodeText(rest.subarray(0, end));
      this.#isSkipping = false;
      rest = rest.subarray(end + crlf.length);
    }
    if (rest.length > limits.replyLineBytes) {
      this.#isSkipping = true;
      rest = rest.subarray(-1); // May be the CR of a CRLF.
    }
    // Copied, because a part may be a small view of a large chunk.
    this.#pending = Buffer.from(rest);
  }
}
