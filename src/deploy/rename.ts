import type { FtpsClient, RenameAhead } from '../ftps/index.ts';
import { ReplyError } from '../ftps/index.ts';
import { PublishError, VerificationError } from './errors.ts';
import type { Leftovers } from './leftovers.ts';
import type { Notices } from './notices.ts';

/** A file that is to be put in its place. */
export interface Placement {
  /** The temporary path, as it goes over the wire. */
  readonly from: string;
  /** The final path, as it goes over the wire. */
  readonly to: string;
  readonly sizeBytes: number;
  /** Another temporary path, for servers that do not rename over an existing file. */
  readonly aside: string;
}

/**
 * Puts one uploaded file in its place (RNFR, RNTO), over as many attempts as it takes. Between attempts it remembers
 * what may have happened already: a rename whose reply was lost must not be taken for a failed one.
 *
 * Where the server does not rename over an existing file, that one is deleted first; but only after a rename to a free
 * name has shown that renaming is allowed at all, or the old file would be lost for nothing.
 */
export class Rename {
  readonly #placement: Placement;
  readonly #notices: Notices;
  readonly #leftovers: Leftovers;
  #from: string;
  #step: 'begin' | 'placing' | 'moving-aside' = 'begin';
  #isOnlyCopy = false;
  #ahead: RenameAhead | undefined;
  #wasPlain = false;

  constructor(
    placement: Placement,
    options: { readonly notices: Notices; readonly leftovers: Leftovers },
  ) {
    this.#placement = placement;
    this.#notices = options.notices;
    this.#leftovers = options.leftovers;
    this.#from = placement.from;
  }

  /**
   * The rename in one go, for {@link FtpsClient.store} or {@link FtpsClient.sendRenames}, where nothing has been tried
   * yet. Whether it was sent, and what came of it, {@link wasDoneAhead} finds out.
   */
  ahead(client: FtpsClient): RenameAhead | undefined {
    if (this.wasSentAhead || this.#step !== 'begin') return undefined;
    this.#ahead = client.prepareRename(this.#placement.from, this.#placement.to);
    return this.#ahead;
  }

  /** Whether it has been sent ahead, and nobody has looked yet what came of it. */
  get wasSentAhead(): boolean {
    return this.#ahead?.isSent === true;
  }

  /** Whether the server has renamed the file right over the old one. */
  get wasPlain(): boolean {
    return this.#wasPlain;
  }

  /**
   * Whether a rename that was sent ahead has put the file in its place. One that was refused, and one that nobody knows
   * of, are left to {@link attempt}.
   */
  async wasDoneAhead(): Promise<boolean> {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    if (ahead?.isSent !== true) return false;
    this.#step = 'placing';
    this.#leftovers.suspect(this.#from);
    const refusal = await ahead.refusal().catch(() => 'unknown' as const);
    if (refusal === 'unknown' || refusal?.isTransient === true) return false;
    return this.#judge(refusal) === undefined;
  }

  /**
   * @throws {@link PublishError} when the server refuses for good; {@link ReplyError} when it refuses for now;
   *   {@link VerificationError} when neither the temporary nor the final file is there.
   */
  async attempt(client: FtpsClient): Promise<void> {
    if (await this.#isDoneAlready(client)) return;
    const refusal = await this.#place(client);
    if (refusal === undefined) return;
    if (!this.#isOnlyCopy) {
      await this.#moveAside(client, refusal);
      await this.#removeOld(client);
    }
    const again = await this.#place(client);
    if (again === undefined) return;
    const problem = this.#isOnlyCopy
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
      this.#isNowAside();
      return false;
    }
    await this.#checkPlaced(client);
    this.#leftovers.forget(this.#from);
    return true;
  }

  /** RNFR and RNTO; returns the refusal of the latter. */
  async #place(client: FtpsClient): Promise<ReplyError | undefined> {
    await this.#begin(client);
    this.#step = 'placing';
    if (!this.#isOnlyCopy) this.#leftovers.suspect(this.#from);
    return this.#judge(await client.renameTo(this.#placement.to));
  }

  #judge(refusal: ReplyError | undefined): ReplyError | undefined {
    if (refusal === undefined) {
      this.#wasPlain = this.#from === this.#placement.from;
      this.#leftovers.forget(this.#from);
      return undefined;
    }
    // Refused for now may still have been done: the next attempt looks.
    if (refusal.isTransient) throw refusal;
    this.#step = 'begin';
    if (!this.#isOnlyCopy) this.#leftovers.confirm(this.#from);
    return refusal;
  }

  async #begin(client: FtpsClient): Promise<void> {
    const refusal = await client.renameFrom(this.#from);
    if (refusal === undefined) return;
    if (refusal.isTransient) throw refusal;
    throw new PublishError('The server does not let the uploaded file be renamed', refusal);
  }

  async #moveAside(client: FtpsClient, because: ReplyError): Promise<void> {
    if (this.#from === this.#placement.aside) return;
    await this.#begin(client);
    this.#step = 'moving-aside';
    this.#leftovers.suspect(this.#placement.aside);
    const refusal = await client.renameTo(this.#placement.aside);
    if (refusal?.isTransient === true) throw refusal;
    this.#step = 'begin';
    if (refusal !== undefined) {
      throw new PublishError('The server does not let the uploaded file be renamed', because);
    }
    this.#isNowAside();
  }

  #isNowAside(): void {
    this.#leftovers.forget(this.#from);
    this.#from = this.#placement.aside;
    this.#leftovers.confirm(this.#from);
    this.#step = 'begin';
  }

  /** Deletes the old file. A refusal is not the last word: the file may be gone, and the place free. */
  async #removeOld(client: FtpsClient): Promise<void> {
    const refusal = await client.delete(this.#placement.to);
    if (refusal?.isTransient === true) throw refusal;
    if (refusal !== undefined) return;
    this.#isOnlyCopy = true;
    this.#leftovers.keep(this.#from);
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
