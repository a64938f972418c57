import fs from 'node:fs';

import type { DialogueLine } from '../../ftps/index.ts';
import { toError } from '../errors.ts';
import type { Redactor } from './redactor.ts';

const flushCharacters = 64 * 1024;
const marks = { client: 'C', server: 'S' } as const;

/**
 * The dialogue with the server as a file, each line with the seconds since the start. Lines of the first connection are
 * marked `C:` and `S:`, those of later ones with their number, such as `C2:`.
 */
export class Transcript {
  readonly #path: string;
  readonly #redactor: Redactor;
  readonly #started = performance.now();
  #pending = '';
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
    const safe = this.#redactor.identity(text);
    const isFirst = connection === 1;
    if (from === 'note') return this.#write(`-- ${isFirst ? '' : `${connection}: `}${safe}`);
    return this.#write(`${marks[from]}${isFirst ? '' : connection}: ${safe}`);
  }

  /** Adds a line about the run as a whole. */
  note(text: string): void {
    this.#write(`-- ${this.#redactor.identity(text)}`);
  }

  /** The first error of writing the file. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** Writes what is still in memory and creates the file if missing. Never throws: a full disk must not end an upload. */
  flush(): void {
    try {
      fs.appendFileSync(this.#path, this.#pending);
    } catch (error) {
      this.#failure ??= toError(error);
    }
    this.#pending = '';
  }

  #write(line: string): string {
    const seconds = ((performance.now() - this.#started) / 1_000).toFixed(3);
    this.#pending += `${seconds.padStart(9)} ${line}\n`;
    if (this.#pending.length >= flushCharacters) this.flush();
    return line;
  }
}
