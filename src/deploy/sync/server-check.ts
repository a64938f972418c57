import type { Observed } from './deletions.ts';
import { parentOf } from './relative-path.ts';
import type { RemoteFiles } from './remote-files.ts';

/** Number of files in a directory from which listing it is cheaper than SIZE of each. */
const worthListing = 8;

/** The remote directory, with paths relative to it. */
export class ServerCheck {
  readonly #remote: RemoteFiles;
  readonly #toRemotePath: (path: string) => string;

  constructor(remote: RemoteFiles, toRemotePath: (path: string) => string) {
    this.#remote = remote;
    this.#toRemotePath = toRemotePath;
  }

  /**
   * Asks for the sizes of files. A listing may confirm an expected size; everything else is decided by SIZE, because
   * listings of some servers leave files out.
   *
   * @param expected - The files with the sizes that they should have, if known.
   */
  async observe(
    expected: ReadonlyMap<string, number | null | undefined>,
  ): Promise<Map<string, Observed>> {
    const observed = await this.#confirmByListing(expected);
    const others = [...expected.keys()].filter((path) => !observed.has(path));
    const sizes = await this.#remote.sizes(others.map(this.#toRemotePath));
    for (const [index, path] of others.entries()) observed.set(path, sizes[index] ?? 'unknown');
    return observed;
  }

  /** The modification times of files, in milliseconds since 1970. */
  async modificationTimes(paths: readonly string[]): Promise<Map<string, number | undefined>> {
    if (paths.length === 0) return new Map();
    const times = await this.#remote.modificationTimes(paths.map(this.#toRemotePath));
    return new Map(paths.map((path, index) => [path, times[index]]));
  }

  /** The directories that don't exist. */
  async missingDirectories(paths: readonly string[]): Promise<Set<string>> {
    if (paths.length === 0) return new Set();
    const exist = await this.#remote.directoriesExist(paths.map(this.#toRemotePath));
    return new Set(paths.filter((_, index) => exist[index] === false));
  }

  async #confirmByListing(
    expected: ReadonlyMap<string, number | null | undefined>,
  ): Promise<Map<string, Observed>> {
    const byDirectory = Map.groupBy(
      [...expected].filter(([, size]) => typeof size === 'number'),
      ([path]) => parentOf(path),
    );
    const worth = [...byDirectory].filter(([, files]) => files.length >= worthListing);
    const confirmed = new Map<string, Observed>();
    if (worth.length === 0) return confirmed;
    const directories = worth.map(([directory]) => this.#toRemotePath(directory));
    const listings = await this.#remote.list(directories);
    for (const [index, [, files]] of worth.entries()) {
      for (const [path, size] of files) {
        const name = path.slice(path.lastIndexOf('/') + 1);
        if (typeof size === 'number' && listings[index]?.get(name) === size) {
          confirmed.set(path, size);
        }
      }
    }
    return confirmed;
  }
}
