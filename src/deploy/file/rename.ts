import type { FtpsClient, OptionalParts, PipelinedRename } from '../../ftps/index.ts';
import { replyCode, ReplyError } from '../../ftps/index.ts';
import { sanitize } from '../../sanitize.ts';
import { PublishError, VerificationError } from '../errors.ts';
import { checkName, mayBeChanged } from './changed-names.ts';
import { directoryConflict, kindOf, sizeIfExists } from './remote-files.ts';
import type { TemporaryFiles } from './temporary-files.ts';
import type { OnceNotifier } from '../once-notifier.ts';

/** How an uploaded file gets its final path. */
export interface RenamePlan {
  /** The temporary path. */
  readonly from: string;
  /** The final path. */
  readonly to: string;
  readonly sizeBytes: number;
  /** Another temporary path: where the old file goes if the server can't rename over it. */
  readonly aside: string;
}

/** What the renames of a run share. */
export interface RenameOptions {
  readonly notices: OnceNotifier;
  readonly temporaryFiles: TemporaryFiles;
  readonly optional: OptionalParts;
}

const refused = 'The server refused to rename the uploaded file';

/**
 * Renames one uploaded file to its final path (RNFR, RNTO) in one or more attempts. Between attempts it remembers what
 * may have happened: a rename whose reply was lost isn't necessarily a failed one.
 *
 * If the server can't rename over an existing file, the old file is moved aside, and deleted once the new one is in
 * place. If the new one is refused even then, the old one is put back.
 */
export class Rename {
  readonly #plan: RenamePlan;
  readonly #notices: OnceNotifier;
  readonly #temporaryFiles: TemporaryFiles;
  readonly #optional: OptionalParts;
  /** The rename with an unknown outcome: to the final path, of the old file, or of the old file back. */
  #unknown: 'final' | 'aside' | 'back' | undefined;
  #isAside = false;
  #isPlaced = false;
  #isNameChecked: boolean;
  #isLost = false;
  #pipelined: PipelinedRename | undefined;
  #replacedInOneStep = false;
  /** Why the old file must be put back. */
  #refusal: ReplyError | undefined;
  #treatsTemporaryAsPermanent = false;

  constructor(plan: RenamePlan, { notices, temporaryFiles, optional }: RenameOptions) {
    this.#plan = plan;
    this.#notices = notices;
    this.#temporaryFiles = temporaryFiles;
    this.#optional = optional;
    this.#isNameChecked = !mayBeChanged(plan.to);
  }

  /**
   * Prepares the rename for {@link FtpsClient.store} or {@link FtpsClient.sendRenames}, unless an earlier attempt has to be
   * checked first, or more than one step is needed. {@link awaitPipelined} evaluates the replies.
   */
  pipeline(client: FtpsClient): PipelinedRename | undefined {
    const isOneStep = this.#isNameChecked && this.#canReplace && !this.#isAside;
    if (this.isInFlight || this.#unknown !== undefined || !isOneStep) return undefined;
    this.#pipelined = client.prepareRename(this.#plan.from, this.#plan.to);
    return this.#pipelined;
  }

  /** Whether the pipelined rename was sent, and its replies are not evaluated yet. */
  get isInFlight(): boolean {
    return this.#pipelined?.isInFlight === true;
  }

  /** Whether the file is known to have its final path. */
  get isDone(): boolean {
    return this.#isPlaced && this.#isNameChecked;
  }

  /** Whether the uploaded file is gone, and must be uploaded again. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** Whether the server replaced the old file by the rename alone. */
  get replacedInOneStep(): boolean {
    return this.#replacedInOneStep;
  }

  get #canReplace(): boolean {
    return this.#optional.isUsable('replacing-rename');
  }

  /** Starts again with a new upload under the temporary path. */
  restart(): void {
    this.#isLost = false;
    this.#unknown = undefined;
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
    this.#unknown = 'final';
    this.#temporaryFiles.mayExist(this.#plan.from);
    try {
      const refusal = this.#evaluate(await pipelined.refusal());
      return refusal === undefined ? undefined : new PublishError(refused, refusal);
    } catch (error) {
      return error as Error;
    }
  }

