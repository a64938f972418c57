/**
 * A time budget that progress renews: for connecting, for waiting for a reply, for moving data.
 *
 * Runs `onExpiry` once when `timeoutMs` pass without {@link Deadline.progress}. What it guards is a connection,
 * and `onExpiry` makes that connection fail, so everything that waits on it ends with the same error.
 */
export class Deadline implements Disposable {
  readonly #timer: NodeJS.Timeout;

  constructor(timeoutMs: number, onExpiry: () => void) {
    this.#timer = setTimeout(onExpiry, timeoutMs);
  }

  /** Something moved: the full time is there again. */
  progress(): void {
    this.#timer.refresh();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}
