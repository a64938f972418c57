import type { FtpsClient, RenameAhead } from '../ftps/index.ts';
import type { Arrived, UploadOptions } from './file-upload.ts';
import { FileUpload } from './file-upload.ts';
import type { Leftovers } from './leftovers.ts';
import type { PlannedUpload } from './plan.ts';
import { wirePath } from './remote-path.ts';
import { Rename } from './rename.ts';
import type { FileResult } from './result.ts';
import { pendingResult, uploadedResult } from './result.ts';
import type { TemporaryNames } from './temporary-names.ts';

/** When a file gets its final name: `direct` has it from the first byte. */
export type PublishMode = 'direct' | 'atomic' | 'staged';

/** What the jobs of a run share. */
export interface JobOptions extends UploadOptions {
  readonly publish: PublishMode;
  readonly names: TemporaryNames;
  readonly leftovers: Leftovers;
}

/** One file of a run: its upload, and where a temporary name is used, its rename. Remembers how far it has come. */
export class FileJob {
  readonly index: number;
  readonly #leftovers: Leftovers;
  /** Undefined once the file has arrived. */
  #upload: FileUpload | undefined;
  readonly #temporaryPath: string | undefined;
  readonly #rename: Rename | undefined;
  #arrived: Arrived | undefined;
  #result: FileResult;

  constructor(file: PlannedUpload, index: number, options: JobOptions) {
    this.index = index;
    this.#result = pendingResult(file);
    this.#leftovers = options.leftovers;
    const final = wirePath(file.remotePath);
    if (options.publish === 'direct') {
      this.#upload = new FileUpload(file, final, false, options);
      return;
    }
    const from = wirePath(options.names.beside(file.remotePath));
    const aside = wirePath(options.names.beside(file.remotePath));
    this.#temporaryPath = from;
    this.#upload = new FileUpload(file, from, true, options);
    this.#rename = new Rename({ from, to: final, sizeBytes: file.sizeBytes, aside }, options);
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
    company: { readonly publish?: FileJob | undefined; readonly uploadFollows: boolean },
  ): Promise<void> {
    if (this.#upload === undefined) return;
    this.#result = { ...this.#result, attempts: this.#result.attempts + 1 };
    if (this.#temporaryPath !== undefined) this.#leftovers.suspect(this.#temporaryPath);
    const { uploadFollows } = company;
    const rename = company.publish?.renameAhead(client);
    this.#arrived = await this.#upload.attempt(client, { uploadFollows, rename });
    this.#upload = undefined;
    if (this.#temporaryPath !== undefined) this.#leftovers.confirm(this.#temporaryPath);
  }

  /** The rename that puts the file in its place in one go, where nothing speaks against it. */
  renameAhead(client: FtpsClient): RenameAhead | undefined {
    return this.#rename?.ahead(client);
  }

  /** Whether that rename was sent, and nobody has looked yet what came of it. */
  get wasSentAhead(): boolean {
    return this.#rename?.wasSentAhead === true;
  }

  /** Whether the server has renamed the file right over the old one. */
  get wasRenamedPlainly(): boolean {
    return this.#rename?.wasPlain === true;
  }

  /** Whether the uploaded file is in its place: with `direct`, or by a rename that was sent ahead. */
  async isInPlace(): Promise<boolean> {
    return this.#rename === undefined || (await this.#rename.wasDoneAhead());
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
