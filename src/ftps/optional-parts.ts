/**
 * A part of the protocol that servers may refuse or break, and that uploads can do without:
 *
 * - `extended-passive`: EPSV; PASV is used instead;
 * - `hidden-names`: temporary names that start with a dot;
 * - `listings`: directory listings that check many files at once; each file is asked for instead;
 * - `pipelining`: several commands in one write;
 * - `replacing-rename`: RNTO over an existing file; the old file is moved aside first instead.
 */
export type OptionalPart =
  'extended-passive' | 'hidden-names' | 'listings' | 'pipelining' | 'replacing-rename';

/**
 * What a run still uses of the optional parts. All control connections of the run share it, so that what one of them has
 * found out about the server holds for the next ones as well.
 */
export class OptionalParts {
  readonly #onDropped: (part: OptionalPart, reason: string) => void;
  readonly #dropped = new Set<OptionalPart>();

  /** @param onDropped - Called once for each part that is dropped, with the reason: safe to display. */
  constructor(onDropped: (part: OptionalPart, reason: string) => void = () => undefined) {
    this.#onDropped = onDropped;
  }

  isUsable(part: OptionalPart): boolean {
    return !this.#dropped.has(part);
  }

  /** Stops using a part for the rest of the run. */
  drop(part: OptionalPart, reason: string): void {
    if (this.#dropped.has(part)) return;
    this.#dropped.add(part);
    this.#onDropped(part, reason);
  }
}
