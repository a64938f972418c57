import type { JobOptions } from './file/file-job.ts';
import { FileJob } from './file/file-job.ts';
import type { PlannedUpload } from './plan/plan.ts';
import type { FileResult } from './results.ts';
import { pendingResult } from './results.ts';

/**
 * The jobs of a run, in planned order, to be gone through once. A job is made when its turn comes, and let go some time
 * after its file has met its fate: of a hundred thousand files little more than the results is held.
 */
export class JobQueue implements Iterable<FileJob> {
  readonly #files: readonly PlannedUpload[];
  readonly #options: JobOptions;
  readonly #results: FileResult[] = [];
  /** Jobs whose turn has come, behind those whose results are held. */
  readonly #open: FileJob[] = [];

  constructor(files: readonly PlannedUpload[], options: JobOptions) {
    this.#files = files;
    this.#options = options;
  }

  /** How many there are. */
  get count(): number {
    return this.#files.length;
  }

  *[Symbol.iterator](): Generator<FileJob> {
    for (const [index, file] of this.#files.entries()) {
      this.#letGo();
      const job = new FileJob(file, index, this.#options);
      this.#open.push(job);
      yield job;
    }
  }

  /** What has become of every file so far. */
  get results(): readonly FileResult[] {
    const begun = [...this.#results, ...this.#open.map((job) => job.result)];
    return [...begun, ...this.#files.slice(begun.length).map(pendingResult)];
  }

  #letGo(): void {
    for (let [job] = this.#open; job !== undefined; [job] = this.#open) {
      if (job.result.status === 'pending') return;
      this.#results.push(job.result);
      this.#open.shift();
    }
  }
}
