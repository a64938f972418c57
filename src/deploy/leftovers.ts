import type { FtpsClient } from '../ftps/index.ts';

/** The temporary files that may be on the server, so that none is forgotten there. */
export class Leftovers {
  readonly #paths = new Map<string, 'possible' | 'certain'>();

  /** A file of this name may come into being, or may have gone. */
  suspect(path: string): void {
    this.#paths.set(path, 'possible');
  }

  /** The server has confirmed a file of this name. */
  confirm(path: string): void {
    this.#paths.set(path, 'certain');
  }

  /** The file is in its place, or must be kept. */
  forget(path: string): void {
    this.#paths.delete(path);
  }

  get paths(): readonly string[] {
    return [...this.#paths.keys()];
  }

  /**
   * Deletes all of them. One that the server refuses to delete for good stays on the list only if it is known to be
   * there: an account may be allowed to upload and nothing else.
   *
   * @throws {@link ReplyError} when the server refuses some of them only for now.
   */
  async remove(client: FtpsClient): Promise<void> {
    let transient: Error | undefined;
    for (const [path, existence] of [...this.#paths]) {
      const refusal = await client.delete(path);
      if (refusal?.isTransient === true) transient ??= refusal;
      else if (refusal === undefined || existence === 'possible') this.forget(path);
    }
    if (transient !== undefined) throw transient;
  }
}
