import { ProtocolError } from '../errors.ts';
import { decodeText } from './encoding.ts';
import { limits } from '../limits.ts';
import { sanitize } from '../../sanitize.ts';
import type { Reply } from './reply.ts';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** What a parser needs to know. */
export interface ReplyParserOptions {
  readonly redact?: (text: string) => string;
  readonly listing?: () => ((line: string) => void) | undefined;
}

/** A multi-line reply whose last line hasn't arrived. */
interface OpenReply {
  readonly code: string;
  readonly lines: string[];
  /** Receives the inner lines, which are then not kept. */
  readonly onLine: ((line: string) => void) | undefined;
  readonly endsWithCrlf: boolean;
  omittedLines: number;
}

/**
 * Parses the bytes of a control connection into replies, however they are divided into chunks.
 *
 * Only complete lines are parsed: `227 ...,10,2` and `29)` in two chunks are one reply with port 2789. Lines end with
 * CRLF; LF alone is tolerated. A multi-line reply starts with `ddd-` and ends with the first line that starts with the
 * same code and a space. Everything in between belongs to it, even lines with another code.
 *
 * The inner lines of a listing are passed on one by one and not kept.
 */
export class ReplyParser {
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #replyBytes = 0;
  #hasCrlf = false;
  readonly #redact: (text: string) => string;
  readonly #listing: () => ((line: string) => void) | undefined;
  #open: OpenReply | undefined;

  /**
   * @param options.redact - Replaces secrets in text for display: a server may echo what it receives.
   * @param options.listing - Returns what receives the inner lines of the next reply if they are a listing.
   */
  constructor({ redact, listing }: ReplyParserOptions = {}) {
    this.#redact = redact ?? ((text) => text);
    this.#listing = listing ?? (() => undefined);
  }

  /**
   * Parses a chunk and yields each reply that it completes.
   *
   * @throws {@link ProtocolError} when a line isn't part of a reply, or when a line or reply is too long.
   */
  *push(chunk: Buffer): Generator<Reply, void> {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(lineFeed, start);
      if (end === -1) break;
      const last = end > start ? chunk[end - 1] : this.#pending.at(-1)?.at(-1);
      this.#hasCrlf = last === carriageReturn;
      if (this.#isWithinName) {
        this.#keep(chunk.subarray(start, end + 1));
      } else {
        const reply = this.#line(this.#complete(chunk, start, end));
        if (reply !== undefined) yield reply;
      }
      start = end + 1;
    }
    this.#keep(chunk.subarray(start));
  }

  /** Whether anything has arrived since the last complete reply, even if it is only a line end. */
  get hasPartialReply(): boolean {
    return this.#replyBytes > 0;
  }

  /** Whether the current LF belongs to the name of a file: in a listing with CRLF, LF alone ends no line. */
  get #isWithinName(): boolean {
    const isListing = this.#open?.onLine !== undefined && this.#open.endsWithCrlf;
    return isListing && !this.#hasCrlf;
  }

  #keep(part: Buffer): void {
    if (part.length === 0) return;
    this.#pendingBytes += part.length;
    if (this.#pendingBytes > limits.replyLineBytes) {
      // The line from its start: a chunk may start within a secret, which would then not be replaced.
      const line = Buffer.concat([...this.#pending, part.subarray(0, limits.replyLineBytes)]);
      this.#refuse(`a reply line is longer than ${limits.replyLineBytes} bytes`, line);
    }
    this.#count(part.length);
    // Copied, because a part may be a small view of a large chunk. Joined from time to time, because many small parts
    // take much more memory than their bytes.
    this.#pending.push(Buffer.from(part));
    if (this.#pending.length > 64) this.#pending = [Buffer.concat(this.#pending)];
  }

  #complete(chunk: Buffer, start: number, end: number): string {
    const isWhole = this.#pendingBytes === 0 && end - start <= limits.replyLineBytes;
    if (!isWhole) return this.#joined(chunk.subarray(start, end));
    // Without a copy, so that a reply of thousands of empty lines isn't slow.
    this.#count(end - start + 1);
    return textOf(chunk, start, end);
  }

  #joined(part: Buffer): string {
    this.#keep(part);
    const line = Buffer.concat(this.#pending);
    this.#pending = [];
    this.#pendingBytes = 0;
    this.#count(1);
    return textOf(line, 0, line.length);
  }

  #line(line: string): Reply | undefined {
    if (this.#open !== undefined) return this.#inner(this.#open, line);
    if (line === '') return undefined; // An empty line between two replies, which counts as a part of the next one.
    const match = /^([1-5]\d\d)(?:([ -])(.*))?$/s.exec(line);
    const code = match?.[1];
    if (code === undefined) return this.#refuse('a reply must begin with a code', line);
    const text = match?.[3] ?? '';
    if (match?.[2] === '-') {
      const onLine = code.startsWith('2') ? this.#listing() : undefined;
      this.#open = { code, lines: [text], onLine, endsWithCrlf: this.#hasCrlf, omittedLines: 0 };
      return undefined;
    }
    return this.#finish(code, [text]);
  }

  #inner(open: OpenReply, line: string): Reply | undefined {
    if (line === open.code || line.startsWith(`${open.code} `)) {
      const { omittedLines } = open;
      const reply = this.#finish(open.code, [...open.lines, line.slice(4)]);
      return omittedLines === 0 ? reply : { ...reply, omittedLines };
    }
    const text = line.startsWith(`${open.code}-`) ? line.slice(4) : line;
    if (open.onLine === undefined) {
      open.lines.push(text);
      return undefined;
    }
    open.omittedLines += 1;
    if (open.omittedLines > limits.statusLines) {
      this.#refuse(`a reply has more than ${limits.statusLines} lines`, open.lines[0] ?? '');
    }
    open.onLine(text);
    return undefined;
  }

  #finish(code: string, lines: readonly string[]): Reply {
    this.#open = undefined;
    this.#replyBytes = 0;
    const display = linesToShow(lines).map((line) => sanitize(this.#redact(line.toWellFormed())));
    return { code: Number(code), lines, display };
  }

  #count(bytes: number): void {
    this.#replyBytes += bytes;
    const max = this.#open?.onLine === undefined ? limits.replyBytes : limits.statusBytes;
    if (this.#replyBytes > max) {
      this.#refuse(`a reply is longer than ${max} bytes`, this.#open?.lines[0] ?? '');
    }
  }

  #refuse(problem: string, received: string | Buffer): never {
    this.#pending = [];
    this.#pendingBytes = 0;
    this.#replyBytes = 0;
    throw new ProtocolError('reply-syntax', problem, this.#redact(received.toString()));
  }
}

function textOf(buffer: Buffer, start: number, end: number): string {
  const last = end > start && buffer[end - 1] === carriageReturn ? end - 1 : end;
  return last === start ? '' : decodeText(buffer.subarray(start, last));
}

// The last line says how the command ended.
function linesToShow(lines: readonly string[]): readonly string[] {
  const maximum = limits.replyLinesShown;
  return lines.length <= maximum ? lines : [...lines.slice(0, maximum - 1), ...lines.slice(-1)];
}
