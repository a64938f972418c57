import type { FileJob } from './file/file-job.ts';
import type { JobQueue } from './job-queue.ts';
import type { JobRunner } from './job-runner.ts';
import { publishOrder } from './publish-order.ts';

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
  readonly #jobs: JobQueue;
  readonly #onPublish: () => void;

  /** @param onPublish - Told when everything has arrived. */
  constructor(runner: JobRunner, jobs: JobQueue, onPublish: () => void) {
    this.#runner = runner;
    this.#jobs = jobs;
    this.#onPublish = onPublish;
  }

  /** @returns The first error of a file, which ends the run. */
  async run(): Promise<Error | undefined> {
    const arrived: FileJob[] = [];
    for (const job of this.#jobs) {
      const moreUploads = job.index < this.#jobs.count - 1;
      const error = await this.#runner.run(job, (client) => job.upload(client, { moreUploads }));
      if (error === undefined) this.#runner.notifyStaged(job);
      else this.#runner.notifyDone(job);
      if (error !== undefined) return error;
      arrived.push(job);
    }
    this.#onPublish();
    for (const group of publishOrder(arrived, ({ result }) => result.remotePath)) {
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
      areProven = job.replacedInOneStep;
    }
    return undefined;
  }

  /** Sends the next renames, unless the first of them is under way from the last time. */
  #sendAhead(jobs: readonly FileJob[]): void {
    const client = this.#runner.pipeliningClient;
    if (client === undefined || jobs[0]?.isRenameInFlight === true) return;
    const renames = jobs.map((job) => job.pipelineRename(client));
    client.sendRenames(renames.filter((rename) => rename !== undefined));
  }

  /** A rename has failed for good: tells what became of those that were sent with it. */
  async #settle(jobs: readonly FileJob[], error: Error): Promise<void> {
    for (const job of jobs) {
      if (!job.isRenameInFlight) continue;
      if (await job.isInPlace()) job.succeed();
      else job.fail(error);
      this.#runner.notifyDone(job);
    }
  }
}
