import fs from 'node:fs';
import path from 'node:path';

import { sanitize } from '../../sanitize.ts';
import { PlanError, systemMessage } from '../errors.ts';
import { baseDirectoryOf } from './base-directory.ts';
import { DiskSpelling } from './disk-spelling.ts';
import { Exclusion } from './exclusion.ts';
import type { FileIdentity } from './file-identity.ts';
import { identityOf, openFlags } from './file-identity.ts';
import type { FoundPlace } from './link-policy.ts';
import { isInGitDirectory, LinkPolicy } from './link-policy.ts';
import { displayPath, isInside } from './local-path.ts';
import { findOmittedEntries } from './omitted-entries.ts';
import { PatternSearch } from './pattern-search.ts';
import { secretsWarning } from './secret-files.ts';

/** Which files to find. */
export interface FileSearch {
  /** Patterns of `@actions/glob`; `!` excludes, `#` starts a comment. */
  readonly patterns: readonly string[];
  /** `.gitignore` patterns without a problem, relative to the base directory: matches that are left out. */
  readonly exclude: readonly string[];
  /** Absolute; undefined for the directory common to all patterns. */
  readonly baseDirectory: string | undefined;
  readonly followSymlinks: boolean;
  /** Absolute path; links that lead outside it are a problem. */
  readonly workspace: string;
}

/** A regular file that matched a pattern. */
export interface LocalFile {
  /** Absolute path. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Modification time, in milliseconds since 1970. */
  readonly modifiedMs: number;
  /** The same, with the links in its directory resolved; undefined when it isn't known. */
  readonly realPath?: string;
  readonly identity?: FileIdentity;
}

/** Matches that are not uploaded. */
export interface SkippedMatches {
  /** Number of files in `.git` directories, by their own path or by the path that a link leads to. */
  readonly gitFiles: number;
  /** Number of symbolic links, if links are not followed. */
  readonly links: number;
  /** Links whose target doesn't exist, if links are followed; absolute paths. */
  readonly danglingLinks: readonly string[];
  /** Excluded files and directories, relative to the base directory; the path of a directory ends with `/`. */
  readonly excluded: readonly string[];
}

/** The files that matched the patterns. */
export interface FoundFiles {
  /** Without directories, in the order of the file system. */
  readonly files: readonly LocalFile[];
  /** The deepest directory common to all patterns; absolute. */
  readonly commonDirectory: string;
  readonly skipped: SkippedMatches;
  /** Why matches can't be uploaded, as sentences. */
  readonly problems: readonly string[];
  /** Patterns that match nothing; none if no pattern does. */
  readonly unmatchedPatterns: readonly string[];
  /** What the user should know about the patterns, as sentences, safe to display. */
  readonly warnings: readonly string[];
}

/**
 * Finds the files that match the patterns.
 *
 * @throws {@link PlanError} when a pattern is invalid, a directory can't be searched, or links multiply a tree.
 */
export async function findLocalFiles(search: FileSearch): Promise<FoundFiles> {
  const { patterns, followSymlinks } = search;
  const exclusion = new Exclusion(search);
  const excludes = (file: string) => exclusion.excludes(file);
  const options = { followSymbolicLinks: followSymlinks, excludes };
  const patternSearch = await PatternSearch.create(patterns, options).catch((cause: unknown) => {
    throw new PlanError([`Invalid file pattern: ${systemMessage(cause)}`]);
  });
  const matches = new Matches(search, patternSearch.searchPaths);
  exclusion.base = baseDirectoryOf(search.baseDirectory, matches.commonDirectory);
  await forEachMatch(patternSearch, (match) => {
    if (matches.add(match)) patternSearch.recordFile(match);
  });
  const withoutLinks = { ...options, followSymbolicLinks: false };
  const omitted = await findOmittedEntries(
    async () => (await PatternSearch.create(patterns, withoutLinks)).matches(),
    matches.directories,
  );
  const unused = matches.files.length === 0 ? [] : patternSearch.unusedLines;
  const isIncluded = (file: string) => !exclusion.excludes(file);
  const danglingLinks = followSymlinks ? omitted.danglingLinks : [];
  const invalidNames = omitted.invalidNames.filter(isIncluded);
  return {
    files: matches.files,
    commonDirectory: matches.commonDirectory,
    skipped: {
      gitFiles: matches.gitFiles,
      links: matches.links,
      danglingLinks,
      excluded: exclusion.excluded,
    },
    problems: [
      ...matches.problems,
      ...invalidNames.map((file) => `The name of ${displayPath(file)} isn't valid UTF-8.`),
    ],
    unmatchedPatterns: unused.filter((line) => !line.startsWith('!')),
    warnings: [
      await negationWarning(
        unused.filter((line) => line.startsWith('!')),
        matches.files,
      ),
      exclusion.warning(matches.files),
      secretsWarning(
        matches.files.map((file) => file.path),
        patterns,
      ),
    ].filter((warning) => warning !== undefined),
  };
}

/** Calls `onMatch` for each match while the search runs, so that an error in it ends the search. */
async function forEachMatch(
  search: PatternSearch,
  onMatch: (match: string) => void,
): Promise<void> {
  try {
    for await (const match of search.matches()) onMatch(match);
  } catch (cause) {
    if (cause instanceof PlanError) throw cause;
    throw new PlanError([`Could not search for files: ${systemMessage(cause)}.`]);
  }
}

