import type { FtpsClient, PipelinedRename } from '../../ftps/index.ts';
import { FileNameError } from '../errors.ts';
import type { PlannedUpload } from '../plan/plan.ts';
import { rejectsUpload } from '../rejected-path.ts';
import type { FileResult } from '../results.ts';
import type { UploadOptions } from './file-upload.ts';
import { FileUpload } from './file-upload.ts';
import type { UploadedFile } from './file-verification.ts';
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
  readonly #options: JobOptions;
  #temporaryPath: string | undefined;
  #upload: FileUpload;
  #rename: Rename | undefined;
  #uploaded: UploadedFile | undefined;
  #outcome: Outcome = { status: 'pending' };
  #attempts = 0;
  #milliseconds = 0;

  constructor(file: PlannedUpload, index: number, options: JobOptions) {
    this.index = index;
    this.#file = file;
    this.#options = options;
    if (options.publish === 'direct') {
      const target = { path: file.remotePath, isTemporary: false };
      this.#upload = new FileUpload(file, target, options);
      return;
    }
    this.#upload = this.#useTemporaryNames(options.names.areHidden);
  }

  /** Chooses the names that the file has before its final one. */
  #useTemporaryNames(areHidden: boolean): FileUpload {
    const { names } = this.#options;
    const { remotePath: to, sizeBytes } = this.#file;
    const [from, aside] = names.of(to, { index: this.index, isHidden: areHidden });
    this.#temporaryPath = from;
    this.#rename = new Rename({ from, to, sizeBytes, aside }, this.#options);
    this.#upload = new FileUpload(this.#file, { path: from, isTemporary: true }, this.#options);
    return this.#upload;
  }

  /** Where the file is uploaded to: its final path, or a temporary one. */
  get uploadPath(): string {
    return this.#temporaryPath ?? this.#file.remotePath;
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
    this.#rename?.restart();
    return this.#mayExist();
  }

  /**
   * Begins the same attempt again with a temporary name that isn't hidden, if the server may have rejected the first one
   * because it is.
   */
  retryWithVisibleName(error: Error): FileUpload | undefined {
    const { names } = this.#options;
    const mayHelp = this.#temporaryPath !== undefined && !names.hasUsedHidden && names.areHidden;
    if (!mayHelp || !rejectsUpload(error)) return undefined;
    this.#useTemporaryNames(false);
    return this.#mayExist();
  }

  finishUpload(uploaded: UploadedFile): void {
    this.#uploaded = uploaded;
    const { names, temporaryFiles } = this.#options;
    if (this.#temporaryPath === undefined) return;
    temporaryFiles.exists(this.#temporaryPath);
    names.recordAccepted(this.#temporaryPath);
  }

  #mayExist(): FileUpload {
    if (this.#temporaryPath !== undefined) {
      this.#options.temporaryFiles.mayExist(this.#temporaryPath);
    }
    return this.#upload;
  }

  /** Verifies the upload, which the server has confirmed in an earlier session, and finishes it. */
  async verifyAgain(client: FtpsClient): Promise<void> {
    this.finishUpload(await this.#upload.verifyAgain(client));
  }

  /**
   * Finishes an upload that the server has confirmed, although it could not be verified; see
   * {@link FileUpload.acceptUnverified}.
   *
   * @returns Whether that is possible.
   */
  finishUnverified(error: Error): boolean {
    const uploaded = this.#upload.acceptUnverified(error);
    if (uploaded !== undefined) this.finishUpload(uploaded);
    return uploaded !== undefined;
  }

  /** Whether the file was uploaded, under whatever name. */
  get isUploaded(): boolean {
    return this.#uploaded !== undefined;
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

  /** Whether the uploaded file is gone without having arrived at its final path. */
  get isLost(): boolean {
    return this.#rename?.isLost === true;
  }

  /** Whether another attempt to rename the file may succeed after a temporary refusal that outlasted all retries. */
  acceptRefusal(error: Error): boolean {
    return this.#rename?.acceptRefusal(error) === true;
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

  /** The file has failed permanently. A file that was never attempted remains pending, unless its name is the problem. */
  fail(error: Error): void {
    if (this.#attempts > 0 || error instanceof FileNameError)
      this.#outcome = { status: 'failed', error };
  }
}
