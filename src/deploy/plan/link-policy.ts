import fs from 'node:fs';
import path from 'node:path';

import { PlanError } from '../errors.ts';
import { displayPath, isInside } from './local-path.ts';

/** Paths that lead to one directory before a search is aborted: a few links can multiply a tree without limit. */
const maxPathsToDirectory = 1_000;

/** A directory, with the links on its path resolved. */
interface ResolvedDirectory {
  readonly realPath: string;
  /** The links below the workspace that the path goes through, outermost first. */
  readonly links: readonly Link[];
}

/** A link to a directory. */
interface Link {
  readonly path: string;
  /** Whether it leads to a directory that contains the link. */
  readonly isLoop: boolean;
}

/** Where a file was found. */
export interface FoundPlace {
  readonly isLink: boolean;
  /** Its directory, with the links on the path resolved. */
  readonly realDirectory: string;
}

/** What the links on a path mean for the file it names. */
export type LinkVerdict =
  | ({ readonly kind: 'accepted' } & FoundPlace)
  /** A link, and links aren't followed. */
  | { readonly kind: 'skipped' }
  /** A link leads into a `.git` directory that the path doesn't name. */
  | ({ readonly kind: 'git' } & FoundPlace)
  | { readonly kind: 'rejected'; readonly problem: string };

/**
 * Decides which files may be reached through links. A file is judged by where it really is, and every link below the
 * workspace counts, wherever on the path it is.
 */
export class LinkPolicy {
  readonly #workspace: string;
  readonly #realWorkspace: string;
  readonly #followSymlinks: boolean;
  readonly #directories = new Map<string, ResolvedDirectory>();
  readonly #pathsTo = new Map<string, number>();

  /** @param search.workspace - Absolute path; links must not lead out of it. */
  constructor(search: { readonly workspace: string; readonly followSymlinks: boolean }) {
    this.#workspace = path.resolve(search.workspace);
    this.#realWorkspace = fs.realpathSync.native(search.workspace);
    this.#followSymlinks = search.followSymlinks;
  }

  /**
   * Judges a path that a pattern matched.
   *
   * @param isLink - Whether the path itself is a link.
   * @param searchPath - Where the pattern started to search. One outside the workspace was named on purpose, so links
   *   may lead to files in it.
   * @throws {@link PlanError} when links lead to one directory by more paths than any project has.
   */
  judge(file: string, isLink: boolean, searchPath: string): LinkVerdict {
    const directory = this.#resolve(path.dirname(file));
    const isLinked = directory.links.length > 0 || (isLink && this.#isBelowWorkspace(file));
    if (isLinked && !this.#followSymlinks) return { kind: 'skipped' };
    const realPath = isLink
      ? fs.realpathSync.native(file)
      : path.join(directory.realPath, path.basename(file));
    const loop = directory.links.find((link) => link.isLoop);
    if (loop !== undefined) {
      const name = displayPath(loop.path);
      return { kind: 'rejected', problem: `${name} is a link to a directory that contains it.` };
    }
    const root = this.#rootOf(realPath, searchPath);
    if (root === undefined) {
      const problem = `${displayPath(file)} is reached through a link that leads outside the workspace.`;
      return { kind: 'rejected', problem };
    }
    const place = { isLink, realDirectory: directory.realPath };
    if (isLinked && isInGitDirectory(realPath, root)) return { kind: 'git', ...place };
    return { kind: 'accepted', ...place };
  }

  /** The allowed directory that contains a real path. */
  #rootOf(realPath: string, searchPath: string): string | undefined {
    if (isInside(realPath, this.#realWorkspace)) return this.#realWorkspace;
    if (this.#isBelowWorkspace(searchPath)) return undefined;
    const { realPath: realSearchPath } = this.#resolve(searchPath);
    return isInside(realPath, realSearchPath) ? realSearchPath : undefined;
  }

  #resolve(directory: string): ResolvedDirectory {
    const known = this.#directories.get(directory);
    if (known !== undefined) return known;
    const resolved = this.#lookUp(directory);
    this.#directories.set(directory, resolved);
    this.#countPath(directory, resolved.realPath);
    return resolved;
  }

  #lookUp(directory: string): ResolvedDirectory {
    const parent = path.dirname(directory);
    const realPath = fs.realpathSync.native(directory);
    if (parent === directory) return { realPath, links: [] };
    const above = this.#resolve(parent);
    const isLink = fs.lstatSync(directory).isSymbolicLink();
    if (!isLink || !this.#isBelowWorkspace(directory)) return { realPath, links: above.links };
    const link = { path: directory, isLoop: isInside(above.realPath, realPath) };
    return { realPath, links: [...above.links, link] };
  }

  #countPath(directory: string, realPath: string): void {
    const count = (this.#pathsTo.get(realPath) ?? 0) + 1;
    if (count > maxPathsToDirectory) {
      throw new PlanError([
        `Links lead to ${displayPath(realPath)} by more than ${maxPathsToDirectory} paths, such as ${displayPath(directory)}.`,
      ]);
    }
    this.#pathsTo.set(realPath, count);
  }

  #isBelowWorkspace(file: string): boolean {
    return [this.#workspace, this.#realWorkspace].some(
      (workspace) => file !== workspace && isInside(file, workspace),
    );
  }
}

/** Whether a path leads through a `.git` directory below another one. */
export function isInGitDirectory(file: string, directory: string): boolean {
  return file.includes('.git') && path.relative(directory, file).split(path.sep).includes('.git');
}
