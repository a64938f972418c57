import type { FtpsClient } from '../ftps/index.ts';
import { makeDirectories } from './directories.ts';
import { NoChecksumError } from './errors.ts';
import type { PublishMode } from './file-job.ts';
import { FileJob } from './file-job.ts';
import { Leftovers } from './leftovers.ts';
import { Notices } from './notices.ts';
import type { DeployObserver } from './observer.ts';
import type { Plan, PlannedUpload } from './plan.ts';
import { publishingOrder } from './publishing-order.ts';
import type { DeployResult } from './result.ts';
import type { RetryPolicy } from './retry.ts';
import { isTransient, withRetries } from './retry.ts';
import type { DeployTarget } from './session.ts';
import { Session } from './session.ts';
import { shouldGoOn } from './stop-rule.ts';
import { TemporaryNames } from './temporary-names.ts';
import type { Verification } from './verify.ts';

/** How to deploy. */
export interface DeployOptions {
  readonly publish: PublishMode;
  readonly verify: Verification;
  readonly preserveMtime: boolean;
  readonly retry: RetryPolicy;
  /** Cancels the run when aborted: what is under way is broken off, what is temporary removed. */
  readonly signal: AbortSignal;
}

/** Milliseconds after a cancellation, which must end within 5 s, up to which something may still happen. */
const afterCancellation = {
  /** The server may answer to the transfer's being broken off. */
  answerMs: 1_500,
  /** A lost connection may be made again, to remove what is temporary. */
  cleanUpMs: 3_500,
  /** Longest wait for the answer to QUIT. */
  quitMs: 500,
} as const;

/** One deployment, from the connection to what is cleaned up behind it. */
export class Deployment {
  readonly #plan: Plan;
  readonly #options: DeployOptions;
  readonly #observer: DeployObserver;
  readonly #session: Session;
  readonly #leftovers = new Leftovers();
  readonly #jobs: readonly FileJob[];
  #retries = 0;
  #cancelledAt: number | undefined;

  constructor(plan: Plan, target: DeployTarget, options: DeployOptions, observer: DeployObserver) {
    this.#plan = plan;
    this.#options = options;
    this.#observer = observer;
    const onRetry = this.#retryListener('The connection');
    this.#session = new Session(target, { policy: options.retry, onRetry }, observer);
    const shared = {
      ...options,
      leftovers: this.#leftovers,
      names: new TemporaryNames(),
      notices: new Notices((text) => {
        observer.notice(text);
      }),
      onProgress: (file: PlannedUpload, bytesSent: number) => {
        observer.fileProgress(file, bytesSent);
      },
    };
    this.#jobs = plan.uploads.map((file, index) => new FileJob(file, index, shared));
  }

  /** What has become of everything so far. */
  get outcome(): Omit<DeployResult, 'milliseconds' | 'error'> {
    return {
      files: this.#jobs.map((job) => job.result),
      connection: this.#session.report,
      retries: this.#retries,
      leftovers: this.#leftovers.paths,
    };
  }

