import type {
  FtpsClient,
  HashName,
  PipelinedRename,
  StoreOptions,
  StoreResult,
} from '../../ftps/index.ts';
import { ConnectionError, formatReply, replyCode, ReplyError } from '../../ftps/index.ts';
import { LocalFileError, NoChecksumError, VerificationError } from '../errors.ts';
import type { PlannedUpload } from '../plan/plan.ts';
import { FileSource } from './file-source.ts';
import type { Method, UploadedFile, VerificationOptions } from './file-verification.ts';
import { FileVerification } from './file-verification.ts';
import type { Verification } from './verification.ts';

/** Files up to this size are never resumed: finding out where to resume would take as long. */
const resumeAboveBytes = 4 * 1024 * 1024;

/** How files are uploaded in a run. */
export interface UploadOptions extends VerificationOptions {
  readonly verifyUploads: Verification;
  /** The SHA-256 that a file must have, if it was hashed before. */
  readonly hashOf: (remotePath: string) => string | undefined;
  /** Called when the server may write to a file at its final path. */
  readonly onWriting: () => void;
  /** Called with the number of bytes of a file that were sent, whenever it grows. */
  readonly onProgress: (file: PlannedUpload, bytesSent: number) => void;
}

/** What may be pipelined with an upload. */
export interface PipelineHints {
  /** The rename of an earlier file, to be sent together with this upload. */
  readonly rename?: PipelinedRename | undefined;
  /** Whether another file will be uploaded after this one. */
  readonly moreUploads: boolean;
}

/**
 * The upload of one file, over several attempts if necessary. Between attempts it keeps how much was sent, so that a
 * large file can be resumed.
 *
 * A file on the server is resumed only if it must be the beginning of this one: because its name is temporary, or
 * because the file that existed before had another size.
 */
export class FileUpload {
  readonly #file: PlannedUpload;
  readonly #path: string;
  readonly #isTemporary: boolean;
  readonly #options: UploadOptions;
  #sizeBefore: number | 'none' | 'unknown';
  /** The most bytes that the server can have of this file; undefined before the first attempt and when unknown. */
  #sentUpTo: number | undefined;
  /** The verification that is due after the server has confirmed the upload. */
  #confirmed: FileVerification | undefined;

  /** @param target - The remote path to upload to, and whether it is a temporary one. */
  constructor(
    file: PlannedUpload,
    target: { readonly path: string; readonly isTemporary: boolean },
    options: UploadOptions,
  ) {
    this.#file = file;
    this.#path = target.path;
    this.#isTemporary = target.isTemporary;
    this.#options = options;
    this.#sizeBefore = target.isTemporary ? 'none' : 'unknown';
  }

