import type { FtpsClient, PipelinedRename } from '../../ftps/index.ts';
import { ReplyError } from '../../ftps/index.ts';
import { sanitize } from '../../sanitize.ts';
import { PublishError, VerificationError } from '../errors.ts';
import type { TemporaryFiles } from './temporary-files.ts';
import type { OnceNotifier } from '../once-notifier.ts';

/** How an uploaded file gets its final path. */
export interface RenamePlan {
  /** The temporary path. */
  readonly from: string;
  /** The final path. */
  readonly to: string;
  readonly sizeBytes: number;
  /** Another temporary path, for servers that can't rename over an existing file. */
  readonly intermediate: string;
}

const refused = 'The server refused to rename the uploaded file';

/**
 * Renames one uploaded file to its final path (RNFR, RNTO) in one or more attempts. Between attempts it remembers what
 * may have happened: a rename whose reply was lost isn't necessarily a failed one.
 *
 * If the server can't rename over an existing file, the old file is deleted first. To make sure that renaming is allowed
 * at all, the new file is renamed to an unused name before that.
 */
export class Rename {
  readonly #plan: RenamePlan;
  readonly #notices: OnceNotifier;
  readonly #temporaryFiles: TemporaryFiles;
  #from: string;
  /** What the last attempt may have done: nothing, the final rename, or the one to the intermediate path. */
  #step: 'begin' | 'final' | 'intermediate' = 'begin';
  #isLastCopy = false;
  #isDone = false;
  #pipelined: PipelinedRename | undefined;
  #replacedInOneStep = false;

  constructor(
    plan: RenamePlan,
    options: { readonly notices: OnceNotifier; readonly temporaryFiles: TemporaryFiles },
  ) {
    this.#plan = plan;
    this.#notices = options.notices;
    this.#temporaryFiles = options.temporaryFiles;
    this.#from = plan.from;
  }

