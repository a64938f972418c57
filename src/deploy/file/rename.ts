import type { FtpsClient, PipelinedRename } from '../../ftps/index.ts';
import { ReplyError } from '../../ftps/index.ts';
import { PublishError, VerificationError } from '../errors.ts';
import type { TemporaryFiles } from './temporary-files.ts';
import type { OnceNotifier } from '../once-notifier.ts';

/** A file that is to be put in its place. */
export interface RenamePlan {
  /** The temporary path, as it goes over the wire. */
  readonly from: string;
  /** The final path, as it goes over the wire. */
  readonly to: string;
  readonly sizeBytes: number;
  /** Another temporary path, for servers that do not rename over an existing file. */
  readonly intermediate: string;
}

/**
 * Puts one uploaded file in its place (RNFR, RNTO), over as many attempts as it takes. Between attempts it remembers
 * what may have happened already: a rename whose reply was lost must not be taken for a failed one.
 *
 * Where the server does not rename over an existing file, that one is deleted first; but only after a rename to a free
 * name has shown that renaming is allowed at all, or the old file would be lost for nothing.
 */
export class Rename {
  readonly #placement: RenamePlan;
  readonly #notices: OnceNotifier;
  readonly #temporaryFiles: TemporaryFiles;
  #from: string;
  #step: 'begin' | 'placing' | 'moving-aside' = 'begin';
  #isLastCopy = false;
  #pipelined: PipelinedRename | undefined;
  #replacedInOneStep = false;

  constructor(
    placement: RenamePlan,
    options: { readonly notices: OnceNotifier; readonly temporaryFiles: TemporaryFiles },
  ) {
    this.#placement = placement;
    this.#notices = options.notices;
    this.#temporaryFiles = options.temporaryFiles;
    this.#from = placement.from;
  }

  /**
   * The rename in one go, for {@link FtpsClient.store} or {@link FtpsClient.sendRenames}, where nothing has been tried
   * yet. Whether it was sent, and what came of it, {@link awaitPipelined} finds out.
   */
  pipeline(client: FtpsClient): PipelinedRename | undefined {
    if (this.isInFlight || this.#step !== 'begin') return undefined;
    this.#pipelined = client.prepareRename(this.#placement.from, this.#placement.to);
    return this.#pipelined;
  }

  /** Whether it has been sent ahead, and nobody has looked yet what came of it. */
  get isInFlight(): boolean {
    return this.#pipelined?.isInFlight === true;
  }

  /** Whether the server has renamed the file right over the old one. */
  get replacedInOneStep(): boolean {
    return this.#replacedInOneStep;
  }

  /**
   * Whether a rename that was sent ahead has put the file in its place. One that was refused, and one that nobody knows
   * of, are left to {@link attempt}.
   */
  async awaitPipelined(): Promise<boolean> {
    const pipeline = this.#pipelined;
    this.#pipelined = undefined;
    if (pipeline?.isInFlight !== true) return false;
    this.#step = 'placing';
    this.#temporaryFiles.mayExist(this.#from);
    const refusal = await pipeline.refusal().catch(() => 'unknown' as const);
    if (refusal === 'unknown' || refusal?.isTransient === true) return false;
    return this.#evaluate(refusal) === undefined;
  }

  /**
   * @throws {@link PublishError} when the server refuses for good; {@link ReplyError} when it refuses for now;
   *   {@link VerificationError} when neither the temporary nor the final file is there.
   */
  async attempt(client: FtpsClient): Promise<void> {
    if (await this.#isDoneAlready(client)) return;
    const refusal = await this.#place(client);
    if (refusal === undefined) return;
    if (!this.#isLastCopy) {
      await this.#moveToIntermediate(client, refusal);
      await this.#removeOld(client);
    }
    const again = await this.#place(client);
    if (again === undefined) return;
    const problem = this.#isLastCopy
      ? `The old file is deleted, and the new one could not be renamed from ${this.#from}`
      : 'The server neither replaces nor deletes the old file';
    throw new PublishError(problem, again);
  }

  /** Looks for the file where the last attempt may have left it; true when it is in its place. */
  async #isDoneAlready(client: FtpsClient): Promise<boolean> {
    if (this.#step === 'begin') return false;
    const refusal = await client.renameFrom(this.#from);
    if (refusal === undefined) return false;
    if (refusal.isTransient) throw refusal;
    if (this.#step === 'moving-aside') {
      this.#isNowIntermediate();
      return false;
    }
    await this.#checkPlaced(client);
    this.#temporaryFiles.remove(this.#from);
    return true;
  }

  /** RNFR and RNTO; returns the refusal of the latter. */
  async #place(client: FtpsClient): Promise<ReplyError | undefined> {
    await this.#begin(client);
    this.#step = 'placing';
    if (!this.#isLastCopy) this.#temporaryFiles.mayExist(this.#from);
    return this.#evaluate(await client.renameTo(this.#placement.to));
  }

  #evaluate(refusal: ReplyError | undefined): ReplyError | undefined {
    if (refusal === undefined) {
      this.#replacedInOneStep = this.#from === this.#placement.from;
      this.#temporaryFiles.remove(this.#from);
      return undefined;
    }
    // Refused for now may still have been done: the next attempt looks.
    if (refusal.isTransient) throw refusal;
    this.#step = 'begin';
    if (!this.#isLastCopy) this.#temporaryFiles.exists(this.#from);
    return refusal;
  }

  async #begin(client: FtpsClient): Promise<void> {
    const refusal = await client.renameFrom(this.#from);
    if (refusal === undefined) return;
    if (refusal.isTransient) throw refusal;
    throw new PublishError('The server does not let the uploaded file be renamed', refusal);
  }

  async #moveToIntermediate(client: FtpsClient, because: ReplyError): Promise<void> {
    if (this.#from === this.#placement.intermediate) return;
    await this.#begin(client);
    this.#step = 'moving-aside';
    this.#temporaryFiles.mayExist(this.#placement.intermediate);
    const refusal = await client.renameTo(this.#placement.intermediate);
    if (refusal?.isTransient === true) throw refusal;
    this.#step = 'begin';
    if (refusal !== undefined) {
      throw new PublishError('The server does not let the uploaded file be renamed', because);
    }
    this.#isNowIntermediate();
  }

  #isNowIntermediate(): void {
    this.#temporaryFiles.remove(this.#from);
    this.#from = this.#placement.intermediate;
    this.#temporaryFiles.exists(this.#from);
    this.#step = 'begin';
  }

  /** Deletes the old file. A refusal is not the last word: the file may be gone, and the place free. */
  async #removeOld(client: FtpsClient): Promise<void> {
    const refusal = await client.delete(this.#placement.to);
    if (refusal?.isTransient === true) throw refusal;
    if (refusal !== undefined) return;
    this.#isLastCopy = true;
    this.#temporaryFiles.retain(this.#from);
    this.#notices.once(
      'This server does not rename over an existing file: the old files were deleted first, so for a moment they were missing.',
    );
  }

  // The reply to RNTO was lost, and the temporary file is gone: then the final one must be this file.
  async #checkPlaced(client: FtpsClient): Promise<void> {
    const { to, sizeBytes } = this.#placement;
    const size = await client.size(to).catch((error: unknown) => {
      if (error instanceof ReplyError && !error.isTransient) return -1;
      throw error;
    });
    if (size === undefined || size === sizeBytes) return;
    throw new VerificationError(to, 'after a lost reply to RNTO neither name holds the file');
  }
}
