import { randomInt } from 'node:crypto';

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Temporary names for uploads: hidden, short, in the directory of the file, and unique to this run. */
export class TemporaryNames {
  readonly #run = Array.from({ length: 6 }, () => alphabet[randomInt(alphabet.length)]).join('');
  #count = 0;

  /** Returns a new path in the directory of `remotePath`. */
  beside(remotePath: string): string {
    this.#count += 1;
    const directory = remotePath.slice(0, remotePath.lastIndexOf('/') + 1);
    return `${directory}.up-${this.#run}-${this.#count.toString(36)}`;
  }
}
