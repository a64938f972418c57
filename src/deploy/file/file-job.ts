import type { FtpsClient, PipelinedRename } from '../../ftps/index.ts';
import type { PlannedUpload } from '../plan/plan.ts';
import type { FileResult } from '../results.ts';
import type { UploadedFile, UploadOptions } from './file-upload.ts';
import { FileUpload } from './file-upload.ts';
import { Rename } from './rename.ts';
import type { TemporaryFiles } from './temporary-files.ts';
import type { TemporaryNames } from './temporary-names.ts';

/** How a file gets its final name: `direct` from the first byte, otherwise by a rename. */
export type PublishMode = 'direct' | 'atomic' | 'staged';

/** What the jobs of a run share. */
export interface JobOptions extends UploadOptions {
  readonly publish: PublishMode;
  readonly names: TemporaryNames;
  readonly temporaryFiles: TemporaryFiles;
}

/** What distinguishes the kinds of {@link FileResult}. */
type Outcome =
  | { readonly status: 'pending' }
  | ({ readonly status: 'uploaded' } & UploadedFile)
  | { readonly status: 'failed'; readonly error: Error };

/** One file of a run: its upload and, unless it is `direct`, its rename. Keeps its progress between attempts. */
export class FileJob {
  readonly index: number;
  readonly #file: PlannedUpload;
  readonly #temporaryFiles: TemporaryFiles;
  readonly #temporaryPath: string | undefined;
  readonly #upload: FileUpload;
  readonly #rename: Rename | undefined;
  #uploaded: UploadedFile | undefined;
  #outcome: Outcome = { status: 'pending' };
  #attempts = 0;
  #milliseconds = 0;

  constructor(file: PlannedUpload, index: number, options: JobOptions) {
    this.index = index;
    this.#file = file;
    this.#temporaryFiles = options.temporaryFiles;
    const { remotePath, sizeBytes } = file;
    if (options.publish === 'direct') {
      this.#upload = new FileUpload(file, { path: remotePath, isTemporary: false }, options);
      return;
    }
    const from = options.names.beside(remotePath);
    const intermediate = options.names.beside(remotePath);
    this.#temporaryPath = from;
    this.#upload = new FileUpload(file, { path: from, isTemporary: true }, options);
    this.#rename = new Rename({ from, to: remotePath, sizeBytes, intermediate }, options);
  }

  get remotePath(): string {
    return this.#file.remotePath;
  }

  get result(): FileResult {
    const milliseconds = Math.round(this.#milliseconds);
    return { ...this.#file, attempts: this.#attempts, milliseconds, ...this.#outcome };
  }

  /** Begins an attempt to upload the file to its final or temporary path; {@link finishUpload} takes the result. */
  beginUpload(): FileUpload {
    this.#attempts += 1;
    if (this.#temporaryPath !== undefined) this.#temporaryFiles.mayExist(this.#temporaryPath);
    return this.#upload;
  }

  finishUpload(uploaded: UploadedFile): void {
    this.#uploaded = uploaded;
    if (this.#temporaryPath !== undefined) this.#temporaryFiles.exists(this.#temporaryPath);
  }

  /** Whether the file is at its final path. */
  get isInPlace(): boolean {
    return this.#uploaded !== undefined && this.#rename?.isDone !== false;
  }

  /** Whether the file is uploaded under a temporary name first. */
  get needsRename(): boolean {
    return this.#rename !== undefined;
  }

  /** Whether the server replaced the old file by the rename alone. */
  get replacedInOneStep(): boolean {
    return this.#rename?.replacedInOneStep === true;
  }

  /** Prepares the rename for pipelining; undefined if there is none, or an earlier attempt has to be checked first. */
  pipelineRename(client: FtpsClient): PipelinedRename | undefined {
    return this.#rename?.pipeline(client);
  }

  get isRenameInFlight(): boolean {
    return this.#rename?.isInFlight === true;
  }

  /** Waits for a rename in flight; returns why the file isn't known to be in place. */
  async awaitPipelinedRename(): Promise<Error | undefined> {
    return await this.#rename?.awaitPipelined();
  }

  /** Renames the file to its final path. */
  async publish(client: FtpsClient): Promise<void> {
    await this.#rename?.attempt(client);
  }

  /** Adds the time until the timer is disposed of to the time spent on the file. */
  startTimer(): Disposable {
    const started = performance.now();
    return {
      [Symbol.dispose]: () => {
        this.#milliseconds += performance.now() - started;
      },
    };
  }

  /** The file is at its final path. */
  succeed(): void {
    if (this.#uploaded !== undefined) this.#outcome = { status: 'uploaded', ...this.#uploaded };
  }

  /** The file has failed permanently. A file that was never attempted remains pending. */
  fail(error: Error): void {
    if (this.#attempts > 0) this.#outcome = { status: 'failed', error };
  }
}
