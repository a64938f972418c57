/**
 * A timeout that is extended by progress: for connecting, for waiting for a reply, for transferring data.
 *
 * Calls `onExpiry` once when `timeoutMs` pass without {@link Deadline.progress}. `onExpiry` usually fails a connection,
 * so that everything that waits on it ends with the same error.
 */
export class Deadline implements Disposable {
  readonly #timer: NodeJS.Timeout;

  constructor(timeoutMs: number, onExpiry: () => void) {
    this.#timer = setTimeout(onExpiry, timeoutMs);
  }

  /** Restarts the timeout. */
  progress(): void {
    this.#timer.refresh();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}