  /**
   * Uploads the file, or what is missing of it, and verifies it. If an earlier attempt has uploaded it, only verifies it.
   *
   * @returns undefined when the server has confirmed the upload and the control connection was lost after that:
   *   {@link verifyAgain} is due, on a new one.
   * @throws {@link LocalFileError}, {@link VerificationError}, {@link NoChecksumError}, and what the client throws.
   */
  async attempt(client: FtpsClient, hints: PipelineHints): Promise<UploadedFile | undefined> {
    if (this.#confirmed !== undefined) return await this.verifyAgain(client);
    const offset = await this.#offset(client);
    try {
      return await this.#upload(client, offset, hints);
    } catch (error) {
      if (offset > 0 && this.#dropsResume(client, error as Error, offset)) {
        return await this.#upload(client, 0, hints);
      }
      if (!this.#mayRejectPath(client, error)) throw error;
      return await client.plainNames.repeat(error, () => this.#upload(client, 0, hints));
    }
  }

  /** Verifies an upload that the server has confirmed in an earlier session; throws what {@link attempt} throws. */
  async verifyAgain(client: FtpsClient): Promise<UploadedFile> {
    const verification = this.#confirmed;
    if (verification === undefined) throw new Error('The upload was not confirmed.');
    return await this.#finish(() => verification.repeat(client));
  }

  /**
   * Accepts a confirmed upload without verification, after the attempts to verify it have failed.
   *
   * @returns undefined when it wasn't confirmed, must be verified, or is known to be wrong.
   */
  acceptUnverified(error: Error): UploadedFile | undefined {
    return this.#confirmed?.skip(error);
  }

  async #upload(
    client: FtpsClient,
    offset: number,
    hints: PipelineHints,
  ): Promise<UploadedFile | undefined> {
    await using source = await FileSource.open(this.#file, {
      checksumHash: this.#hashFor(client),
      sha256: this.#options.hashOf(this.#file.remotePath),
    });
    if (offset > 0) await source.skip(offset);
    const method = this.#method(client, offset);
    const verification = new FileVerification(
      { ...this.#file, path: this.#path, hash: source.hash, method, wasResumed: offset > 0 },
      this.#options,
    );
    if (offset > 0 && offset === this.#file.sizeBytes) {
      await source.read(Buffer.alloc(1)); // Checks that the file hasn't changed.
      this.#confirmed = verification;
      return await this.verifyAgain(client);
    }
    if (this.#sentUpTo === undefined) await this.#recordSizeBefore(client);
    const followUps = verification.followUps(client);
    const moreUploads = hints.moreUploads && !this.#isSlowToVerify(method);
    const options = { ...hints, moreUploads, offset, followUps };
    const { replies, failure } = await this.#store(client, source, options);
    this.#confirmed = verification;
    if (failure !== undefined && verification.isRequired) return undefined;
    return await this.#finish(() => verification.evaluate(client, replies));
  }

  async #finish(verify: () => Promise<UploadedFile>): Promise<UploadedFile> {
    try {
      const uploaded = await verify();
      this.#confirmed = undefined;
      return uploaded;
    } catch (error) {
      // After a wrong size or checksum the whole file is sent again. After any other error it may be complete.
      if (error instanceof VerificationError) {
        this.#sentUpTo = undefined;
        this.#confirmed = undefined;
      }
      throw error;
    }
  }

  async #store(
    client: FtpsClient,
    source: FileSource,
    options: StoreOptions & { readonly offset: number },
  ): Promise<StoreResult> {
    const { offset } = options;
    this.#sentUpTo = offset;
    try {
      const result = await client.store(this.#path, source, {
        ...options,
        onProgress: (bytesSent) => {
          this.#sentUpTo = offset + bytesSent;
          this.#options.onProgress(this.#file, this.#sentUpTo);
        },
      });
      this.#recordWriting();
      return result;
    } catch (error) {
      if (!isBeforeTransfer(error)) this.#recordWriting();
      if (error instanceof LocalFileError) await this.#deletePartial(client);
      throw error;
    }
  }

  /**
   * Stops resuming if the server refuses to: it rejects an upload at an offset, as ProFTPD does by default, or stores the
   * rest in another place. Otherwise the server may have been unable to receive any file.
   */
  #dropsResume(client: FtpsClient, error: Error, offset: number): boolean {
    if (client.failure !== undefined) return false;
    const isRefused =
      error instanceof ReplyError && isAboutOffset(error, this.#sentUpTo === offset);
    if (!isRefused && !(error instanceof VerificationError)) return false;
    const reason = isRefused ? formatReply(error.reply) : 'a resumed file was wrong';
    this.#options.optional.drop('resume', reason, error);
    this.#sentUpTo = undefined;
    return true;
  }

  #recordWriting(): void {
    if (!this.#isTemporary) this.#options.onWriting();
  }

  #mayRejectPath(client: FtpsClient, error: unknown): error is ReplyError {
    if (!(error instanceof ReplyError) || error.verb !== 'STOR' || error.stage !== 'refused') {
      return false;
    }
    const isAboutPath = !error.isTransient && !unrelatedToPaths.includes(error.reply.code);
    return isAboutPath && client.plainNames.mayBeRequired(this.#path);
  }

