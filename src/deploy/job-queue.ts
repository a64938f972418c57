import type { JobOptions } from './file/file-job.ts';
import { FileJob } from './file/file-job.ts';
import type { PlannedUpload } from './plan/plan.ts';
import type { FileResult, PendingFile, QueuedUpload, UnchangedFile } from './results.ts';
import { pendingResult } from './results.ts';
import { spread } from './upload-order.ts';
import type { SpreadOptions } from './upload-order.ts';

/** Which connection takes a file: some files are only for the first one. */
export type Taker = 'first' | 'additional';

/** Indices of files that may be taken in any order. */
interface Stage {
  readonly shared: number[];
  readonly reserved: number[];
}

/**
 * The files of a run, in the order in which they are uploaded, and their results. A job exists from when it is taken
 * until it is completed, so that a run with many files needs little more memory than their results.
 */
export class JobQueue {
  readonly #files: QueuedUpload[];
  readonly #options: JobOptions;
  /** Jobs that were taken and aren't completed. */
  readonly #active = new Map<number, FileJob>();
  /** Active jobs that a connection is working on. */
  readonly #inProgress = new Set<FileJob>();
  /** Active jobs of lost connections. */
  readonly #returned: FileJob[] = [];
  readonly #results = new Map<number, FileResult>();
  /** Indices of the files to upload, in reverse order, so that the next one is cheap to take. */
  #stages: Stage[];
  #indices: ReadonlyMap<string, number> | undefined;
  #waiting: (() => void)[] = [];

  constructor(files: readonly PlannedUpload[], options: JobOptions) {
    this.#files = [...files];
    this.#stages = [{ shared: files.map((_, index) => index).reverse(), reserved: [] }];
    this.#options = options;
  }

  /** Number of files that no connection has taken. */
  get remaining(): number {
    return this.#stages.reduce(
      (sum, { shared, reserved }) => sum + shared.length + reserved.length,
      this.#returned.length,
    );
  }

  /** Takes the next file; undefined if there is none, or not yet. */
  next(taker: Taker = 'first'): FileJob | undefined {
    const job = this.#takeReturned(taker) ?? this.#takeNew(taker);
    if (job !== undefined) this.#inProgress.add(job);
    return job;
  }

  /** The file that {@link next} would take. */
  peek(taker: Taker = 'first'): PlannedUpload | undefined {
    const [returned] = taker === 'first' ? this.#returned : [];
    if (returned !== undefined) return this.#files[returned.index];
    return this.#files[this.#listFor(taker)?.at(-1) ?? -1];
  }

  /**
   * Waits until there may be another file to take. A connection must have finished its own files first.
   *
   * @returns Whether there may be one; `false` if there won't be any.
   */
  async waitForNext(taker: Taker): Promise<boolean> {
    if (this.peek(taker) !== undefined) return true;
    const later = this.#stages.slice(1);
    const mayFollow =
      taker === 'first'
        ? this.#inProgress.size > 0 || later.length > 0
        : later.some(({ shared }) => shared.length > 0);
    if (!mayFollow) return false;
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve);
    });
    return true;
  }

  /** Lets all waiting connections look again whether there is something to do. */
  wakeAll(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
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
    const shared = remotePaths.flatMap((path) => this.indexOf(path) ?? []).reverse();
    this.#stages = [{ shared, reserved: [] }];
  }

  /** Orders the files for several connections. */
  spread(options: SpreadOptions): void {
    const order = this.#stages.flatMap(({ shared }) => shared.toReversed());
    this.#stages = spread(this.#files, order, options).map(({ shared, reserved }) => ({
      shared: shared.toReversed(),
      reserved: reserved.toReversed(),
    }));
  }

  /** A connection stops working on a job, which is published later or remains pending. */
  release(job: FileJob): void {
    this.#inProgress.delete(job);
    this.wakeAll();
  }

  /** Gives a job back that an additional connection can't finish. The first one takes it next. */
  giveBack(job: FileJob): void {
    this.#inProgress.delete(job);
    this.#returned.push(job);
    this.wakeAll();
  }

  /** Keeps the result of a job that has ended, and nothing else of it. */
  complete(job: FileJob): void {
    this.#results.set(job.index, job.result);
    this.#active.delete(job.index);
    this.#inProgress.delete(job);
    this.wakeAll();
  }

  /** The results of all files so far, in planned order. */
  get results(): readonly FileResult[] {
    return this.#files.map(
      (file, index) =>
        this.#results.get(index) ?? this.#active.get(index)?.result ?? pendingResult(file),
    );
  }

  #takeReturned(taker: Taker): FileJob | undefined {
    return taker === 'first' ? this.#returned.shift() : undefined;
  }

  #takeNew(taker: Taker): FileJob | undefined {
    const index = this.#listFor(taker)?.pop();
    const file = this.#files[index ?? -1];
    if (index === undefined || file === undefined) return undefined;
    const job = new FileJob(file, index, this.#options);
    this.#active.set(index, job);
    return job;
  }

  /** The list from which the next file is taken. A stage begins once every file of the one before has ended. */
  #listFor(taker: Taker): number[] | undefined {
    const [stage, ...later] = this.#stages;
    if (stage === undefined) return undefined;
    const { shared, reserved } = stage;
    if (taker === 'first' && reserved.length > 0) return reserved;
    if (shared.length > 0) return shared;
    const isOver = reserved.length + this.#inProgress.size + this.#returned.length === 0;
    if (!isOver || later.length === 0) return undefined;
    this.#stages = later;
    return this.#listFor(taker);
  }
}
