import type { FileJob } from './file-job.ts';
import type { FileJobs } from './file-jobs.ts';
import type { JobRunner } from './job-runner.ts';
import { publishingGroups } from './publishing-groups.ts';

/** As many as may fit one write, with short names. */
const mostTogether = 64;

/**
 * Uploads all files under temporary names first, then renames all of them in one go.
 *
 * The renames travel together, many in one write, once a first one has shown that the server renames without further
 * ado: readers see a mixture of old and new for as short a time as can be.
 */
export class StagedUploads {
  readonly #runner: JobRunner;
  readonly #jobs: FileJobs;
  readonly #onPublish: () => void;

  /** @param onPublish - Told when everything has arrived. */
  constructor(runner: JobRunner, jobs: FileJobs, onPublish: () => void) {
    this.#runner = runner;
    this.#jobs = jobs;
    this.#onPublish = onPublish;
  }

  /** @returns The first error of a file, which ends the run. */
  async carryOut(): Promise<Error | undefined> {
    const arrived: FileJob[] = [];
    for (const job of this.#jobs) {
      const uploadFollows = job.index < this.#jobs.count - 1;
      const error = await this.#runner.run(job, (client) => job.upload(client, { uploadFollows }));
      if (error === undefined) this.#runner.tellStaged(job);
      else this.#runner.tellEnd(job);
      if (error !== undefined) return error;
      arrived.push(job);
    }
    this.#onPublish();
    for (const group of publishingGroups(arrived, ({ result }) => result.remotePath)) {
      const error = await this.#publish(group);
      if (error !== undefined) return error;
    }
    return undefined;
  }

  async #publish(jobs: readonly FileJob[]): Promise<Error | undefined> {
    let areProven = false;
    for (const [index, job] of jobs.entries()) {
      if (areProven) this.#sendAhead(jobs.slice(index, index + mostTogether));
      const error = await this.#runner.publish(job);
      if (error !== undefined) {
        await this.#settle(jobs.slice(index + 1), error);
        return error;
      }
      areProven = job.wasRenamedPlainly;
    }
    return undefined;
  }

  /** Sends the next renames, unless the first of them is under way from the last time. */
  #sendAhead(jobs: readonly FileJob[]): void {
    const client = this.#runner.clientAhead;
    if (client === undefined || jobs[0]?.wasSentAhead === true) return;
    const renames = jobs.map((job) => job.renameAhead(client));
    client.sendRenames(renames.filter((rename) => rename !== undefined));
  }

  /** A rename has failed for good: tells what became of those that were sent with it. */
  async #settle(jobs: readonly FileJob[], error: Error): Promise<void> {
    for (const job of jobs) {
      if (!job.wasSentAhead) continue;
      if (await job.isInPlace()) job.succeed();
      else job.fail(error);
      this.#runner.tellEnd(job);
    }
  }
}
