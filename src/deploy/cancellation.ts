import type { Connection } from './connection.ts';

/** Milliseconds from a cancellation to its deadlines. A cancelled run must end within 5 s. */
const afterCancellation = {
  /** For the reply to an aborted transfer. */
  replyMs: 1_500,
  /** For deleting temporary files, over a new connection if necessary. */
  cleanUpMs: 3_500,
} as const;

/** Longest wait for the reply to QUIT in a cancelled run, in milliseconds. */
const quitMs = 500;

/** Ends what connections do when a signal is aborted: transfers at once, connections that don't reply a bit later. */
export class Cancellation implements Disposable {
  readonly #signal: AbortSignal;
  readonly #connections: Iterable<Connection>;
  readonly #cleanUp = new AbortController();
  readonly #timers: NodeJS.Timeout[] = [];

  constructor(signal: AbortSignal, connections: Iterable<Connection>) {
    this.#signal = signal;
    this.#connections = connections;
    signal.addEventListener('abort', this.#onAbort);
  }

  /** Aborted when a cancelled run has no time left for its clean-up. */
  get cleanUpSignal(): AbortSignal {
    return this.#cleanUp.signal;
  }

  /** Longest wait for the reply to QUIT; undefined for the default. */
  get quitMs(): number | undefined {
    return this.#signal.aborted ? quitMs : undefined;
  }

  /** Whether an operation failed because of the cancellation. */
  isCause(error: Error): boolean {
    return this.#signal.aborted && error === this.#signal.reason;
  }

  [Symbol.dispose](): void {
    this.#signal.removeEventListener('abort', this.#onAbort);
    for (const timer of this.#timers) clearTimeout(timer);
  }

  readonly #onAbort = (): void => {
    const reason = this.#signal.reason as Error;
    const destroy = () => {
      for (const connection of this.#connections) connection.destroy(reason);
    };
    for (const connection of this.#connections) connection.abortTransfer(reason);
    this.#timers.push(
      setTimeout(destroy, afterCancellation.replyMs),
      setTimeout(() => {
        this.#cleanUp.abort(reason);
        destroy();
      }, afterCancellation.cleanUpMs),
    );
  };
}
