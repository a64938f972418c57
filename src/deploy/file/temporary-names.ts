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

  /** Uses only hidden names from now on if a file with such a name is known to be on the server. */
  recordExisting(path: string): void {
    if (isHidden(path)) this.#hasUsedHidden = true;
  }

  /**
   * Which forms of names may be used once a file is on the server: whether they are hidden.
   *
   * @param existing - Its path, for {@link recordExisting}.
   */
  formsWith(existing: string): readonly boolean[] {
    if (!this.areHidden) return [false];
    return this.#hasUsedHidden || isHidden(existing) ? [true] : [true, false];
  }

  /**
   * The two temporary paths of a file, in its directory: that of the new file, and that of the old one, if it has to be
   * moved aside.
   *
   * @param file.index - Its position in the plan.
   */
  of(
    remotePath: string,
    { index, isHidden: hidden }: { readonly index: number; readonly isHidden: boolean },
  ): readonly [string, string] {
    const directory = remotePath.slice(0, remotePath.lastIndexOf('/') + 1);
    const name = (number: number) =>
      `${directory}${hidden ? '.' : ''}up-${this.#run}-${number.toString(36)}`;
    return [name(2 * index + 1), name(2 * index + 2)];
  }
}

function isHidden(path: string): boolean {
  return path.slice(path.lastIndexOf('/') + 1).startsWith('.');
}
