import { createDirectories } from './directories.ts';
import { NoChecksumError } from './errors.ts';
import type { PublishMode } from './file/file-job.ts';
import { JobQueue } from './job-queue.ts';
import { JobRunner } from './job-runner.ts';
import { TemporaryFiles } from './file/temporary-files.ts';
import { OnceNotifier } from './once-notifier.ts';
import type { DeployObserver } from './observer.ts';
import type { Plan, PlannedUpload } from './plan/plan.ts';
import type { DeployResult } from './results.ts';
import type { RetryPolicy } from './retry.ts';
import { isTransient, withRetries } from './retry.ts';
import type { DeployTarget } from './connection.ts';
import { Connection } from './connection.ts';
import { SingleUploads } from './single-uploads.ts';
import { StagedUploads } from './staged-uploads.ts';
import { TemporaryNames } from './file/temporary-names.ts';
import type { Verification } from './file/verification.ts';

/** How to deploy. */
export interface DeployOptions {
  readonly publish: PublishMode;
  readonly verifyUploads: Verification;
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
  readonly #session: Connection;
  readonly #runner: JobRunner;
  readonly #temporaryFiles = new TemporaryFiles();
  readonly #jobs: JobQueue;
  #retries = 0;
  #cancelledAt: number | undefined;

  constructor(plan: Plan, target: DeployTarget, options: DeployOptions, observer: DeployObserver) {
    this.#plan = plan;
    this.#options = options;
    this.#observer = observer;
    const onRetry = this.#retryListener('The connection');
    this.#session = new Connection(target, { policy: options.retry, onRetry }, observer);
    this.#runner = new JobRunner(this.#session, options, observer, (what) =>
      this.#retryListener(what),
    );
    const shared = {
      ...options,
      temporaryFiles: this.#temporaryFiles,
      names: new TemporaryNames(),
      notices: new OnceNotifier((text) => {
        observer.notice(text);
      }),
      onProgress: (file: PlannedUpload, bytesSent: number) => {
        observer.fileProgress(file, bytesSent);
      },
    };
    this.#jobs = new JobQueue(plan.uploads, shared);
  }

  /** What has become of everything so far. */
  get outcome(): Omit<DeployResult, 'milliseconds' | 'error'> {
    return {
      files: this.#jobs.results,
      connection: this.#session.info,
      retries: this.#retries,
      remainingTemporaryFiles: this.#temporaryFiles.paths,
    };
  }

  /**
   * Connects, makes the directories, uploads and publishes.
   *
   * @returns The first error of a file.
   * @throws What keeps all files from the server.
   */
  async run(): Promise<Error | undefined> {
    const { signal, verifyUploads: verify, publish } = this.#options;
    signal.throwIfAborted();
    this.#observer.phase('connect');
    const client = await this.#session.connect(signal);
    if (verify === 'checksum' && client.checksumMethod === undefined) throw new NoChecksumError();
    this.#observer.phase('directories');
    await this.#runner.attempt('The directories', async (live) => {
      const { created: made, existing } = await createDirectories(live, this.#plan);
      this.#observer.directoriesReady(made, existing);
    });
    this.#observer.phase('upload');
    if (publish !== 'staged') return await new SingleUploads(this.#runner, this.#jobs).run();
    const onPublish = () => {
      this.#observer.phase('publish');
    };
    return await new StagedUploads(this.#runner, this.#jobs, onPublish).run();
  }

  /** Removes what is temporary, on a new connection if need be, and says goodbye. Never throws. */
  async cleanUp(): Promise<void> {
    const isCancelled = this.#cancelledAt !== undefined;
    if (this.#temporaryFiles.hasRemovable && !this.#session.hasGivenUp) {
      const signal = isCancelled
        ? AbortSignal.timeout(this.#msUntil(afterCancellation.cleanUpMs))
        : new AbortController().signal;
      const options = {
        policy: this.#options.retry,
        signal,
        // A silent connection that is given up because of the cancellation; a new one may still answer in time.
        isForgiven: (error: Error) => isCancelled && error === this.#options.signal.reason,
        isTransient: (error: Error) => isTransient(error) || options.isForgiven(error),
        onRetry: this.#retryListener('Removing temporary files'),
      };
      await withRetries(options, async () => {
        await this.#temporaryFiles.deleteFrom(await this.#session.connect(signal));
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
      this.#session.abortTransfer(reason);
      for (const ms of [afterCancellation.answerMs, afterCancellation.cleanUpMs]) {
        timers.push(
          setTimeout(() => {
            this.#session.destroy(reason);
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
