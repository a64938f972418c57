import type { JobOptions } from './file/file-job.ts';
import { FileJob } from './file/file-job.ts';
import type { PlannedUpload } from './plan/plan.ts';
import type { FileResult } from './results.ts';
import { pendingResult } from './results.ts';

/**
 * The files of a run, in the order in which they are uploaded, and their results. A job exists from when it is taken
 * until it is completed, so that a run with many files needs little more memory than their results.
 */
export class JobQueue {
  readonly #files: readonly PlannedUpload[];
  readonly #options: JobOptions;
  readonly #active = new Map<number, FileJob>();
  readonly #results = new Map<number, FileResult>();
  #nextIndex = 0;

  constructor(files: readonly PlannedUpload[], options: JobOptions) {
    this.#files = files;
    this.#options = options;
  }

  /** Takes the next file; undefined when all were taken. */
  next(): FileJob | undefined {
    const file = this.peek();
    if (file === undefined) return undefined;
    const job = new FileJob(file, this.#nextIndex, this.#options);
    this.#active.set(job.index, job);
    this.#nextIndex += 1;
    return job;
  }

  /** The file that {@link next} would take. */
  peek(): PlannedUpload | undefined {
    return this.#files[this.#nextIndex];
  }

  /** Keeps the result of a job that has ended, and nothing else of it. */
  complete(job: FileJob): void {
    this.#results.set(job.index, job.result);
    this.#active.delete(job.index);
  }

  /** The results of all files so far, in planned order. */
  get results(): readonly FileResult[] {
    return this.#files.map(
      (file, index) =>
        this.#results.get(index) ?? this.#active.get(index)?.result ?? pendingResult(file),
    );
  }
}
