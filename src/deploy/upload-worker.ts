import type { FtpsClient } from '../ftps/index.ts';
import type { Connection } from './connection.ts';
import { VerificationError } from './errors.ts';
import type { FileJob } from './file/file-job.ts';
import type { PipelineHints } from './file/file-upload.ts';
import type { UploadedFile } from './file/file-verification.ts';
import { directoryConflict, kindOf } from './file/remote-files.ts';
import { rejectsUpload } from './rejected-path.ts';
import type { RetryOptions, RetrySubject } from './retry.ts';
import { isTransient, withRetries } from './retry.ts';
import type { RunState } from './run-state.ts';
import type { UploadGuard } from './upload-guard.ts';

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
   * Returns the connected client once the run may change something over its connection.
   *
   * @throws What ends the run.
   */
  async #guardedClient(check: (guard: UploadGuard) => Promise<void>): Promise<FtpsClient> {
    const { guard, options } = this.run;
    for (;;) {
      const client = await this.#connection.connect(options.signal);
      if (guard === undefined) return client;
      const { number } = this.#connection;
      await check(guard);
      if (this.#connection.client === client && this.#connection.number === number) return client;
    }
  }

  /**
   * Announces the renames of staged files, if necessary.
   *
   * @returns Why nothing may be renamed.
   */
  async announceRenames(jobs: readonly FileJob[]): Promise<Error | undefined> {
    try {
      await this.run.guard?.beforeStagedRenames(jobs.map(({ remotePath }) => remotePath));
      return undefined;
    } catch (error) {
      return error as Error;
    }
  }

  /**
   * Uploads a file to its final or temporary path.
   *
   * @param unpublished - An earlier file whose rename may be pipelined with this upload.
   * @returns The error of the last attempt.
   */
  async upload(job: FileJob, unpublished?: FileJob): Promise<Error | undefined> {
    const { queue } = this.run;
    using _timer = job.startTimer();
    try {
      await withRetries(this.#retryOptions({ remotePath: job.remotePath }), async () => {
        const client = await this.#guardedClient(async (guard) => {
          await guard.beforeUpload(job.remotePath);
          if (unpublished !== undefined) await guard.beforeRename(unpublished.remotePath);
        });
        const rename = unpublished?.pipelineRename(client);
        const hints = { rename, moreUploads: queue.peek() !== undefined };
        const uploaded = await this.#untilReleased({ client, job }, () =>
          this.#uploadOnce(job, client, hints),
        );
        if (uploaded !== undefined) job.finishUpload(uploaded);
        else await this.#verifyAgain(job);
      });
    } catch (thrown) {
      const error = thrown as Error;
      if (error instanceof VerificationError) this.run.recordAccepted(job.remotePath);
      const mustStop = this.run.options.signal.aborted || error === this.run.guard?.failure;
      if (mustStop || !job.finishUnverified(error)) {
        return await this.#explain(job, error);
      }
      const isUnfinished = queue.peek() !== undefined || job.needsRename;
      if (this.#connection.hasGivenUp && isUnfinished) this.run.failures.recordFailure(error);
    }
    this.run.recordAccepted(job.remotePath);
    return undefined;
  }

  /** Behind a maintenance file, a file that is in use gets some time. */
  async #untilReleased<T>(
    { client, job }: { readonly client: FtpsClient; readonly job: FileJob },
    work: () => Promise<T>,
  ): Promise<T> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        const { maintenance } = this.run;
        const isReleased = maintenance?.awaitRelease(client, job.remotePath, error as Error);
        if ((await isReleased) !== true) throw error;
      }
    }
  }

  /** One attempt, with a second temporary name if the server may have rejected the first one for its dot. */
  async #uploadOnce(
    job: FileJob,
    client: FtpsClient,
    hints: PipelineHints,
  ): Promise<UploadedFile | undefined> {
    const upload = job.beginUpload();
    try {
      return await upload.attempt(client, hints);
    } catch (error) {
      const visible = job.retryWithVisibleName(error as Error);
      if (visible === undefined) throw error;
      const uploaded = await visible.attempt(client, { ...hints, rename: undefined });
      this.run.notices.once(
        'The server rejects names that start with a dot, so temporary names start with "up-".',
      );
      return uploaded;
    }
  }

  /** Verifies a confirmed file on a new connection. Losing the old one wasn't a failed attempt. */
  async #verifyAgain(job: FileJob): Promise<void> {
    const { signal } = this.run.options;
    const client = await this.#connection.connect(signal);
    try {
      await job.verifyAgain(client);
    } catch (error) {
      const isLost = client.failure !== undefined && !signal.aborted;
      if (!isLost || !job.finishUnverified(error as Error)) throw error;
    }
  }

  /** Finds out whether a rejected file has the name of a directory. Returns the best error. */
  async #explain(job: FileJob, error: Error): Promise<Error> {
    const { client } = this.#connection;
    if (client === undefined || !rejectsUpload(error) || job.needsRename) return error;
    try {
      const kind = await kindOf(client, job.remotePath);
      return kind === 'directory' ? directoryConflict(error) : error;
    } catch {
      return error;
    }
  }

  async #mayRename(job: FileJob): Promise<boolean> {
    try {
      await this.run.guard?.beforeRename(job.remotePath);
      return true;
    } catch {
      return false;
    }
  }

  /** Sends the renames of several uploaded files in one write; {@link publish} evaluates the replies. */
  async pipelineRenames(jobs: readonly FileJob[]): Promise<void> {
    const [first] = jobs;
    // Publishing the first one explains why it can't be renamed.
    if (first === undefined || !(await this.#mayRename(first))) return;
    const client = this.pipeliningClient;
    if (client === undefined) return;
    // The names of some files have to be checked first.
    const clear = jobs.filter((job) => !this.run.collisions.isAmbiguous(job.remotePath));
    const renames = clear.map((job) => job.pipelineRename(client));
    client.sendRenames(renames.filter((rename) => rename !== undefined));
  }

  /**
   * Checks whether the server takes the name of a file for that of another one, which it then mustn't replace.
   *
   * @returns Why the file can't be stored under its name, or why that is unknown.
   */
  async checkName(job: FileJob): Promise<Error | undefined> {
    const { collisions } = this.run;
    if (job.isInPlace || !collisions.mayCollide(job.remotePath)) return undefined;
    try {
      await this.attempt({ remotePath: job.remotePath }, async (client) => {
        await collisions.check(client, job.remotePath);
      });
      return undefined;
    } catch (error) {
      return error as Error;
    }
  }

  /** Renames an uploaded file to its final path, unless it is there already, and reports its end. */
  async publish(job: FileJob): Promise<void> {
    await job.awaitPipelinedRename();
    const error = job.isInPlace ? undefined : await this.#rename(job);
    if (error === undefined) {
      this.#canReplaceByRename = job.replacedInOneStep;
      this.#succeed(job);
    } else {
      this.fail(job, error);
    }
  }

  /** Renames a file, and uploads it again if it got lost. Returns the error of the last attempt. */
  async #rename(job: FileJob): Promise<Error | undefined> {
    const attempts = this.run.options.retry.retries + 1;
    for (let attempt = 1; ;) {
      const error = await this.#attemptRename(job);
      if (error === undefined) return undefined;
      if (job.isLost && attempt < attempts) {
        const { remotePath } = job;
        const retry = { subject: { remotePath }, error, attempt, attempts };
        this.run.recordRetry({ ...retry, delayMs: 0, isFree: false });
        attempt += 1;
        const failure = await this.upload(job);
        if (failure !== undefined) return failure;
      } else if (!job.acceptRefusal(error)) {
        return error;
      }
    }
  }

  async #attemptRename(job: FileJob): Promise<Error | undefined> {
    using _timer = job.startTimer();
    const subject = { remotePath: job.remotePath };
    try {
      await withRetries(
        this.#retryOptions(subject, () => !job.isLost),
        async () => {
          const client = await this.#guardedClient((guard) => guard.beforeRename(job.remotePath));
          await this.#untilReleased({ client, job }, () => job.publish(client));
        },
      );
      return undefined;
    } catch (error) {
      return error as Error;
    }
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
    this.run.collisions.recordArrival(job.remotePath);
    this.run.failures.recordSuccess();
    if (job.needsRename) this.run.recordRename();
    this.#end(job);
  }

  #end(job: FileJob): void {
    this.run.queue.complete(job);
    const { result } = job;
    if (result.status === 'uploaded') this.run.guard?.arrived(result);
    this.run.observer.fileDone(result, job.index);
  }

  #retryOptions(subject: RetrySubject, isPossible = () => true): RetryOptions {
    const { options, optional } = this.run;
    const { retry, signal } = options;
    const connection = this.#connection;
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
