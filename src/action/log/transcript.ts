import fs from 'node:fs';

import type { DialogueLine } from '../../ftps/index.ts';

const flushCharacters = 64 * 1024;
const marks = { client: 'C:', server: 'S:', note: '--' } as const;

/** The dialogue with the server as a file, with the seconds since the start before each line. */
export class Transcript {
  readonly path: string;
  readonly #redact: (text: string) => string;
  readonly #started = performance.now();
  #pending = '';
  #fault: Error | undefined;

  /** @param redact - Takes out what must not be in a file that is attached to a bug report. */
  constructor(path: string, redact: (text: string) => string) {
    this.path = path;
    this.#redact = redact;
    fs.writeFileSync(path, '');
  }

  /** Adds a line and returns it as it was written, without the time. */
  add(line: DialogueLine): string {
    const shown = `${marks[line.from]} ${this.#redact(line.text)}`;
    const seconds = ((performance.now() - this.#started) / 1_000).toFixed(3);
    this.#pending += `${seconds.padStart(9)} ${shown}\n`;
    if (this.#pending.length >= flushCharacters) this.flush();
    return shown;
  }

  /** Why it could not be written to its end; undefined when it could. */
  get fault(): Error | undefined {
    return this.#fault;
  }

  /** Writes what is still in memory. Never throws: a full disk must not break off an upload. */
  flush(): void {
    try {
      if (this.#pending !== '') fs.appendFileSync(this.path, this.#pending);
    } catch (error) {
      this.#fault ??= error as Error;
    }
    this.#pending = '';
  }
}
