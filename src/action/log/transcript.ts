import fs from 'node:fs';

import type { DialogueLine } from '../../ftps/index.ts';
import { sanitize } from '../../sanitize.ts';
import { toError } from '../errors.ts';
import type { Redactor } from './redactor.ts';
import { TranscriptTail } from './transcript-tail.ts';

const flushCharacters = 64 * 1024;
/** Of a longer dialogue, the file has this much of its beginning and of its end: 10 MiB together. */
const headBytes = 5 * 1024 * 1024;
const tailBytes = 5 * 1024 * 1024;
const noteCharacters = 1_000;
const marks = { client: 'C', server: 'S' } as const;

/**
 * The dialogue with the server as a file, each line with the seconds since the start. Lines of the first connection are
 * marked `C:` and `S:`, those of later ones with their number, such as `C2:`. What a server can make the file grow to
 * is limited: the middle of a long dialogue is left out.
 */
export class Transcript {
  readonly #path: string;
  readonly #redactor: Redactor;
  readonly #started = performance.now();
  readonly #tail = new TranscriptTail(tailBytes);
  #pending: string[] = [];
  #pendingCharacters = 0;
  #writtenBytes = 0;
  #hasHead = false;
  #failure: Error | undefined;

  constructor(path: string, redactor: Redactor) {
    this.#path = path;
    this.#redactor = redactor;
  }

  /**
   * Adds a line of the dialogue.
   *
   * @param connection - Number of the control connection, from 1.
   * @returns The line as written, without the time.
   */
  add(connection: number, { from, text }: DialogueLine): string {
    // The code and the hyphen of a reply would hide where a name or an address starts.
    const [code = ''] = (from === 'server' ? /^\d{3}[ -]/.exec(text) : undefined) ?? [];
    const safe = code + this.#redactor.identity(text.slice(code.length));
    const isFirst = connection === 1;
    if (from === 'note') return this.#write(`-- ${isFirst ? '' : `${connection}: `}${safe}`);
    return this.#write(`${marks[from]}${isFirst ? '' : connection}: ${safe}`);
  }

  /** Adds a line about the run as a whole; the text needn't be safe to display. */
  note(text: string): void {
    this.#write(`-- ${sanitize(this.#redactor.identity(text), noteCharacters)}`);
  }

  /** The first error of writing the file. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /**
   * Writes what is still in memory and creates the file if missing, at the end of the run. Never throws: a full disk
   * must not end an upload.
   */
  flush(): void {
    this.#store();
    const { lines, cutLines } = this.#tail.take();
    if (cutLines > 0) this.#append(`${this.#time()} -- ... ${cutLines} lines cut\n`);
    this.#append(lines);
  }

  #write(line: string): string {
    const timed = `${this.#time()} ${line}\n`;
    this.#pending.push(timed);
    this.#pendingCharacters += timed.length;
    if (this.#pendingCharacters >= flushCharacters) this.#store();
    return line;
  }

  #time(): string {
    return ((performance.now() - this.#started) / 1_000).toFixed(3).padStart(9);
  }

  /** Moves what is pending to the file, or to the tail once the file has its beginning. */
  #store(): void {
    const text = this.#pending.join('');
    const bytes = Buffer.byteLength(text);
    this.#hasHead ||= this.#writtenBytes + bytes > headBytes;
    if (this.#hasHead) this.#tail.add({ text, bytes, lines: this.#pending.length });
    else this.#append(text, bytes);
    this.#pending = [];
    this.#pendingCharacters = 0;
  }

  #append(text: string, bytes = Buffer.byteLength(text)): void {
    this.#writtenBytes += bytes;
    try {
      fs.appendFileSync(this.#path, text, { mode: 0o600 });
    } catch (error) {
      this.#failure ??= toError(error);
    }
  }
}