  /** The hash to compute in addition to SHA-256, if the upload may be verified by checksum. */
  #hashFor(client: FtpsClient): HashName | undefined {
    const isRequired = this.#options.verifyUploads === 'checksum' || this.#sentUpTo !== undefined;
    return isRequired ? client.checksumMethod?.hash : undefined;
  }

  /** Where to resume: at the size on the server if this can only be the beginning of this file, otherwise at 0. */
  async #offset(client: FtpsClient): Promise<number> {
    const sent = this.#sentUpTo;
    if (sent === undefined || sent === 0 || this.#sizeBefore === 'unknown') return 0;
    const { sizeBytes } = this.#file;
    const mayBeComplete = sent === sizeBytes;
    const canResume = this.#canResume(client);
    if (!mayBeComplete && !canResume) return 0;
    const size = await sizeOrNone(client, this.#path);
    if (typeof size !== 'number' || size > sent || size === this.#sizeBefore) return 0;
    return canResume || size === sizeBytes ? size : 0;
  }

  /** Records what exists under the final name before the upload; only for files that can be resumed. */
  async #recordSizeBefore(client: FtpsClient): Promise<void> {
    if (this.#isTemporary) return;
    this.#sizeBefore = this.#canResume(client) ? await sizeOrNone(client, this.#path) : 'unknown';
  }

  #canResume(client: FtpsClient): boolean {
    const isUsable = this.#options.optional.isUsable('resume') && client.features.canResume;
    return this.#isLarge && isUsable;
  }

  get #isLarge(): boolean {
    return this.#file.sizeBytes > resumeAboveBytes;
  }

  /** How to verify this attempt. A file that was uploaded in parts is verified in any case, and as well as possible. */
  #method(client: FtpsClient, offset: number): Method {
    const { checksumMethod } = client;
    if (offset > 0) return checksumMethod ?? 'size';
    const { verifyUploads } = this.#options;
    if (verifyUploads !== 'checksum') return verifyUploads;
    if (checksumMethod === undefined) throw new NoChecksumError();
    return checksumMethod;
  }

  /** While the server reads a large file again for its checksum, a port for the next upload could time out. */
  #isSlowToVerify(method: Method): boolean {
    return typeof method === 'object' && this.#isLarge;
  }

  /** Deletes a file whose local file changed during the upload. */
  async #deletePartial(client: FtpsClient): Promise<void> {
    if (client.failure !== undefined) return;
    await client.delete(this.#path).catch(() => undefined);
  }
}

/** Replies to STOR that have nothing to do with the form of the path. */
const unrelatedToPaths: readonly number[] = [
  replyCode.protectionRequired,
  replyCode.notLoggedIn,
  replyCode.accountRequired,
  replyCode.storageExceeded,
];

/** Replies that concern the data connection. */
const aboutDataConnection: readonly number[] = [
  replyCode.noDataConnection,
  replyCode.dataConnectionClosed,
  replyCode.protectionRequired,
];

/** Whether an upload has failed before the server could write anything. */
function isBeforeTransfer(error: unknown): boolean {
  if (error instanceof ConnectionError) return error.connection === 'data';
  if (!(error instanceof ReplyError)) return false;
  const isUpload = error.verb === 'STOR' || error.verb === 'APPE';
  return !isUpload || error.stage === 'refused';
}

/** Whether the server has rejected an upload because it starts at an offset. */
function isAboutOffset({ stage, reply, cause }: ReplyError, nothingSent: boolean): boolean {
  if (aboutDataConnection.includes(reply.code)) return false;
  return stage === 'refused' || (stage === 'begun' && nothingSent && cause === undefined);
}

async function sizeOrNone(client: FtpsClient, path: string): Promise<number | 'none' | 'unknown'> {
  try {
    return (await client.size(path)) ?? 'unknown';
  } catch (error) {
    if (error instanceof ReplyError && !error.isTransient) return 'none';
    throw error;
  }
}
