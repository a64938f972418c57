import type { JobOptions } from './file/file-job.ts';
import { FileJob } from './file/file-job.ts';
import type { PlannedUpload } from './plan/plan.ts';
import type { FileResult, PendingFile, QueuedUpload, UnchangedFile } from './results.ts';
import { pendingResult } from './results.ts';

/**
 * The files of a run, in the order in which they are uploaded, and their results. A job exists from when it is taken
 * until it is completed, so that a run with many files needs little more memory than their results.
 */
export class JobQueue {
  readonly #files: QueuedUpload[];
  readonly #options: JobOptions;
  readonly #active = new Map<number, FileJob>();
  readonly #results = new Map<number, FileResult>();
  /** Indices of the files to upload. */
  #order: readonly number[];
  #position = 0;
  #indices: ReadonlyMap<string, number> | undefined;

  constructor(files: readonly PlannedUpload[], options: JobOptions) {
    this.#files = [...files];
    this.#order = files.map((_, index) => index);
    this.#options = options;
  }

  /** Takes the next file; undefined when all were taken. */
  next(): FileJob | undefined {
    const index = this.#order[this.#position];
    const file = this.peek();
    if (index === undefined || file === undefined) return undefined;
    const job = new FileJob(file, index, this.#options);
    this.#active.set(index, job);
    this.#position += 1;
    return job;
  }

  /** The file that {@link next} would take. */
  peek(): PlannedUpload | undefined {
    return this.#files[this.#order[this.#position] ?? -1];
  }

  /** Position of a file in the plan. */
  indexOf(remotePath: string): number | undefined {
    this.#indices ??= new Map(this.#files.map((file, index) => [file.remotePath, index]));
    return this.#indices.get(remotePath);
  }

  /** Sets the results of all files before the first upload: those that are unchanged, and why others are uploaded. */
  compare(resultOf: (file: PlannedUpload) => PendingFile | UnchangedFile): void {
    for (const [index, file] of this.#files.entries()) {
      const result = resultOf(file);
      if (result.status === 'unchanged') this.#results.set(index, result);
      else this.#results.delete(index);
      const { reason } = result;
      if (reason !== undefined) this.#files[index] = { ...file, reason };
    }
  }

  /** Chooses the files to upload, in this order, instead of all. */
  choose(remotePaths: readonly string[]): void {
    this.#order = remotePaths.flatMap((path) => this.indexOf(path) ?? []);
    this.#position = 0;
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