/** A warning about lines with `!` that exclude nothing, with what may have been meant; undefined if there are none. */
async function negationWarning(
  lines: readonly string[],
  files: readonly LocalFile[],
): Promise<string | undefined> {
  if (lines.length === 0) return undefined;
  const described: string[] = [];
  for (const line of lines) {
    const pattern = line.replace(/^[!\s]+/, '');
    const anywhere = `**/${pattern.replace(/^\.?[/\\]+/, '')}`;
    const options = { followSymbolicLinks: false, excludes: () => false };
    const search = await PatternSearch.create([anywhere], options);
    for (const file of files) search.recordFile(file.path);
    const isUseful = anywhere !== pattern && search.unusedLines.length === 0;
    described.push(sanitize(line) + (isUseful ? ` (write !${sanitize(anywhere)})` : ''));
  }
  return `Lines of "files" that exclude nothing: ${described.join(', ')}.`;
}

/** Sorts matches into files to upload, files to skip, and problems. */
class Matches {
  readonly files: LocalFile[] = [];
  readonly problems: string[] = [];
  /** Directories that matched, or that contain a match. */
  readonly directories = new Set<string>();
  gitFiles = 0;
  links = 0;
  readonly #search: FileSearch;
  readonly #searchPaths: readonly string[];
  readonly #linkPolicy: LinkPolicy;
  readonly #includesGit: boolean;
  readonly #spelling = new DiskSpelling();
  readonly #paths = new Set<string>();

  constructor(search: FileSearch, searchPaths: readonly string[]) {
    this.#search = search;
    this.#searchPaths = searchPaths;
    this.#linkPolicy = new LinkPolicy(search);
    this.#includesGit = includesGit(search.patterns);
  }

  /** As in `actions/upload-artifact`: the common part of the search paths, or the directory of a single file. */
  get commonDirectory(): string {
    const [first = process.cwd(), ...others] = this.#searchPaths.map((searchPath) =>
      this.#spelling.of(searchPath, searchPath),
    );
    const isSingleFile = others.length === 0 && this.#isFile(first);
    return isSingleFile ? path.dirname(first) : others.reduce(commonPart, first);
  }

  /**
   * Adds a match. Returns whether it is a file.
   *
   * @throws {@link PlanError} when links multiply a tree.
   */
  add(match: string): boolean {
    try {
      return this.#add(match);
    } catch (error) {
      if (error instanceof PlanError) throw error;
      this.problems.push(`${displayPath(match)} can't be read: ${systemMessage(error)}.`);
      return true;
    }
  }

  #add(match: string): boolean {
    const own = fs.lstatSync(match);
    const isLink = own.isSymbolicLink();
    const stats = isLink && this.#search.followSymlinks ? fs.statSync(match) : own;
    if (stats.isDirectory()) {
      this.directories.add(match);
      return false;
    }
    this.directories.add(path.dirname(match));
    const searchPath = this.#searchPathOf(match);
    const verdict = this.#linkPolicy.judge(match, isLink, searchPath);
    const isInGit = verdict.kind === 'git' || isInGitDirectory(match, searchPath);
    if (isInGit && !this.#includesGit) this.gitFiles += 1;
    else if (verdict.kind === 'skipped') this.links += 1;
    else if (verdict.kind === 'rejected') this.problems.push(verdict.problem);
    else if (stats.isFile()) this.#accept(match, verdict);
    else throw new Error("it isn't a regular file");
    return true;
  }

  /** Patterns may spell one file in several ways on a system that ignores case. */
  #accept(match: string, { isLink, realDirectory }: FoundPlace): void {
    const file = this.#spelling.of(match, this.#searchPathOf(match));
    if (this.#paths.has(file)) return;
    this.#paths.add(file);
    const realPath = path.join(realDirectory, path.basename(file));
    this.files.push({ path: file, realPath, ...examine(match, isLink) });
  }

  /** Whether a path exists and isn't a directory. */
  #isFile(file: string): boolean {
    try {
      const stats = this.#search.followSymlinks ? fs.statSync(file) : fs.lstatSync(file);
      return !stats.isDirectory();
    } catch {
      return false;
    }
  }

  #searchPathOf(file: string): string {
    return this.#searchPaths.find((searchPath) => isInside(file, searchPath)) ?? path.dirname(file);
  }
}

function includesGit(patterns: readonly string[]): boolean {
  return patterns
    .map((pattern) => pattern.trim())
    .filter((pattern) => !pattern.startsWith('!') && !pattern.startsWith('#'))
    .some((pattern) => pattern.split(/[/\\]/).includes('.git'));
}

/** Opens the file as an upload does: only that reveals a lock on Windows, or a file that may not be read. */
function examine(file: string, isLink: boolean): Omit<LocalFile, 'path' | 'realPath'> {
  const handle = fs.openSync(file, openFlags({ followLinks: isLink }));
  try {
    const stats = fs.fstatSync(handle);
    if (!stats.isFile()) throw new Error("it isn't a regular file");
    const identity = identityOf(stats, isLink);
    return { sizeBytes: stats.size, modifiedMs: stats.mtimeMs, identity };
  } finally {
    fs.closeSync(handle);
  }
}

function commonPart(a: string, b: string): string {
  // Two drives on Windows have no common root.
  const { root } = path.parse(a);
  let directory = a;
  while (directory !== root && !isInside(b, directory)) directory = path.dirname(directory);
  return directory;
}
