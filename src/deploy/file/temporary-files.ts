import type { FtpsClient } from '../../ftps/index.ts';
import { ReplyError } from '../../ftps/index.ts';

/** The temporary files that may be on the server, so that none is forgotten there. */
export class TemporaryFiles {
  readonly #paths = new Map<string, 'possible' | 'certain' | 'kept'>();

  /** A file of this name may come into being, or may have gone. */
  mayExist(path: string): void {
    this.#paths.set(path, 'possible');
  }

  /** The server has confirmed a file of this name. */
  exists(path: string): void {
    this.#paths.set(path, 'certain');
  }

  /** The file is the only copy of what it holds: it must not be removed, and not be forgotten. */
  retain(path: string): void {
    this.#paths.set(path, 'kept');
  }

  /** The file is in its place. */
  remove(path: string): void {
    this.#paths.delete(path);
  }

  get paths(): readonly string[] {
    return [...this.#paths.keys()];
  }

  /** Whether there may be something to remove. */
  get hasRemovable(): boolean {
    return [...this.#paths.values()].some((existence) => existence !== 'kept');
  }

  /**
   * Deletes all of them but those that must be kept. One that the server refuses to delete for good stays on the list if it is there: an account
   * may be allowed to upload and nothing else.
   *
   * @throws {@link ReplyError} when the server refuses some of them only for now.
   */
  async deleteFrom(client: FtpsClient): Promise<void> {
    let transient: Error | undefined;
    for (const [path, existence] of [...this.#paths]) {
      if (existence === 'kept') continue;
      const refusal = await client.delete(path);
      if (refusal?.isTransient === true) transient ??= refusal;
      else if (refusal === undefined || !(await existsOn(client, path, existence)))
        this.remove(path);
    }
    if (transient !== undefined) throw transient;
  }
}

// A refusal of DELE does not say whether there is nothing to delete; SIZE does, on servers that know it.
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