  /**
   * Takes a temporary refusal (4yz) that has outlasted all retries for a permanent one: some servers refuse to replace a
   * file with it.
   *
   * @returns Whether {@link attempt} may succeed now.
   */
  acceptRefusal(error: Error): boolean {
    const isRefusal =
      error instanceof ReplyError && error.isTransient && error.verb === 'RNTO' && !this.#isAside;
    if (!isRefusal || error.reply.code === replyCode.serviceNotAvailable) return false;
    if (this.#treatsTemporaryAsPermanent) return false;
    this.#treatsTemporaryAsPermanent = true;
    return true;
  }

  /**
   * Renames the file, step by step.
   *
   * @throws {@link PublishError} when the server refuses permanently; {@link ReplyError} when it refuses temporarily;
   *   {@link FileNameError} when a directory has the name, or the server changes it; {@link VerificationError} when
   *   neither path has the file: see {@link isLost}.
   */
  async attempt(client: FtpsClient): Promise<void> {
    await this.#checkEarlierAttempt(client);
    if (!this.#isPlaced) await this.#place(client);
    if (this.#isAside) await this.#deleteOld(client);
    if (this.#isNameChecked) return;
    await checkName(client, this.#plan.to);
    this.#isNameChecked = true;
  }

  /** Finds out what the last attempt has done, if that is unknown. */
  async #checkEarlierAttempt(client: FtpsClient): Promise<void> {
    const { from, aside } = this.#plan;
    if (this.#unknown === 'aside' || this.#unknown === 'back') {
      const wasBack = this.#unknown === 'back';
      this.#isAside = await exists(client, aside);
      if (!this.#isAside) this.#temporaryFiles.remove(aside);
      this.#unknown = undefined;
      if (wasBack && this.#refusal !== undefined) {
        await this.#putBack(client, this.#refusal);
        return;
      }
      if (wasBack) this.#unknown = 'final';
    }
    if (this.#unknown !== 'final') return;
    if (await exists(client, from)) this.#unknown = undefined;
    else await this.#checkFinal(client);
  }

  /** The temporary file is gone although no reply confirmed the rename: looks for the file at its final path. */
  async #checkFinal(client: FtpsClient): Promise<void> {
    const { from, to, sizeBytes } = this.#plan;
    const size = await sizeIfExists(client, to);
    if (size === sizeBytes) {
      this.#recordPlaced();
      return;
    }
    if (this.#isAside) {
      const refusal = await this.#moveBack(client);
      // Nothing but the new file can have taken the place of the old one.
      if (refusal !== undefined && size === undefined) {
        this.#recordPlaced();
        return;
      }
    }
    this.#temporaryFiles.remove(from);
    this.#isLost = true;
    const problem =
      size === undefined
        ? "may be missing on the server: the reply to RNTO was lost, the temporary file is gone, and the server doesn't support SIZE"
        : 'is missing on the server: the reply to RNTO was lost, and the temporary file is gone';
    throw new VerificationError(to, problem);
  }

  async #place(client: FtpsClient): Promise<void> {
    const isLastResort = this.#isAside;
    let refusal: ReplyError | undefined;
    if (this.#canReplace || isLastResort) {
      refusal = await this.#renameToFinal(client);
      if (refusal === undefined) return;
    }
    if (!isLastResort) {
      await this.#moveAside(client, refusal);
      refusal = await this.#renameToFinal(client);
    }
    if (refusal !== undefined) await this.#putBack(client, refusal);
  }

  /** RNFR and RNTO; returns the refusal. */
  async #renameToFinal(client: FtpsClient): Promise<ReplyError | undefined> {
    const { from, to } = this.#plan;
    const missing = await client.files.renameFrom(from);
    if (missing?.isTransient === true) throw missing;
    if (missing !== undefined) {
      if (this.#isAside) return missing;
      throw new PublishError(refused, missing);
    }
    this.#unknown = 'final';
    this.#temporaryFiles.mayExist(from);
    return this.#evaluate(await client.files.renameTo(to));
  }

  #evaluate(refusal: ReplyError | undefined): ReplyError | undefined {
    if (refusal === undefined) {
      this.#recordPlaced();
      return undefined;
    }
    // A temporary refusal doesn't mean that nothing was done: the next attempt checks.
    if (refusal.isTransient && !this.#treatsTemporaryAsPermanent) throw refusal;
    this.#unknown = undefined;
    this.#temporaryFiles.exists(this.#plan.from);
    return refusal;
  }

  #recordPlaced(): void {
    this.#unknown = undefined;
    this.#isPlaced = true;
    this.#replacedInOneStep = !this.#isAside;
    this.#temporaryFiles.remove(this.#plan.from);
  }

  /**
   * Moves the old file aside, if there is one. Never a directory, which some servers would rename as well.
   *
   * @param refusal - Why the new file can't replace it; undefined when that is known of this server.
   */
  async #moveAside(client: FtpsClient, refusal: ReplyError | undefined): Promise<void> {
    const { from, to, aside } = this.#plan;
    const kind = await kindOf(client, to);
    if (kind === 'directory') throw directoryConflict(refusal);
    const missing = kind === 'unknown' ? refusal : await client.files.renameFrom(to);
    if (missing?.isTransient === true && missing !== refusal) throw missing;
    if (missing !== undefined) {
      if (refusal !== undefined) throw new PublishError(refused, refusal);
      return;
    }
    this.#unknown = 'aside';
    this.#temporaryFiles.setAside(aside, { original: to, replacement: from });
    const asideRefusal = await client.files.renameTo(aside);
    if (asideRefusal?.isTransient === true) throw asideRefusal;
    this.#unknown = undefined;
    // What was refused may have been done: losing track of the old file would be worse than one more command.
    if (asideRefusal !== undefined && !(await exists(client, aside))) {
      this.#temporaryFiles.remove(aside);
      const problem = 'The server refused to replace the existing file, or to move it aside';
      throw new PublishError(problem, refusal ?? asideRefusal);
    }
    this.#isAside = true;
  }

  /** The new file is in place. Whatever happens to the old one now, the clean-up deletes it. */
  async #deleteOld(client: FtpsClient): Promise<void> {
    const { aside } = this.#plan;
    this.#optional.drop('replacing-rename', 'the server refused to rename over an existing file');
    this.#notices.once(
      "This server can't rename over existing files, so each old file was moved aside first and was briefly missing.",
    );
    this.#isAside = false;
    this.#temporaryFiles.exists(aside);
    const refusal = await client.delete(aside).catch((error: unknown) => error as Error);
    if (refusal === undefined) this.#temporaryFiles.remove(aside);
  }

