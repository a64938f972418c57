import type { FtpsClient } from '../ftps/index.ts';
import type { FileJob } from './file/file-job.ts';
import type { DeployObserver } from './observer.ts';
import type { RetryListener, RetryPolicy } from './retry.ts';
import { isTransient, withRetries } from './retry.ts';
import type { Connection } from './connection.ts';

/** Does work on the session's connection, again after transient faults, and tells how it ended. */
export class JobRunner {
  readonly #session: Connection;
  readonly #options: { readonly retry: RetryPolicy; readonly signal: AbortSignal };
  readonly #observer: DeployObserver;
  readonly #onRetry: (what: string) => RetryListener;

  /** @param onRetry - Makes the listener for retries of the work that is named. */
  constructor(
    session: Connection,
    options: { readonly retry: RetryPolicy; readonly signal: AbortSignal },
    observer: DeployObserver,
    onRetry: (what: string) => RetryListener,
  ) {
    this.#session = session;
    this.#options = options;
    this.#observer = observer;
    this.#onRetry = onRetry;
  }

  /** Whether nothing further can be done: no connection is to be had, or the run is cancelled. */
  get isOver(): boolean {
    return this.#session.hasGivenUp || this.#options.signal.aborted;
  }

  /** The connected client, where it may send commands before earlier ones have been answered. */
  get pipeliningClient(): FtpsClient | undefined {
    const client = this.isOver ? undefined : this.#session.client;
    return client?.pipeliningMode === 'off' ? undefined : client;
  }

  /**
   * Does work, with retries.
   *
   * @param what - Names the work when it is tried again.
   * @throws The error of the last attempt.
   */
  async attempt(what: string, work: (client: FtpsClient) => Promise<void>): Promise<void> {
    const { retry: policy, signal } = this.#options;
    await withRetries(
      {
        policy,
        signal,
        // Connecting has retries of its own; when those are used up, nothing here helps.
        isTransient: (error) => !this.#session.hasGivenUp && isTransient(error),
        isForgiven: () => this.#session.allowFreeRetry(),
        onRetry: this.#onRetry(what),
      },
      async () => work(await this.#session.connect(signal)),
    );
  }

  /** Does a part of a file's work, with its retries; returns the error that is left in the end. */
  async run(job: FileJob, work: (client: FtpsClient) => Promise<void>): Promise<Error | undefined> {
    const started = performance.now();
    try {
      await this.attempt(job.result.remotePath, work);
      return undefined;
    } catch (error) {
      job.fail(error as Error);
      return error as Error;
    } finally {
      job.addTime(performance.now() - started);
    }
  }

  /** Puts a file in its place, if that has not been done together with another upload; returns the error. */
  async publish(job: FileJob): Promise<Error | undefined> {
    const error = (await job.isInPlace())
      ? undefined
      : await this.run(job, (client) => job.publish(client));
    if (error === undefined) job.succeed();
    this.notifyDone(job);
    return error;
  }

  notifyStaged({ result, index }: FileJob): void {
    this.#observer.fileStaged(result, index);
  }

  /** A file that was not reached because no connection could be made has no end to tell. */
  notifyDone({ result, index }: FileJob): void {
    if (result.status !== 'pending') this.#observer.fileDone(result, index);
  }
}
