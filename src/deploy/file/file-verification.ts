import type {
  ChecksumMethod,
  Command,
  CommandReply,
  FtpsClient,
  OptionalParts,
} from '../../ftps/index.ts';
import { formatReply, FtpsError, replyCode, ReplyError } from '../../ftps/index.ts';
import type { OnceNotifier } from '../once-notifier.ts';
import { checkName, mayBeChanged } from './changed-names.ts';
import type { FileHash } from './file-hash.ts';
import type { Verification } from './verification.ts';
import { verifyChecksum, verifySize } from './verification.ts';

/** What the verification of a file needs to know about the run. */
export interface VerificationOptions {
  readonly preserveMtime: boolean;
  readonly notices: OnceNotifier;
  readonly optional: OptionalParts;
}

/** What is known about an uploaded file. */
export interface UploadedFile {
  readonly sha256: string;
  readonly verified: Verification;
}

/** How one attempt is verified. */
export type Method = 'none' | 'size' | ChecksumMethod;

/** The file to verify, and how. */
export interface FileToVerify {
  readonly path: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  /** The mode to set; undefined for the server's default. */
  readonly mode?: string;
  /** The hashes of the local file, once it was read. */
  readonly hash: FileHash;
  readonly method: Method;
  /** Whether the file was uploaded in parts, so that it must be verified in any case. */
  readonly wasResumed: boolean;
}

/** The verification of one uploaded file, its modification time and its mode: over several sessions if necessary. */
export class FileVerification {
  readonly #file: FileToVerify;
  readonly #options: VerificationOptions;
  #verified: Verification = 'none';

  constructor(file: FileToVerify, options: VerificationOptions) {
    this.#file = file;
    this.#options = options;
  }

  /** Whether the server has to be asked anything after the upload. */
  get isRequired(): boolean {
    const { method } = this.#file;
    const setsSomething = this.#options.preserveMtime || this.#mode !== undefined;
    return this.#asksForSize || setsSomething || typeof method === 'object';
  }

  /**
   * The commands that follow the upload. SIZE comes first: a reply with the right size shows that the upload was complete
   * before MFMT and SITE CHMOD were executed.
   */
  followUps(client: FtpsClient): Command[] {
    const { path, modifiedMs } = this.#file;
    const time = new Date(modifiedMs);
    const mode = this.#mode;
    return [
      ...(this.#asksForSize ? [client.files.sizeCommand(path)] : []),
      ...(this.#options.preserveMtime ? [client.modificationTimeCommand(path, time)] : []),
      ...(mode === undefined ? [] : [client.files.modeCommand(path, mode)]),
    ];
  }

  /**
   * Evaluates the replies to {@link followUps}, and asks for the checksum.
   *
   * @throws {@link VerificationError}, {@link ReplyError}, and what the client throws.
   */
  async evaluate(client: FtpsClient, replies: readonly CommandReply[]): Promise<UploadedFile> {
    const { hash, method, path } = this.#file;
    if (mayBeChanged(path)) await checkName(client, path);
    if (typeof method === 'object') {
      await verifyChecksum(client, method, { ...this.#file, checksum: hash.checksum });
      this.#verified = 'checksum';
    }
    for (const answer of replies) {
      if (answer.command.verb === 'SITE') this.#checkMode(client, answer);
      else if (answer.command.verb !== 'SIZE') this.#checkTime(client, answer);
      else if (this.#hasRightSize(client, answer)) this.#verified = 'size';
    }
    return { sha256: hash.sha256, verified: this.#verified };
  }

  /** Asks everything in another session than the upload's; throws what {@link evaluate} throws. */
  async repeat(client: FtpsClient): Promise<UploadedFile> {
    const replies: CommandReply[] = [];
    // One at a time: the earlier session may have ended because of the pipelining.
    for (const command of this.followUps(client)) {
      replies.push(...(await client.executeAll([command], { path: this.#file.path })));
    }
    return await this.evaluate(client, replies);
  }

  /**
   * Accepts the file without verification, after an attempt to verify it has failed.
   *
   * @returns undefined when it must be verified, or is known to be wrong.
   */
  skip(error: Error): UploadedFile | undefined {
    const { method, wasResumed, hash } = this.#file;
    const isRefused = error instanceof ReplyError && !error.isTransient;
    if (!(error instanceof FtpsError) || isRefused) return undefined;
    if (wasResumed || typeof method === 'object') return undefined;
    const missing =
      method === this.#verified
        ? 'the modification times or modes of some files could be set'
        : 'the sizes of some uploaded files could be verified';
    this.#options.notices.once(`The connection was lost before ${missing}.`);
    return { sha256: hash.sha256, verified: this.#verified };
  }

  get #mode(): string | undefined {
    return this.#options.optional.isUsable('chmod') ? this.#file.mode : undefined;
  }

  get #asksForSize(): boolean {
    return this.#file.method === 'size' && this.#options.optional.isUsable('size');
  }

  /**
   * Compares the size, if the server reports it.
   *
   * Without the right to see files, SIZE is rejected for each of them. That isn't a failed upload, unless SIZE has worked in
   * this run, or the server may have changed the name.
   */
  #hasRightSize(client: FtpsClient, answer: CommandReply): boolean {
    const { optional, notices } = this.#options;
    const { path, sizeBytes } = this.#file;
    try {
      if (verifySize(client, answer, this.#file)) return true;
    } catch (error) {
      if (!(error instanceof ReplyError) || error.isTransient) throw error;
      if (optional.isProven('size') || mayBeChanged(path)) throw error;
      notices.once(
        `The server rejected SIZE (${error.reply.code}), so some file sizes were not verified.`,
      );
      return false;
    }
    const isEmpty = sizeBytes === 0 && answer.reply.code === replyCode.fileStatus;
    if (isEmpty || optional.isProven('size')) {
      notices.once("The server didn't report the size of some files, so they were not verified.");
    } else {
      optional.drop('size', formatReply(answer.reply));
    }
    return false;
  }

  /** Some servers accept SITE CHMOD without doing anything (202). A file is complete without its mode. */
  #checkMode(client: FtpsClient, answer: CommandReply): void {
    const { optional, notices } = this.#options;
    const refusal = client.refusalOf(answer);
    const { reply } = answer;
    if (reply.code === replyCode.serviceNotAvailable && refusal !== undefined) throw refusal;
    if (refusal === undefined && reply.code !== replyCode.superfluous) optional.prove('chmod');
    else if (optional.isProven('chmod') || refusal?.isTransient === true) {
      notices.once(`The server rejected the modes of some files (SITE CHMOD: ${reply.code}).`);
    } else {
      optional.drop('chmod', formatReply(reply));
    }
  }

  #checkTime(client: FtpsClient, answer: CommandReply): void {
    const refusal = client.refusalOf(answer);
    if (refusal === undefined) return;
    if (refusal.isTransient) throw refusal;
    this.#options.notices.once(
      `The server rejected the modification time (${refusal.verb}: ${refusal.reply.code}).`,
    );
  }
}