  /**
   * Puts the old file back, because the new one was refused.
   *
   * @throws {@link PublishError} always, unless the refusal was false and the new file has arrived.
   */
  async #putBack(client: FtpsClient, refusal: ReplyError): Promise<void> {
    this.#refusal = refusal;
    const { from, to, aside, sizeBytes } = this.#plan;
    const problem = this.#isAside ? await this.#moveBack(client) : undefined;
    if (problem === undefined) throw new PublishError(refused, refusal);
    if (!(await exists(client, from)) && (await sizeIfExists(client, to)) === sizeBytes) {
      this.#recordPlaced();
      return;
    }
    this.#temporaryFiles.strand(aside);
    const names = `The old file is now ${sanitize(aside)}, and the new one ${sanitize(from)}`;
    throw new PublishError(`${refused} and to restore the old one. ${names}`, refusal);
  }

  /** Renames the old file back; returns the refusal. */
  async #moveBack(client: FtpsClient): Promise<ReplyError | undefined> {
    const { to, aside } = this.#plan;
    this.#unknown = 'back';
    const refusal = (await client.files.renameFrom(aside)) ?? (await client.files.renameTo(to));
    if (refusal?.isTransient === true) throw refusal;
    this.#unknown = undefined;
    if (refusal !== undefined) return refusal;
    this.#isAside = false;
    this.#temporaryFiles.remove(aside);
    return undefined;
  }
}

/** Whether a file can be renamed, which every server that can rename knows. */
async function exists(client: FtpsClient, path: string): Promise<boolean> {
  const refusal = await client.files.renameFrom(path);
  if (refusal?.isTransient === true) throw refusal;
  return refusal === undefined;
}