  /**
   * Prepares the rename for {@link FtpsClient.store} or {@link FtpsClient.sendRenames}, unless an earlier attempt has to be
   * checked first. {@link awaitPipelined} evaluates the replies.
   */
  pipeline(client: FtpsClient): PipelinedRename | undefined {
    if (this.isInFlight || this.#step !== 'begin') return undefined;
    this.#pipelined = client.prepareRename(this.#plan.from, this.#plan.to);
    return this.#pipelined;
  }

  /** Whether the pipelined rename was sent, and its replies are not evaluated yet. */
  get isInFlight(): boolean {
    return this.#pipelined?.isInFlight === true;
  }

  /** Whether the file is known to have its final path. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /** Whether the server replaced the old file by the rename alone. */
  get replacedInOneStep(): boolean {
    return this.#replacedInOneStep;
  }

  /**
   * Evaluates the replies to a pipelined rename, if it was sent. Leaves a refused one, and one without a reply, to
   * {@link attempt}.
   *
   * @returns Why the file doesn't have its final path, as far as known.
   */
  async awaitPipelined(): Promise<Error | undefined> {
    const pipelined = this.#pipelined;
    this.#pipelined = undefined;
    if (pipelined?.isInFlight !== true) return undefined;
    this.#step = 'final';
    this.#temporaryFiles.mayExist(this.#from);
    try {
      const refusal = this.#evaluate(await pipelined.refusal());
      return refusal === undefined ? undefined : new PublishError(refused, refusal);
    } catch (error) {
      return error as Error;
    }
  }

  /**
   * Renames the file, step by step.
   *
   * @throws {@link PublishError} when the server refuses permanently; {@link ReplyError} when it refuses temporarily;
   *   {@link VerificationError} when neither path has the file.
   */
  async attempt(client: FtpsClient): Promise<void> {
    if (await this.#checkEarlierAttempt(client)) return;
    const refusal = await this.#renameToFinal(client);
    if (refusal === undefined) return;
    if (!this.#isLastCopy) {
      await this.#moveToIntermediate(client, refusal);
      await this.#deleteOld(client);
    }
    const secondRefusal = await this.#renameToFinal(client);
    if (secondRefusal === undefined) return;
    const problem = this.#isLastCopy
      ? `The old file was deleted, but the new one could not be renamed from ${sanitize(this.#from)}`
      : 'The server refused to replace or delete the old file';
    throw new PublishError(problem, secondRefusal);
  }

  /** Looks for the file where the last attempt may have left it; returns whether it has its final path. */
  async #checkEarlierAttempt(client: FtpsClient): Promise<boolean> {
    if (this.#step === 'begin') return false;
    const refusal = await client.renameFrom(this.#from);
    if (refusal === undefined) return false;
    if (refusal.isTransient) throw refusal;
    if (this.#step === 'intermediate') {
      this.#recordIntermediate();
      return false;
    }
    await this.#checkFinal(client);
    this.#isDone = true;
    this.#temporaryFiles.remove(this.#from);
    return true;
  }

  /** RNFR and RNTO; returns the refusal of the latter. */
  async #renameToFinal(client: FtpsClient): Promise<ReplyError | undefined> {
    await this.#renameFrom(client);
    this.#step = 'final';
    if (!this.#isLastCopy) this.#temporaryFiles.mayExist(this.#from);
    return this.#evaluate(await client.renameTo(this.#plan.to));
  }

  #evaluate(refusal: ReplyError | undefined): ReplyError | undefined {
    if (refusal === undefined) {
      this.#isDone = true;
      this.#replacedInOneStep = this.#from === this.#plan.from;
      this.#temporaryFiles.remove(this.#from);
      return undefined;
    }
    // A temporary refusal doesn't mean that nothing was done: the next attempt checks.
    if (refusal.isTransient) throw refusal;
    this.#step = 'begin';
    if (!this.#isLastCopy) this.#temporaryFiles.exists(this.#from);
    return refusal;
  }

  /** RNFR for the path that the file has now. */
  async #renameFrom(client: FtpsClient): Promise<void> {
    const refusal = await client.renameFrom(this.#from);
    if (refusal === undefined) return;
    if (refusal.isTransient) throw refusal;
    throw new PublishError(refused, refusal);
  }

  async #moveToIntermediate(client: FtpsClient, reason: ReplyError): Promise<void> {
    if (this.#from === this.#plan.intermediate) return;
    await this.#renameFrom(client);
    this.#step = 'intermediate';
    this.#temporaryFiles.mayExist(this.#plan.intermediate);
    const refusal = await client.renameTo(this.#plan.intermediate);
    if (refusal?.isTransient === true) throw refusal;
    this.#step = 'begin';
    if (refusal !== undefined) throw new PublishError(refused, reason);
    this.#recordIntermediate();
  }

  #recordIntermediate(): void {
    this.#temporaryFiles.remove(this.#from);
    this.#from = this.#plan.intermediate;
    this.#temporaryFiles.exists(this.#from);
    this.#step = 'begin';
  }

  /** Deletes the old file. A refusal isn't an error yet: the file may be gone already. */
  async #deleteOld(client: FtpsClient): Promise<void> {
    const refusal = await client.delete(this.#plan.to);
    if (refusal?.isTransient === true) throw refusal;
    if (refusal !== undefined) return;
    this.#isLastCopy = true;
    this.#temporaryFiles.retain(this.#from);
    this.#notices.once(
      "This server can't rename over existing files, so each old file was deleted first and was briefly missing.",
    );
  }

  // The reply to RNTO was lost and the temporary file is gone, so the final one must be this file.
  async #checkFinal(client: FtpsClient): Promise<void> {
    const { to, sizeBytes } = this.#plan;
    const size = await client.size(to).catch((error: unknown) => {
      if (error instanceof ReplyError && !error.isTransient) return -1;
      throw error;
    });
    if (size === undefined || size === sizeBytes) return;
    throw new VerificationError(
      to,
      'is missing on the server: the reply to RNTO was lost, and the temporary file is gone',
    );
  }
}
