import type { FileJob } from './file-job.ts';
import type { FileJobs } from './file-jobs.ts';
import type { JobRunner } from './job-runner.ts';
import { shouldGoOn } from './stop-rule.ts';

/**
 * Uploads files one after the other, each in its place before the next is in its own.
 *
 * The rename of a file travels together with the next upload, once a first one has shown that the server renames
 * without further ado. It is sent only when its own file has arrived and been verified.
 */
export class SingleUploads {
  readonly #runner: JobRunner;
  readonly #jobs: FileJobs;
  #firstError: Error | undefined;
  #failuresInARow = 0;
  #renamesAreProven = false;

  constructor(runner: JobRunner, jobs: FileJobs) {
    this.#runner = runner;
    this.#jobs = jobs;
  }

  /** @returns The first error of a file. */
  async carryOut(): Promise<Error | undefined> {
    let arrived: FileJob | undefined;
    for (const job of this.#jobs) {
      const uploadFollows = job.index < this.#jobs.count - 1;
      const company = { publish: arrived, uploadFollows };
      const error = await this.#runner.run(job, (client) => job.upload(client, company));
      if (arrived !== undefined && !(await this.#publish(arrived))) {
        // It would meet the same refusal.
        if (error === undefined && this.#firstError !== undefined) job.fail(this.#firstError);
        this.#runner.tellEnd(job);
        return this.#firstError;
      }
      arrived = undefined;
      if (error !== undefined) {
        this.#runner.tellEnd(job);
        if (!this.#takesFailure(error)) break;
      } else if (this.#mayWait(uploadFollows)) {
        arrived = job;
      } else if (!(await this.#publish(job))) {
        break;
      }
    }
    return this.#firstError;
  }

  #mayWait(uploadFollows: boolean): boolean {
    return uploadFollows && this.#renamesAreProven && this.#runner.clientAhead !== undefined;
  }

  /** Returns whether to go on. */
  async #publish(job: FileJob): Promise<boolean> {
    const error = await this.#runner.publish(job);
    if (error !== undefined) return this.#takesFailure(error);
    this.#failuresInARow = 0;
    this.#renamesAreProven = job.wasRenamedPlainly;
    return true;
  }

  /** Returns whether to go on. */
  #takesFailure(error: Error): boolean {
    this.#firstError ??= error;
    this.#failuresInARow += 1;
    return !this.#runner.isOver && shouldGoOn(error, this.#failuresInARow);
  }
}
