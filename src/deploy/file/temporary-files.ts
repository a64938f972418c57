import type { FtpsClient } from '../../ftps/index.ts';
import { ReplyError } from '../../ftps/index.ts';

/** An old file that was moved aside, so that a new one can take its place. */
export interface AsideFile {
  /** The path that the file had, and must get back if the new one doesn't arrive there. */
  readonly original: string;
  /** The temporary path of the new file. */
  readonly replacement: string;
}

/** An {@link AsideFile} that the server refuses to put back. */
interface StrandedFile extends AsideFile {
  readonly isStranded: true;
}

type Existence = 'possible' | 'certain' | AsideFile | StrandedFile;

/** The temporary files that may be on the server, so that all of them are deleted, or put back, in the end. */
export class TemporaryFiles {
  readonly #paths = new Map<string, Existence>();

  /** A file with this name may exist now. */
  mayExist(path: string): void {
    this.#paths.set(path, 'possible');
  }

  /** The server has confirmed a file with this name. */
  exists(path: string): void {
    this.#paths.set(path, 'certain');
  }

  /** The file may now be the only copy of the old file. It is never deleted, but put back. */
  setAside(path: string, file: AsideFile): void {
    this.#paths.set(path, file);
  }

  /** A file that was moved aside can't be put back. It stays in the list, and so does the new file. */
  strand(path: string): void {
    const file = this.#paths.get(path);
    if (typeof file === 'object') this.#paths.set(path, { ...file, isStranded: true });
  }

  /** The file no longer exists under this name. */
  remove(path: string): void {
    this.#paths.delete(path);
  }

  get paths(): readonly string[] {
    return [...this.#paths.keys()];
  }

  /** The old files that may not have been put back: their temporary path by their own. */
  get aside(): ReadonlyMap<string, string> {
    return new Map(this.#aside.map(([path, { original }]) => [original, path]));
  }

  /** Whether there may be files to delete or to put back. */
  get hasRemovable(): boolean {
    return [...this.#paths.values()].some((existence) => !isStranded(existence));
  }

  /**
   * Deletes all files except those that were moved aside, which it puts back, and what replaces one that can't be put
   * back. A file that the server permanently refuses to delete stays in the list if it exists: some accounts may upload,
   * but not delete.
   *
   * @throws {@link ReplyError} when the server refuses some of them temporarily.
   */
  async deleteFrom(client: FtpsClient): Promise<void> {
    const refusals: (ReplyError | undefined)[] = [];
    const movable = this.#aside.filter(([, file]) => !isStranded(file));
    const replacements = new Set(movable.map(([, { replacement }]) => replacement));
    // The others come first: some servers end the session at a rename.
    for (const path of this.paths) {
      if (!replacements.has(path)) refusals.push(await this.#delete(client, path));
    }
    for (const [path, file] of movable) refusals.push(await this.#putBack(client, path, file));
    for (const path of replacements) refusals.push(await this.#delete(client, path));
    const transient = refusals.find((refusal) => refusal?.isTransient === true);
    if (transient !== undefined) throw transient;
  }

  /** Deletes a file, unless it is an old file or needed in the place of one. Returns the refusal, if any. */
  async #delete(client: FtpsClient, path: string): Promise<ReplyError | undefined> {
    const existence = this.#paths.get(path);
    if (existence === undefined || typeof existence === 'object') return undefined;
    const isKept = this.#aside.some(([, { replacement }]) => replacement === path);
    const refusal = isKept ? undefined : await client.delete(path);
    if (refusal?.isTransient === true) return refusal;
    const isGone = !isKept && refusal === undefined;
    if (isGone || !(await existsOn(client, path, existence))) this.remove(path);
    return refusal;
  }

  get #aside(): [string, AsideFile][] {
    return [...this.#paths].flatMap(([path, existence]) =>
      typeof existence === 'object' ? [[path, existence]] : [],
    );
  }

  /** Returns the refusal, if any. */
  async #putBack(
    client: FtpsClient,
    path: string,
    { original }: AsideFile,
  ): Promise<ReplyError | undefined> {
    const missing = await client.files.renameFrom(path);
    const refusal = missing ?? (await client.files.renameTo(original));
    if (refusal?.isTransient === true) return refusal;
    const isGone =
      refusal === undefined ||
      (missing !== undefined && !(await existsOn(client, path, 'possible')));
    if (isGone) this.remove(path);
    return refusal;
  }
}

function isStranded(existence: Existence): boolean {
  return typeof existence === 'object' && 'isStranded' in existence;
}

// A refusal of DELE doesn't say whether the file exists. SIZE does, on servers that support it.
async function existsOn(
  client: FtpsClient,
  path: string,
  existence: 'possible' | 'certain',
): Promise<boolean> {
  try {
    const size = await client.size(path);
    return size !== undefined || existence === 'certain';
  } catch (error) {
    if (error instanceof ReplyError && !error.isTransient) return false;
    throw error;
  }
}
