import type { FtpsClient, PipelinedRename } from '../../ftps/index.ts';
import { ReplyError } from '../../ftps/index.ts';
import { LocalFileError, VerificationError } from '../errors.ts';
import { FileSource } from './file-source.ts';
import type { OnceNotifier } from '../once-notifier.ts';
import type { PlannedUpload } from '../plan/plan.ts';
import type { Verification } from './verification.ts';
import { verifyUpload } from './verification.ts';

/** Files up to this size are sent whole again: asking where to go on would take as long. */
const resumeAboveBytes = 4 * 1024 * 1024;

/** How files are uploaded in a run. */
export interface UploadOptions {
  readonly verifyUploads: Verification;
  readonly preserveMtime: boolean;
  readonly notices: OnceNotifier;
  /** Told how much of a file has been handed to the network, each time some has been. */
  readonly onProgress: (file: PlannedUpload, bytesSent: number) => void;
}

/** What an upload may be joined with, to save round trips. */
export interface PipelineHints {
  /** The rename of an earlier file, to be sent together with this upload. */
  readonly rename?: PipelinedRename | undefined;
  /** Whether another file will be uploaded after this one. */
  readonly moreUploads: boolean;
}

/** What is known of a file that has arrived. */
export interface UploadedFile {
  readonly sha256: string;
  readonly verified: Verification;
}

/**
 * One file on its way to one remote path, over as many attempts as it takes. Between attempts it remembers what was
 * sent, so that a large file goes on where it broke off.
 *
 * What lies on the server is taken for the beginning of this file only when nothing else can be meant: under a
 * temporary name, or when the file that was there before had another size.
 */
export class FileUpload {
  readonly #file: PlannedUpload;
  readonly #target: string;
  readonly #isTemporary: boolean;
  readonly #options: UploadOptions;
  #sizeBefore: number | 'none' | 'unknown' = 'unknown';
  /** The most that the server can have of this file; undefined before the first attempt and when in doubt. */
  #sentUpTo: number | undefined;

  /** @param target - Where the bytes go, as it goes over the wire. */
  constructor(file: PlannedUpload, target: string, isTemporary: boolean, options: UploadOptions) {
    this.#file = file;
    this.#target = target;
    this.#isTemporary = isTemporary;
    this.#options = options;
    if (isTemporary) this.#sizeBefore = 'none';
  }

  /**
   * Tries to bring the file, or what is missing of it, to the server, and verifies it.
   *
   * @throws What the protocol layer throws, {@link LocalFileError}, {@link VerificationError}.
   */
  async attempt(client: FtpsClient, company: PipelineHints): Promise<UploadedFile> {
    const needsChecksum =
      this.#options.verifyUploads === 'checksum' || this.#sentUpTo !== undefined;
    const also = needsChecksum ? client.checksumMethod?.hash : undefined;
    await using source = await FileSource.open(this.#file, also);
    const offset = await this.#offset(client);
    if (offset > 0) await source.skip(offset);
    const verification = this.#verification(client, offset);
    if (offset < this.#file.sizeBytes || offset === 0) {
      // A server that reads a large file again, for its hash, would keep the next port open all that time.
      const isSlow = verification === 'checksum' && this.#isLarge;
      const options = {
        ...company,
        offset,
        sizeFollows: verification === 'size',
        moreUploads: company.moreUploads && !isSlow,
      };
      await this.#send(client, source, options);
    } else {
      await source.read(Buffer.alloc(1)); // Sees to it that the file has not changed.
    }
    const { hash } = source;
    const expected = { path: this.#target, sizeBytes: this.#file.sizeBytes, hash };
    try {
      const { notices } = this.#options;
      const verified = await verifyUpload(client, expected, verification, notices);
      await this.#setTime(client);
      return { sha256: hash.sha256, verified };
    } catch (error) {
      // Wrong bytes: all of it again. A server that does not say, or not in time, is asked again.
      if (error instanceof VerificationError) this.#sentUpTo = undefined;
      throw error;
    }
  }

  async #send(
    client: FtpsClient,
    source: FileSource,
    options: PipelineHints & { readonly offset: number; readonly sizeFollows: boolean },
  ): Promise<void> {
    if (this.#sentUpTo === undefined) await this.#recordSizeBefore(client);
    const { offset } = options;
    this.#sentUpTo = offset;
    try {
      await client.store(this.#target, source, {
        ...options,
        onProgress: (bytesSent) => {
          this.#sentUpTo = offset + bytesSent;
          this.#options.onProgress(this.#file, this.#sentUpTo);
        },
      });
    } catch (error) {
      if (error instanceof LocalFileError) await this.#deletePartial(client);
      throw error;
    }
  }

  /** Where to go on: at what the server has, when that can only be the beginning of this file; else at 0. */
  async #offset(client: FtpsClient): Promise<number> {
    const reached = this.#sentUpTo;
    if (reached === undefined || reached === 0 || this.#sizeBefore === 'unknown') return 0;
    const { sizeBytes } = this.#file;
    const mayBeWhole = reached === sizeBytes;
    const isWorthIt = this.#isLarge && client.features.canResume;
    if (!mayBeWhole && !isWorthIt) return 0;
    const size = await sizeOrNone(client, this.#target);
    if (typeof size !== 'number' || size > reached || size === this.#sizeBefore) return 0;
    return isWorthIt || size === sizeBytes ? size : 0;
  }

  /** What the final name holds before the first byte is sent; only for files that are worth resuming. */
  async #recordSizeBefore(client: FtpsClient): Promise<void> {
    if (this.#isTemporary) return;
    const isWorthIt = this.#isLarge && client.features.canResume;
    this.#sizeBefore = isWorthIt ? await sizeOrNone(client, this.#target) : 'unknown';
  }

  get #isLarge(): boolean {
    return this.#file.sizeBytes > resumeAboveBytes;
  }

  // What was put together from pieces is verified in any case, as well as the server can.
  #verification(client: FtpsClient, offset: number): Verification {
    if (offset === 0) return this.#options.verifyUploads;
    return client.checksumMethod === undefined ? 'size' : 'checksum';
  }

  async #setTime(client: FtpsClient): Promise<void> {
    if (!this.#options.preserveMtime) return;
    const time = new Date(this.#file.modifiedMs);
    const refusal = await client.setModificationTime(this.#target, time);
    if (refusal?.isTransient === true) throw refusal;
    if (refusal === undefined) return;
    this.#options.notices.once(
      `The server does not let the time of modification be set: it answers ${refusal.verb} with ${refusal.reply.code}.`,
    );
  }

  // A file that changed under our hands must not stay on the server as a half one.
  async #deletePartial(client: FtpsClient): Promise<void> {
    if (client.failure !== undefined) return;
    await client.delete(this.#target).catch(() => undefined);
  }
}

async function sizeOrNone(client: FtpsClient, path: string): Promise<number | 'none' | 'unknown'> {
  try {
    return (await client.size(path)) ?? 'unknown';
  } catch (error) {
    if (error instanceof ReplyError && !error.isTransient) return 'none';
    throw error;
  }
}
