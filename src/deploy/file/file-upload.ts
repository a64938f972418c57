import type {
  ChecksumMethod,
  Command,
  CommandReply,
  FtpsClient,
  HashName,
  PipelinedRename,
} from '../../ftps/index.ts';
import { ReplyError } from '../../ftps/index.ts';
import { LocalFileError, NoChecksumError, VerificationError } from '../errors.ts';
import type { OnceNotifier } from '../once-notifier.ts';
import type { PlannedUpload } from '../plan/plan.ts';
import { checkName, mayBeChanged } from './changed-names.ts';
import { FileSource } from './file-source.ts';
import type { Verification } from './verification.ts';
import { verifyChecksum, verifySize } from './verification.ts';

/** Files up to this size are never resumed: finding out where to resume would take as long. */
const resumeAboveBytes = 4 * 1024 * 1024;

/** How files are uploaded in a run. */
export interface UploadOptions {
  readonly verifyUploads: Verification;
  readonly preserveMtime: boolean;
  readonly notices: OnceNotifier;
  /** The SHA-256 that a file must have, if it was hashed before. */
  readonly hashOf: (remotePath: string) => string | undefined;
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

/** What is known about an uploaded file. */
export interface UploadedFile {
  readonly sha256: string;
  readonly verified: Verification;
}

/** How one attempt is verified. */
type Method = 'none' | 'size' | ChecksumMethod;

/** The commands that follow one attempt. */
interface FollowUps {
  readonly size: Command | undefined;
  readonly time: Command | undefined;
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
   * Uploads the file, or what is missing of it, and verifies it.
   *
   * @throws {@link LocalFileError}, {@link VerificationError}, {@link NoChecksumError}, and what the client throws.
   */
  async attempt(client: FtpsClient, hints: PipelineHints): Promise<UploadedFile> {
    await using source = await FileSource.open(this.#file, {
      checksumHash: this.#hashFor(client),
      sha256: this.#options.hashOf(this.#file.remotePath),
    });
    const offset = await this.#offset(client);
    if (offset > 0) await source.skip(offset);
    const method = this.#method(client, offset);
    const { size, time } = this.#followUps(client, method);
    const followUps = [size, time].filter((command) => command !== undefined);
    if (offset > 0 && offset === this.#file.sizeBytes) {
      await source.read(Buffer.alloc(1)); // Checks that the file hasn't changed.
      const replies = await client.executeAll(followUps);
      return await this.#verify(client, { source, method, size, replies });
    }
    if (this.#sentUpTo === undefined) await this.#recordSizeBefore(client);
    this.#sentUpTo = offset;
    try {
      const { replies } = await client.store(this.#path, source, {
        offset,
        followUps,
        rename: hints.rename,
        moreUploads: hints.moreUploads && !this.#isSlowToVerify(method),
        onProgress: (bytesSent) => {
          this.#sentUpTo = offset + bytesSent;
          this.#options.onProgress(this.#file, this.#sentUpTo);
        },
      });
      return await this.#verify(client, { source, method, size, replies });
    } catch (error) {
      if (error instanceof LocalFileError) await this.#deletePartial(client);
      throw error;
    }
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
    const canResume = this.#isLarge && client.features.canResume;
    if (!mayBeComplete && !canResume) return 0;
    const size = await sizeOrNone(client, this.#path);
    if (typeof size !== 'number' || size > sent || size === this.#sizeBefore) return 0;
    return canResume || size === sizeBytes ? size : 0;
  }

  /** Records what exists under the final name before the upload; only for files that can be resumed. */
  async #recordSizeBefore(client: FtpsClient): Promise<void> {
    if (this.#isTemporary) return;
    const canResume = this.#isLarge && client.features.canResume;
    this.#sizeBefore = canResume ? await sizeOrNone(client, this.#path) : 'unknown';
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

  /** SIZE comes first: a reply with the right size shows that the upload was complete before MFMT was executed. */
  #followUps(client: FtpsClient, method: Method): FollowUps {
    const time = new Date(this.#file.modifiedMs);
    return {
      size: method === 'size' ? client.sizeCommand(this.#path) : undefined,
      time: this.#options.preserveMtime
        ? client.modificationTimeCommand(this.#path, time)
        : undefined,
    };
  }

  async #verify(
    client: FtpsClient,
    upload: {
      readonly source: FileSource;
      readonly method: Method;
      readonly size: Command | undefined;
      readonly replies: readonly CommandReply[];
    },
  ): Promise<UploadedFile> {
    const { method } = upload;
    const { hash } = upload.source;
    const expected = { path: this.#path, sizeBytes: this.#file.sizeBytes };
    let verified: Verification = typeof method === 'object' ? 'checksum' : method;
    try {
      if (mayBeChanged(this.#path)) await checkName(client, this.#path);
      if (typeof method === 'object') {
        await verifyChecksum(client, method, { ...expected, checksum: hash.checksum });
      }
      for (const answer of upload.replies) {
        if (answer.command !== upload.size) this.#checkTime(client, answer);
        else if (!verifySize(client, answer, expected)) verified = this.#skipVerification();
      }
      return { sha256: hash.sha256, verified };
    } catch (error) {
      // After a wrong size or checksum the whole file is sent again. After any other error it may be complete.
      if (error instanceof VerificationError) this.#sentUpTo = undefined;
      throw error;
    }
  }

  #skipVerification(): Verification {
    this.#options.notices.once("The server doesn't support SIZE, so file sizes were not verified.");
    return 'none';
  }

  #checkTime(client: FtpsClient, answer: CommandReply): void {
    const refusal = client.refusalOf(answer);
    if (refusal === undefined) return;
    if (refusal.isTransient) throw refusal;
    this.#options.notices.once(
      `The server rejected the modification time (${refusal.verb}: ${refusal.reply.code}).`,
    );
  }

  /** Deletes a file whose local file changed during the upload. */
  async #deletePartial(client: FtpsClient): Promise<void> {
    if (client.failure !== undefined) return;
    await client.delete(this.#path).catch(() => undefined);
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
