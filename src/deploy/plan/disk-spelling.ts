import fs from 'node:fs';
import path from 'node:path';

import { foldPath } from './folding.ts';

/** Lists the names in a directory; throws when that isn't possible. */
type ListNames = (directory: string) => readonly string[];

/**
 * Spells paths as the file system does. A pattern can spell a name in another case or Unicode form on Windows and macOS,
 * and would otherwise decide the remote name.
 */
export class DiskSpelling {
  readonly #listNames: ListNames;
  readonly #paths: path.PlatformPath;
  readonly #known = new Map<string, string>();

  constructor(listNames: ListNames = fs.readdirSync, paths: path.PlatformPath = path) {
    this.#listNames = listNames;
    this.#paths = paths;
  }

  /**
   * Returns a path with the spelling of the disk.
   *
   * @param typed - The beginning that a person has typed. The rest was read from the disk.
   */
  of(file: string, typed: string): string {
    const spelled = this.#spell(typed);
    return spelled === typed ? file : this.#paths.join(spelled, this.#paths.relative(typed, file));
  }

  #spell(typed: string): string {
    const known = this.#known.get(typed);
    if (known !== undefined) return known;
    const spelled = this.#lookUp(typed);
    this.#known.set(typed, spelled);
    return spelled;
  }

  #lookUp(typed: string): string {
    const parent = this.#paths.dirname(typed);
    if (parent === typed) return typed;
    const directory = this.#spell(parent);
    return this.#paths.join(directory, this.#nameIn(directory, this.#paths.basename(typed)));
  }

  #nameIn(directory: string, name: string): string {
    try {
      const names = this.#listNames(directory);
      if (names.includes(name)) return name;
      const similar = names.filter((other) => foldPath(other) === foldPath(name));
      return similar.length === 1 ? (similar[0] ?? name) : name;
    } catch {
      return name;
    }
  }
}
