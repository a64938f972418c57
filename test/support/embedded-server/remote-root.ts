import { realpathSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';

/** The directory that clients see as `/` and can't leave. */
export class RemoteRoot {
  readonly #directory: string;
  readonly #windowsNames: boolean;

  private constructor(directory: string, windowsNames: boolean) {
    this.#directory = directory;
    this.#windowsNames = windowsNames;
  }

  /** @param windowsNames - See the option of the server. */
  static async open(directory: string, windowsNames = false): Promise<RemoteRoot> {
    await mkdir(directory, { recursive: true });
    return new RemoteRoot(realpathSync.native(directory), windowsNames);
  }

  /**
   * Maps a remote path to a local file.
   *
   * @throws Error when the path is no valid local name, or a link leads out of the root.
   */
  async locate(remotePath: string): Promise<string> {
    const forbidden = process.platform === 'win32' ? /[\0\\:]/ : /\0/;
    if (forbidden.test(remotePath)) throw new Error(`No such name: ${remotePath}`);
    const names = path.posix.resolve('/', remotePath);
    const local = this.#windowsNames
      ? await locateOnWindows(this.#directory, names)
      : path.join(this.#directory, names);
    if (!this.#contains(existingPart(local))) throw new Error(`Outside: ${remotePath}`);
    return local;
  }

  #contains(local: string): boolean {
    return local === this.#directory || local.startsWith(this.#directory + path.sep);
  }
}

/** The local path of names that Windows would accept, in the spelling of existing files. */
async function locateOnWindows(directory: string, remotePath: string): Promise<string> {
  let local = directory;
  for (const given of remotePath.split('/').filter((name) => name !== '')) {
    const name = given.replace(/[. ]+$/, '');
    if (name === '' || /[:?*"<>|]/.test(name)) throw new Error(`No such name: ${given}`);
    const existing = await readdir(local).catch(() => []);
    const isSame = (other: string) => other.toLowerCase() === name.toLowerCase();
    local = path.join(local, existing.find(isSame) ?? name);
  }
  return local;
}

/** The real path of the deepest ancestor that exists. */
function existingPart(local: string): string {
  try {
    return realpathSync.native(local);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return existingPart(path.dirname(local));
  }
}
