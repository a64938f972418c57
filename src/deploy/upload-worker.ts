import type { FtpsClient } from '../ftps/index.ts';
import type { Connection } from './connection.ts';
import { VerificationError } from './errors.ts';
import type { FileJob } from './file/file-job.ts';
import type { RetryOptions, RetrySubject } from './retry.ts';
import { isTransient, withRetries } from './retry.ts';
import type { RunState } from './run-state.ts';

/** Does the work of a run on one connection, with retries, and reports the result of each file. */
export class UploadWorker {
  readonly run: RunState;
  readonly #connection: Connection;
  #canReplaceByRename = false;

  constructor(run: RunState, connection: Connection) {
    this.run = run;
    this.#connection = connection;
  }

  /** Whether there may be more work: the run continues, and this connection hasn't given up. */
  get canContinue(): boolean {
    return this.run.shouldContinue && !this.#connection.hasGivenUp;
  }

  /** The connected client, if it may pipeline renames: the last one replaced the old file in one step. */
  get pipeliningClient(): FtpsClient | undefined {
    if (!this.#canReplaceByRename || !this.canContinue) return undefined;
    const { client } = this.#connection;
    return client?.pipeliningMode === 'off' ? undefined : client;
  }

  /**
   * Runs `work` on the connection.
   *
   * @throws The error of the last attempt.
   */
  async attempt(subject: RetrySubject, work: (client: FtpsClient) => Promise<void>): Promise<void> {
    await withRetries(this.#retryOptions(subject), async () => {
      await work(await this.#connection.connect(this.run.options.signal));
    });
  }

  /**
   * Uploads a file to its final or temporary path.
   *
   * @param unpublished - An earlier file whose rename may be pipelined with this upload.
   * @returns The error of the last attempt.
   */
  async upload(job: FileJob, unpublished?: FileJob): Promise<Error | undefined> {
    const { options, queue } = this.run;
    using _timer = job.startTimer();
    try {
      await withRetries(this.#retryOptions({ remotePath: job.remotePath }), async () => {
        const client = await this.#connection.connect(options.signal);
        const upload = job.beginUpload();
        const rename = unpublished?.pipelineRename(client);
        const moreUploads = queue.peek() !== undefined;
        job.finishUpload(await upload.attempt(client, { rename, moreUploads }));
      });
      this.run.recordAccepted(job.remotePath);
      return undefined;
    } catch (error) {
      if (error instanceof VerificationError) this.run.recordAccepted(job.remotePath);
      return error as Error;
    }
  }

  /** Sends the renames of several uploaded files in one write; {@link publish} evaluates the replies. */
  pipelineRenames(jobs: readonly FileJob[]): void {
    const client = this.pipeliningClient;
    if (client === undefined) return;
    const renames = jobs.map((job) => job.pipelineRename(client));
    client.sendRenames(renames.filter((rename) => rename !== undefined));
  }

  /** Renames an uploaded file to its final path, unless it is there already, and reports its end. */
  async publish(job: FileJob): Promise<void> {
    await job.awaitPipelinedRename();
    if (!job.isInPlace) {
      using _timer = job.startTimer();
      try {
        await this.attempt({ remotePath: job.remotePath }, (client) => job.publish(client));
      } catch (error) {
        this.fail(job, error as Error);
        return;
      }
    }
    this.#canReplaceByRename = job.replacedInOneStep;
    this.#succeed(job);
  }

  /** Reports the end of a file whose rename was in flight when the run stopped. */
  async settle(job: FileJob): Promise<void> {
    const error = await job.awaitPipelinedRename();
    if (job.isInPlace) this.#succeed(job);
    else if (error !== undefined) this.fail(job, error);
  }

  /** Reports that a file failed. A file that was never attempted remains pending. */
  fail(job: FileJob, error: Error): void {
    job.fail(error);
    this.run.failures.recordFailure(error);
    if (job.result.status !== 'pending') this.#end(job);
  }

  #succeed(job: FileJob): void {
    job.succeed();
    this.run.failures.recordSuccess();
    if (job.needsRename) this.run.recordRename();
    this.#end(job);
  }

  #end(job: FileJob): void {
    this.run.queue.complete(job);
    this.run.observer.fileDone(job.result, job.index);
  }

  #retryOptions(subject: RetrySubject): RetryOptions {
    const { retry, signal } = this.run.options;
    return {
      subject,
      policy: retry,
      // Connecting has its own retries.
      isTransient: (error) => !this.#connection.hasGivenUp && isTransient(error),
      isFree: () => this.#connection.brokeWhilePipelining,
      onRetry: this.run.recordRetry,
      signal,
    };
  }
}
