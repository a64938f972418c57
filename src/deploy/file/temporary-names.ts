import { randomInt } from 'node:crypto';

import { OptionalParts } from '../../ftps/index.ts';

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';

/**
 * Temporary names for uploads: short, in the directory of the file, and unique to this run. They are hidden unless the
 * server has rejected names that start with a dot.
 */
export class TemporaryNames {
  readonly #run = Array.from({ length: 6 }, () => alphabet[randomInt(alphabet.length)]).join('');
  readonly #optional: OptionalParts;
  #count = 0;
  #hasUsedHidden = false;

  constructor(optional = new OptionalParts()) {
    this.#optional = optional;
  }

  /** Whether names start with a dot. */
  get areHidden(): boolean {
    return this.#optional.isUsable('hidden-names');
  }

  /** Whether the server has accepted a name that starts with a dot. */
  get hasUsedHidden(): boolean {
    return this.#hasUsedHidden;
  }

  /** Learns from a name that the server has accepted: a visible one is only used after a hidden one was rejected. */
  recordAccepted(path: string): void {
    if (isHidden(path)) this.#hasUsedHidden = true;
    else this.#optional.drop('hidden-names', 'the server rejected a name that starts with a dot');
  }

  /** Returns a new path in the directory of `remotePath`. */
  beside(remotePath: string, hidden = this.areHidden): string {
    this.#count += 1;
    const directory = remotePath.slice(0, remotePath.lastIndexOf('/') + 1);
    return `${directory}${hidden ? '.' : ''}up-${this.#run}-${this.#count.toString(36)}`;
  }
}

function isHidden(path: string): boolean {
  return path.slice(path.lastIndexOf('/') + 1).startsWith('.');
}
