import type { FileJob } from './file/file-job.ts';
import type { JobQueue } from './job-queue.ts';
import type { JobRunner } from './job-runner.ts';
import { shouldContinue } from './failure-policy.ts';

/**
 * Uploads files one after the other, each in its place before the next is in its own.
 *
 * The rename of a file travels together with the next upload, once a first one has shown that the server renames
 * without further ado. It is sent only when its own file has arrived and been verified.
 */
export class SingleUploads {
  readonly #runner: JobRunner;
  readonly #jobs: JobQueue;
  #firstError: Error | undefined;
  #failuresInARow = 0;
  #renamesAreProven = false;

  constructor(runner: JobRunner, jobs: JobQueue) {
    this.#runner = runner;
    this.#jobs = jobs;
  }

  /** @returns The first error of a file. */
  async run(): Promise<Error | undefined> {
    let arrived: FileJob | undefined;
    for (const job of this.#jobs) {
      const moreUploads = job.index < this.#jobs.count - 1;
      const company = { publish: arrived, moreUploads };
      const error = await this.#runner.run(job, (client) => job.upload(client, company));
      if (arrived !== undefined && !(await this.#publish(arrived))) {
        // It would meet the same refusal.
        if (error === undefined && this.#firstError !== undefined) job.fail(this.#firstError);
        this.#runner.notifyDone(job);
        return this.#firstError;
      }
      arrived = undefined;
      if (error !== undefined) {
        this.#runner.notifyDone(job);
        if (!this.#takesFailure(error)) break;
      } else if (this.#mayWait(moreUploads)) {
        arrived = job;
      } else if (!(await this.#publish(job))) {
        break;
      }
    }
    return this.#firstError;
  }

  #mayWait(moreUploads: boolean): boolean {
    return moreUploads && this.#renamesAreProven && this.#runner.pipeliningClient !== undefined;
  }

  /** Returns whether to go on. */
  async #publish(job: FileJob): Promise<boolean> {
    const error = await this.#runner.publish(job);
    if (error !== undefined) return this.#takesFailure(error);
    this.#failuresInARow = 0;
    this.#renamesAreProven = job.replacedInOneStep;
    return true;
  }

  /** Returns whether to go on. */
  #takesFailure(error: Error): boolean {
    this.#firstError ??= error;
    this.#failuresInARow += 1;
    return !this.#runner.isOver && shouldContinue(error, this.#failuresInARow);
  }
}
