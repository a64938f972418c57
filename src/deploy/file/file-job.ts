import type { FtpsClient, PipelinedRename } from '../../ftps/index.ts';
import type { UploadedFile, UploadOptions } from './file-upload.ts';
import { FileUpload } from './file-upload.ts';
import type { TemporaryFiles } from './temporary-files.ts';
import type { PlannedUpload } from '../plan/plan.ts';
import { wirePath } from '../plan/remote-path.ts';
import { Rename } from './rename.ts';
import type { FileResult } from '../results.ts';
import { pendingResult, uploadedResult } from '../results.ts';
import type { TemporaryNames } from './temporary-names.ts';

/** When a file gets its final name: `direct` has it from the first byte. */
export type PublishMode = 'direct' | 'atomic' | 'staged';

/** What the jobs of a run share. */
export interface JobOptions extends UploadOptions {
  readonly publish: PublishMode;
  readonly names: TemporaryNames;
  readonly temporaryFiles: TemporaryFiles;
}

/** One file of a run: its upload, and where a temporary name is used, its rename. Remembers how far it has come. */
export class FileJob {
  readonly index: number;
  readonly #temporaryFiles: TemporaryFiles;
  /** Undefined once the file has arrived. */
  #upload: FileUpload | undefined;
  readonly #temporaryPath: string | undefined;
  readonly #rename: Rename | undefined;
  #arrived: UploadedFile | undefined;
  #result: FileResult;

  constructor(file: PlannedUpload, index: number, options: JobOptions) {
    this.index = index;
    this.#result = pendingResult(file);
    this.#temporaryFiles = options.temporaryFiles;
    const final = wirePath(file.remotePath);
    if (options.publish === 'direct') {
      this.#upload = new FileUpload(file, { path: final, isTemporary: false }, options);
      return;
    }
    const from = wirePath(options.names.beside(file.remotePath));
    const aside = wirePath(options.names.beside(file.remotePath));
    this.#temporaryPath = from;
    this.#upload = new FileUpload(file, { path: from, isTemporary: true }, options);
    this.#rename = new Rename(
      { from, to: final, sizeBytes: file.sizeBytes, intermediate: aside },
      options,
    );
  }

  /** What has become of the file so far. */
  get result(): FileResult {
    return this.#result;
  }

  /**
   * Brings the file to the server: under its final name, or under a temporary one.
   *
   * @param company.publish - A job whose rename may travel together with this upload.
   */
  async upload(
    client: FtpsClient,
    company: { readonly publish?: FileJob | undefined; readonly moreUploads: boolean },
  ): Promise<void> {
    if (this.#upload === undefined) return;
    this.#result = { ...this.#result, attempts: this.#result.attempts + 1 };
    if (this.#temporaryPath !== undefined) this.#temporaryFiles.mayExist(this.#temporaryPath);
    const { moreUploads } = company;
    const rename = company.publish?.pipelineRename(client);
    this.#arrived = await this.#upload.attempt(client, { moreUploads, rename });
    this.#upload = undefined;
    if (this.#temporaryPath !== undefined) this.#temporaryFiles.exists(this.#temporaryPath);
  }

  /** The rename that puts the file in its place in one go, where nothing speaks against it. */
  pipelineRename(client: FtpsClient): PipelinedRename | undefined {
    return this.#rename?.pipeline(client);
  }

  /** Whether that rename was sent, and nobody has looked yet what came of it. */
  get isRenameInFlight(): boolean {
    return this.#rename?.isInFlight === true;
  }

  /** Whether the server has renamed the file right over the old one. */
  get replacedInOneStep(): boolean {
    return this.#rename?.replacedInOneStep === true;
  }

  /** Whether the uploaded file is in its place: with `direct`, or by a rename that was sent ahead. */
  async isInPlace(): Promise<boolean> {
    return this.#rename === undefined || (await this.#rename.awaitPipelined());
  }

  /** Puts the file in its place. */
  async publish(client: FtpsClient): Promise<void> {
    await this.#rename?.attempt(client);
  }

  addTime(milliseconds: number): void {
    this.#result = { ...this.#result, milliseconds: this.#result.milliseconds + milliseconds };
  }

  /** The file is on the server, under its final name. */
  succeed(): void {
    if (this.#arrived !== undefined) this.#result = uploadedResult(this.#result, this.#arrived);
  }

  /** The file has failed for good; one that was never tried is still pending. */
  fail(error: Error): void {
    if (this.#result.attempts > 0) this.#result = { ...this.#result, status: 'failed', error };
  }
}