  /**
   * Connects, makes the directories, uploads and publishes.
   *
   * @returns The first error of a file.
   * @throws What keeps all files from the server.
   */
  async carryOut(): Promise<Error | undefined> {
    const { signal, verify, publish } = this.#options;
    signal.throwIfAborted();
    this.#observer.phase('connect');
    const client = await this.#session.connect(signal);
    if (verify === 'checksum' && client.checksumMethod === undefined) throw new NoChecksumError();
    this.#observer.phase('directories');
    await this.#attempt('The directories', async (live) => {
      const { made, existing } = await makeDirectories(live, this.#plan);
      this.#observer.directoriesReady(made, existing);
    });
    this.#observer.phase('upload');
    return publish === 'staged' ? this.#uploadStaged() : this.#uploadOneByOne();
  }

  /** Removes what is temporary, on a new connection if need be, and says goodbye. Never throws. */
  async cleanUp(): Promise<void> {
    const isCancelled = this.#cancelledAt !== undefined;
    if (this.#leftovers.canBeRemoved && !this.#session.isHopeless) {
      const signal = isCancelled
        ? AbortSignal.timeout(this.#msUntil(afterCancellation.cleanUpMs))
        : new AbortController().signal;
      const policy = this.#options.retry;
      const onRetry = this.#retryListener('Removing temporary files');
      await withRetries({ policy, isTransient, onRetry, signal }, async () => {
        await this.#leftovers.remove(await this.#session.connect(signal));
      }).catch(() => undefined); // What is left is in the outcome.
    }
    await this.#session.quit(isCancelled ? afterCancellation.quitMs : undefined);
  }

  /** Breaks off what is under way as soon as the signal is aborted. */
  listenForCancellation(): Disposable {
    const { signal } = this.#options;
    const timers: NodeJS.Timeout[] = [];
    const onAbort = () => {
      this.#cancelledAt = performance.now();
      const reason = signal.reason as Error;
      this.#session.cancelTransfer(reason);
      for (const ms of [afterCancellation.answerMs, afterCancellation.cleanUpMs]) {
        timers.push(
          setTimeout(() => {
            this.#session.abandon(reason);
          }, ms),
        );
      }
    };
    signal.addEventListener('abort', onAbort);
    return {
      [Symbol.dispose]() {
        signal.removeEventListener('abort', onAbort);
        for (const timer of timers) clearTimeout(timer);
      },
    };
  }

  async #uploadOneByOne(): Promise<Error | undefined> {
    let first: Error | undefined;
    let failuresInARow = 0;
    for (const job of this.#jobs) {
      const error = await this.#run(job, async (client) => {
        await job.upload(client);
        await job.publish(client);
      });
      if (error === undefined) job.succeed();
      this.#tellEnd(job);
      first ??= error;
      failuresInARow = error === undefined ? 0 : failuresInARow + 1;
      if (error === undefined) continue;
      if (this.#isOver() || !shouldGoOn(error, failuresInARow)) break;
    }
    return first;
  }

  async #uploadStaged(): Promise<Error | undefined> {
    for (const job of this.#jobs) {
      const error = await this.#run(job, (client) => job.upload(client));
      if (error === undefined) this.#observer.fileStaged(job.result, job.index);
      else this.#tellEnd(job);
      if (error !== undefined) return error;
    }
    this.#observer.phase('publish');
    for (const job of publishingOrder(this.#jobs, ({ result }) => result.remotePath)) {
      const error = await this.#run(job, (client) => job.publish(client));
      if (error === undefined) job.succeed();
      this.#tellEnd(job);
      if (error !== undefined) return error;
    }
    return undefined;
  }

  /** Does a part of a file's work, with its retries; returns the error that is left in the end. */
  async #run(
    job: FileJob,
    work: (client: FtpsClient) => Promise<void>,
  ): Promise<Error | undefined> {
    const started = performance.now();
    try {
      await this.#attempt(job.result.remotePath, work);
      return undefined;
    } catch (error) {
      job.fail(error as Error);
      return error as Error;
    } finally {
      job.addTime(performance.now() - started);
    }
  }

  async #attempt(what: string, work: (client: FtpsClient) => Promise<void>): Promise<void> {
    const { retry: policy, signal } = this.#options;
    await withRetries(
      {
        policy,
        signal,
        // Connecting has retries of its own; when those are used up, nothing here helps.
        isTransient: (error) => !this.#session.isHopeless && isTransient(error),
        onRetry: this.#retryListener(what),
      },
      async () => work(await this.#session.connect(signal)),
    );
  }

  // A file that was not reached because no connection could be made has no end to tell.
  #tellEnd({ result, index }: FileJob): void {
    if (result.status !== 'pending') this.#observer.fileDone(result, index);
  }

  #isOver(): boolean {
    return this.#session.isHopeless || this.#options.signal.aborted;
  }

  #retryListener(what: string) {
    return (error: Error, pauseMs: number) => {
      this.#retries += 1;
      this.#observer.retrying(what, error, pauseMs);
    };
  }

  #msUntil(afterMs: number): number {
    const since = performance.now() - (this.#cancelledAt ?? 0);
    return Math.max(Math.round(afterMs - since), 0);
  }
}
