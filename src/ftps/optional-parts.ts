/**
 * A part of the protocol that servers may refuse or break, and that uploads can do without:
 *
 * - `chmod`: modes of files (SITE CHMOD); files then keep the server's default;
 * - `early-retrieval`: RETR before its data connection is open;
 * - `extended-passive`: EPSV; PASV is used instead;
 * - `hidden-names`: temporary names that start with a dot;
 * - `listings`: directory listings that check many files at once; each file is asked for instead;
 * - `login-directory`: changing back to the login directory; a relative directory is then not looked up;
 * - `passive-fallback`: PASV when the port that EPSV names can't be reached;
 * - `paths`: paths that contain directories; otherwise CWD precedes the file name;
 * - `pipelining`: several commands in one write;
 * - `replacing-rename`: RNTO over an existing file; the old file is moved aside first instead;
 * - `resume`: uploads that start at an offset; otherwise the whole file is sent again;
 * - `size`: SIZE; sizes are then not verified;
 * - `unconditional-mkd`: MKD without looking first whether the directory exists.
 */
export type OptionalPart =
  | 'chmod'
  | 'early-retrieval'
  | 'extended-passive'
  | 'hidden-names'
  | 'listings'
  | 'login-directory'
  | 'passive-fallback'
  | 'paths'
  | 'pipelining'
  | 'replacing-rename'
  | 'resume'
  | 'size'
  | 'unconditional-mkd';

/**
 * What a run still uses of the optional parts. All control connections of the run share it, so that what one of them has
 * found out about the server holds for the next ones as well.
 */
export class OptionalParts {
  readonly #onDropped: (part: OptionalPart, reason: string) => void;
  readonly #dropped = new Set<OptionalPart>();
  readonly #proven = new Set<OptionalPart>();
  readonly #causes = new WeakSet<Error>();

  /** @param onDropped - Called once for each part that is dropped, with the reason: safe to display. */
  constructor(onDropped: (part: OptionalPart, reason: string) => void = () => undefined) {
    this.#onDropped = onDropped;
  }

  isUsable(part: OptionalPart): boolean {
    return !this.#dropped.has(part);
  }

  /**
   * Stops using a part for the rest of the run.
   *
   * @param cause - The error that shows that the server doesn't support it; {@link explains} then finds it.
   */
  drop(part: OptionalPart, reason: string, cause?: Error): void {
    if (this.#dropped.has(part)) return;
    this.#dropped.add(part);
    if (cause !== undefined) this.#causes.add(cause);
    this.#onDropped(part, reason);
  }

  /** Whether a part was dropped because of this error: what has failed can be repeated without the part. */
  explains(error: Error): boolean {
    return this.#causes.has(error);
  }

  /** Records that the server supports a part. */
  prove(part: OptionalPart): void {
    this.#proven.add(part);
  }

  /** Whether the server has shown in this run that it supports a part. */
  isProven(part: OptionalPart): boolean {
    return this.#proven.has(part);
  }
}
