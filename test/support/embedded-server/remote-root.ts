import { mkdir, realpath } from 'node:fs/promises';
import path from 'node:path';

/** The directory that clients see as `/` and can't leave. */
export class RemoteRoot {
  readonly #directory: string;

  private constructor(directory: string) {
    this.#directory = directory;
  }

  static async open(directory: string): Promise<RemoteRoot> {
    await mkdir(directory, { recursive: true });
    return new RemoteRoot(await realpath(directory));
  }

  /**
   * Maps a remote path to a local file.
   *
   * @throws Error when the path is no valid local name, or a link leads out of the root.
   */
  async locate(remotePath: string): Promise<string> {
    const forbidden = process.platform === 'win32' ? /[\0\\:]/ : /\0/;
    if (forbidden.test(remotePath)) throw new Error(`No such name: ${remotePath}`);
    const local = path.join(this.#directory, path.posix.resolve('/', remotePath));
    if (!this.#contains(await existingPart(local))) throw new Error(`Outside: ${remotePath}`);
    return local;
  }

  #contains(local: string): boolean {
    return local === this.#directory || local.startsWith(this.#directory + path.sep);
  }
}

/** The real path of the deepest ancestor that exists. */
async function existingPart(local: string): Promise<string> {
  try {
    return await realpath(local);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return existingPart(path.dirname(local));
  }
}
