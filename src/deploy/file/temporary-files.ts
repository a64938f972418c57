import type { FtpsClient } from '../../ftps/index.ts';
import { ReplyError } from '../../ftps/index.ts';

/** The temporary files that may be on the server, so that all of them are deleted in the end. */
export class TemporaryFiles {
  readonly #paths = new Map<string, 'possible' | 'certain' | 'retained'>();

  /** A file with this name may exist now. */
  mayExist(path: string): void {
    this.#paths.set(path, 'possible');
  }

  /** The server has confirmed a file with this name. */
  exists(path: string): void {
    this.#paths.set(path, 'certain');
  }

  /** The file is the last copy of its content: it must not be deleted, but stays in the list. */
  retain(path: string): void {
    this.#paths.set(path, 'retained');
  }

  /** The file no longer exists under this name. */
  remove(path: string): void {
    this.#paths.delete(path);
  }

  get paths(): readonly string[] {
    return [...this.#paths.keys()];
  }

  /** Whether there may be files to delete. */
  get hasRemovable(): boolean {
    return [...this.#paths.values()].some((existence) => existence !== 'retained');
  }

  /**
   * Deletes all files except retained ones. A file that the server permanently refuses to delete stays in the list if it
   * exists: some accounts may upload, but not delete.
   *
   * @throws {@link ReplyError} when the server refuses some of them temporarily.
   */
  async deleteFrom(client: FtpsClient): Promise<void> {
    let transient: Error | undefined;
    for (const [path, existence] of [...this.#paths]) {
      if (existence === 'retained') continue;
      const refusal = await client.delete(path);
      if (refusal?.isTransient === true) transient ??= refusal;
      else if (refusal === undefined || !(await existsOn(client, path, existence)))
        this.remove(path);
    }
    if (transient !== undefined) throw transient;
  }
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
