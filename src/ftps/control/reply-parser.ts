import { ProtocolError } from '../errors.ts';
import { limits } from '../limits.ts';
import { sanitize } from '../../sanitize.ts';
import type { Reply } from './reply.ts';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const rfc = 'RFC 959 section 4.2';

/**
 * Turns the bytes of a control connection into replies, however they are cut into chunks.
 *
 * Acts on complete lines only: `227 ...,10,2` + `29)` in two chunks is one reply with port 2789. Lines end
 * with CRLF; a bare LF is tolerated. A multi-line reply begins with `ddd-` and ends with the first line that
 * begins with the same code and a space; anything between belongs to it, other codes included.
 */
export class ReplyParser {
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #replyBytes = 0;
  readonly #redact: (text: string) => string;
  #open: { readonly code: string; readonly lines: string[] } | undefined;

  /** @param redact - Takes secrets out of text that will be shown: a server may echo what it was sent. */
  constructor(redact: (text: string) => string = (text) => text) {
    this.#redact = redact;
  }

  /**
   * Takes a chunk and yields each reply that it completes.
   *
   * @throws {@link ProtocolError} when a line is no reply line, or a line or reply outgrows its cap.
   */
  *push(chunk: Buffer): Generator<Reply, void> {
    let rest = chunk;
    for (;;) {
      const end = rest.indexOf(lineFeed);
      if (end === -1) break;
      const reply = this.#line(this.#complete(rest.subarray(0, end)));
      rest = rest.subarray(end + 1);
      if (reply !== undefined) yield reply;
    }
    this.#keep(rest);
  }

  /** Whether the start of an unfinished reply lies in the parser. */
  get isMidReply(): boolean {
    return this.#open !== undefined || this.#pendingBytes > 0;
  }

  #keep(part: Buffer): void {
    if (part.length === 0) return;
    this.#pendingBytes += part.length;
    if (this.#pendingBytes > limits.replyLineBytes) {
      // The line from its start: a chunk of it may begin within a secret, which would then not be found.
      const line = Buffer.concat([...this.#pending, part.subarray(0, limits.replyLineBytes)]);
      this.#refuse(`a reply line is longer than ${limits.replyLineBytes} bytes`, line);
    }
    this.#count(part.length);
    // Copied, since a part may be a small view on a large chunk; joined now and then, so that a flood in
    // single bytes costs no more than its bytes.
    this.#pending.push(Buffer.from(part));
    if (this.#pending.length > 64) this.#pending = [Buffer.concat(this.#pending)];
  }

  #complete(part: Buffer): string {
    this.#keep(part);
    const line = Buffer.concat(this.#pending);
    this.#pending = [];
    this.#pendingBytes = 0;
    this.#count(1);
    const end = line.at(-1) === carriageReturn ? line.length - 1 : line.length;
    return line.toString('utf8', 0, end);
  }

  #line(line: string): Reply | undefined {
    if (this.#open !== undefined) return this.#inner(this.#open, line);
    if (line === '') return undefined; // A stray empty line between replies; its bytes are counted.
    const match = /^([1-5]\d\d)(?:([ -])(.*))?$/s.exec(line);
    const code = match?.[1];
    if (code === undefined) return this.#refuse('a reply must begin with a code', line);
    const text = match?.[3] ?? '';
    if (match?.[2] === '-') {
      this.#open = { code, lines: [text] };
      return undefined;
    }
    return this.#finish(code, [text]);
  }

  #inner(open: { readonly code: string; readonly lines: string[] }, line: string) {
    if (line === open.code || line.startsWith(`${open.code} `)) {
      return this.#finish(open.code, [...open.lines, line.slice(4)]);
    }
    open.lines.push(line.startsWith(`${open.code}-`) ? line.slice(4) : line);
    return undefined;
  }

  #finish(code: string, lines: readonly string[]): Reply {
    this.#open = undefined;
    this.#replyBytes = 0;
    const shown = lines.map((line) => sanitize(this.#redact(line)));
    return { code: Number(code), lines, display: shown };
  }

  #count(bytes: number): void {
    this.#replyBytes += bytes;
    if (this.#replyBytes > limits.replyBytes) {
      this.#refuse(`a reply is longer than ${limits.replyBytes} bytes`, this.#open?.lines[0] ?? '');
    }
  }

  #refuse(problem: string, received: string | Buffer): never {
    this.#pending = [];
    this.#pendingBytes = 0;
    throw new ProtocolError(problem, { received: this.#redact(received.toString()), rfc });
  }
}
