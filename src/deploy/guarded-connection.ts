import type { FtpsClient } from '../ftps/index.ts';
import type { Connection } from './connection.ts';
import type { Taker } from './job-queue.ts';
import type { RetryOptions, RetrySubject } from './retry.ts';
import { isTransient, withRetries } from './retry.ts';
import type { RunState } from './run-state.ts';
import type { UploadGuard } from './upload-guard.ts';

/** How {@link GuardedConnection.attempt} works. */
export interface AttemptOptions {
  /** What the guard of the run must allow before each attempt; it throws what ends the run. */
  readonly check?: (guard: UploadGuard) => Promise<void>;
  /** Whether another attempt may succeed. */
  readonly isPossible?: () => boolean;
}

/** A connection of a run: does work with retries, as long as the run continues and its guard allows it. */
export class GuardedConnection {
  readonly run: RunState;
  readonly connection: Connection;
  readonly taker: Taker;
  /** Aborted when an additional connection is no longer needed. */
  readonly #end: AbortSignal | undefined;

  /** @param end - For an additional connection: aborted when it is no longer needed. */
  constructor(run: RunState, connection: Connection, end?: AbortSignal) {
    this.run = run;
    this.connection = connection;
    this.taker = end === undefined ? 'first' : 'additional';
    this.#end = end;
  }

  /** Whether there may be more work: the run continues, and this connection hasn't given up. */
  get canContinue(): boolean {
    return this.run.shouldContinue && !this.connection.hasGivenUp && this.#end?.aborted !== true;
  }

  /** Whether an additional connection was lost. The first one does the rest. */
  get isLost(): boolean {
    return this.taker === 'additional' && this.connection.hasGivenUp;
  }

  /** Whether the run must stop, whatever else an error means. */
  mustStop(error: Error): boolean {
    return this.run.options.signal.aborted || error === this.run.guard?.failure;
  }

  /**
   * Runs `work` over the connection.
   *
   * @throws The error of the last attempt.
   */
  async attempt(
    subject: RetrySubject,
    work: (client: FtpsClient) => Promise<void>,
    { check, isPossible }: AttemptOptions = {},
  ): Promise<void> {
    await withRetries(this.#retryOptions(subject, isPossible), async () => {
      await work(await this.#client(check));
    });
  }

  /** The connected client, once the run may change something over its connection. */
  async #client(check?: (guard: UploadGuard) => Promise<void>): Promise<FtpsClient> {
    const { guard, options } = this.run;
    for (;;) {
      const client = await this.connection.connect(options.signal);
      if (guard === undefined || check === undefined) return client;
      const { number } = this.connection;
      await check(guard);
      if (this.connection.client === client && this.connection.number === number) return client;
    }
  }

  #retryOptions(subject: RetrySubject, isPossible = () => true): RetryOptions {
    const { options, optional } = this.run;
    const { retry, signal } = options;
    const { connection } = this;
    return {
      subject,
      policy: retry,
      // Connecting has its own retries.
      isTransient: (error) =>
        !connection.hasGivenUp &&
        error !== this.run.guard?.failure &&
        isPossible() &&
        (isTransient(error) || optional.explains(error)),
      isFree: (error) =>
        connection.brokeWhilePipelining || connection.closedAfterUpload || optional.explains(error),
      onRetry: this.run.recordRetry,
      signal,
    };
  }
}
