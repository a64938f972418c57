import type { FtpsClient } from '../ftps/index.ts';
import { PublishError, VerificationError } from './errors.ts';
import type { FileJob } from './file/file-job.ts';
import type { PipelineHints } from './file/file-upload.ts';
import type { UploadedFile } from './file/file-verification.ts';
import { directoryConflict, kindOf } from './file/remote-files.ts';
import { GuardedConnection } from './guarded-connection.ts';
import type { PlannedUpload } from './plan/plan.ts';
import { rejectsUpload } from './rejected-path.ts';
import { isTransient } from './retry.ts';
import type { UploadGuard } from './upload-guard.ts';

/** Uploads and publishes files over one connection, and reports the result of each. */
export class UploadWorker extends GuardedConnection {
  #canReplaceByRename = false;
  #hasUploaded = false;

  /** Whether this connection has uploaded a file. */
  get hasUploaded(): boolean {
    return this.#hasUploaded;
  }

  /** The file that {@link next} would take, if there is one now. */
  get nextFile(): PlannedUpload | undefined {
    return this.run.queue.peek(this.taker);
  }

  /** Takes the next file. Waits if others have to arrive first; undefined if there won't be one. */
  async next(): Promise<FileJob | undefined> {
    const { queue } = this.run;
    for (;;) {
      const job = queue.next(this.taker);
      if (job !== undefined || !(await queue.waitForNext(this.taker)) || !this.canContinue) {
        return job;
      }
    }
  }

  /** The connected client, if it may pipeline renames: the last one replaced the old file in one step. */
  get pipeliningClient(): FtpsClient | undefined {
    if (!this.#canReplaceByRename || !this.canContinue) return undefined;
    const { client } = this.connection;
    return client?.pipeliningMode === 'off' ? undefined : client;
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
      const check = async (guard: UploadGuard) => {
        await guard.beforeUpload(job.remotePath, this);
        if (unpublished !== undefined) {
          await guard.beforeRename(unpublished.remotePath, this);
        }
      };
      const work = async (client: FtpsClient) => {
        const rename = unpublished?.pipelineRename(client);
        // After the last file, the journal or the state follows.
        const isFollowed = this.taker === 'first' && this.run.guard !== undefined;
        const hints = { rename, moreUploads: this.nextFile !== undefined || isFollowed };
        const uploaded = await this.#untilReleased({ client, job }, () =>
          this.#uploadOnce(job, client, hints),
        );
        if (uploaded !== undefined) job.finishUpload(uploaded);
        else await this.#verifyAgain(job);
      };
      await this.attempt({ remotePath: job.remotePath }, work, { check });
    } catch (thrown) {
      const error = thrown as Error;
      if (error instanceof VerificationError) this.run.recordAccepted(job.remotePath);
      if (this.mustStop(error) || this.isLost || !job.finishUnverified(error)) {
        return await this.#explain(job, error);
      }
      const isUnfinished = queue.remaining > 0 || job.needsRename;
      if (this.connection.hasGivenUp && isUnfinished) this.run.failures.recordFailure(error);
    }
    this.run.recordAccepted(job.remotePath);
    this.#hasUploaded = true;
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
    const client = await this.connection.connect(signal);
    try {
      await job.verifyAgain(client);
    } catch (error) {
      const isLost = client.failure !== undefined && !signal.aborted;
      if (!isLost || !job.finishUnverified(error as Error)) throw error;
    }
  }

  /** Finds out whether a rejected file has the name of a directory. Returns the best error. */
  async #explain(job: FileJob, error: Error): Promise<Error> {
    const { client } = this.connection;
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
      await this.run.guard?.beforeRename(job.remotePath, this);
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
    client.files.sendRenames(renames.filter((rename) => rename !== undefined));
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
    const check = (guard: UploadGuard) => guard.beforeRename(job.remotePath, this);
    const work = (client: FtpsClient) =>
      this.#untilReleased({ client, job }, () => job.publish(client));
    try {
      await this.attempt(subject, work, { check, isPossible: () => !job.isLost });
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

  /**
   * Reports that a file failed. A file that was never attempted remains pending. An additional connection leaves a file to
   * the first one if that may succeed, and ends.
   */
  fail(job: FileJob, error: Error): void {
    // The server may allow the first connection more.
    if (this.taker === 'additional' && mayPassElsewhere(error)) this.connection.giveUp(error);
    if (this.isLost && this.run.shouldContinue) {
      this.run.queue.giveBack(job);
      return;
    }
    job.fail(error);
    this.run.failures.recordFailure(error);
    if (job.result.status === 'pending') this.run.queue.release(job);
    else this.#complete(job);
  }

  #succeed(job: FileJob): void {
    job.succeed();
    this.run.collisions.recordArrival(job.remotePath);
    this.run.failures.recordSuccess();
    if (job.needsRename) this.run.recordRename();
    this.#complete(job);
  }

  #complete(job: FileJob): void {
    this.run.queue.complete(job);
    const { result } = job;
    if (result.status === 'uploaded') this.run.guard?.arrived(result);
    this.run.observer.fileDone(result, job.index);
  }
}

/** Whether an error isn't a permanent refusal, so that another connection may succeed. */
function mayPassElsewhere(error: Error): boolean {
  const cause = error instanceof PublishError ? error.cause : error;
  return cause instanceof Error && isTransient(cause);
}
