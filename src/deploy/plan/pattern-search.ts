import fs from 'node:fs';
import path from 'node:path';

import type { GlobOptions } from '@actions/glob';
import { create } from '@actions/glob';

/** A pattern as `@actions/glob` keeps it. Its package exports neither patterns nor a way to leave out directories. */
interface GlobPattern {
  readonly negate: boolean;
  readonly segments: readonly string[];
  readonly trailingSeparator: boolean;
  /** A {@link matchKind}. */
  match(path: string): number;
  /** Whether something below may match. */
  partialMatch(path: string): boolean;
}

const matchKind = { none: 0, directory: 1, file: 2 } as const;

/** One line, with the pattern for what is below a directory that it matches. */
interface Line {
  readonly text: string;
  readonly isNegated: boolean;
  readonly patterns: readonly GlobPattern[];
  /** Whether it has found or excluded something. */
  isUsed: boolean;
}

/** What the lines together say about a path. */
interface Verdict {
  readonly match: number;
  readonly partialMatch: boolean;
}

/** A path that the search has to look at. */
interface Candidate {
  readonly file: string;
  /** Number of directories above it through which the search has reached it. */
  readonly depth: number;
}

/** How to search. */
export interface SearchOptions {
  readonly followSymbolicLinks: boolean;
  /** Whether a path that matches, or below which something may match, is left out with everything below. */
  readonly excludes: (path: string) => boolean;
}

/** Searches for the files that match lines of patterns, in the way of `@actions/glob`. */
export class PatternSearch {
  /** Where the search begins; absolute. */
  readonly searchPaths: readonly string[];
  readonly #lines: readonly Line[];
  readonly #options: SearchOptions;

  private constructor(
    searchPaths: readonly string[],
    lines: readonly Line[],
    options: SearchOptions,
  ) {
    this.searchPaths = searchPaths;
    this.#lines = lines;
    this.#options = options;
  }

  /** @throws Error when a pattern is invalid. */
  static async create(texts: readonly string[], options: SearchOptions): Promise<PatternSearch> {
    const lines = texts.map((text) => text.trim()).filter((text) => !/^(#|$)/.test(text));
    const globOptions: GlobOptions = { implicitDescendants: false };
    const globber = await create(lines.join('\n'), globOptions);
    const internals = globber as unknown as { patterns: readonly GlobPattern[] };
    const parsed = internals.patterns.map((pattern, index) => ({
      text: lines[index] ?? '',
      isNegated: pattern.negate,
      patterns: withDescendants(pattern),
      isUsed: false,
    }));
    return new PatternSearch(globber.getSearchPaths(), parsed, options);
  }

  /** The lines that have neither found nor excluded anything; see {@link recordFile}. */
  get unusedLines(): readonly string[] {
    return this.#lines.filter(({ isUsed }) => !isUsed).map(({ text }) => text);
  }

  /**
   * Files and directories that match, in the order of the file system. Links whose target doesn't exist, and links to a
   * directory above them, are left out if links are followed.
   *
   * Our own search, because that of `@actions/glob` waits for the thread pool at every file.
   */
  async *matches(): AsyncGenerator<string, void> {
    const { followSymbolicLinks } = this.#options;
    const existing = this.searchPaths.filter((file) => unlessMissing(() => fs.lstatSync(file)));
    const candidates: Candidate[] = existing.map((file) => ({ file, depth: 0 })).reverse();
    const realParents: string[] = [];
    for (let next = candidates.pop(); next !== undefined; next = candidates.pop()) {
      const { file, depth } = next;
      const { match, partialMatch } = this.#judge(file);
      if (match === matchKind.none && !partialMatch) continue;
      const stats = followSymbolicLinks
        ? unlessMissing(() => fs.statSync(file))
        : fs.lstatSync(file);
      if (stats?.isDirectory() !== true) {
        if (stats !== undefined && (match & matchKind.file) !== 0) yield file;
        continue;
      }
      if (followSymbolicLinks) {
        const realPath = fs.realpathSync.native(file);
        realParents.length = Math.min(realParents.length, depth);
        if (realParents.includes(realPath)) continue;
        realParents.push(realPath);
      }
      if ((match & matchKind.directory) !== 0) yield file;
      const names = await fs.promises.readdir(file);
      for (const name of names.reverse()) {
        candidates.push({ file: path.join(file, name), depth: depth + 1 });
      }
    }
  }

  /** Records which lines have found a file. */
  recordFile(file: string): void {
    this.#recordMatch(file, matchKind.file);
  }

  #recordMatch(file: string, kind: number): void {
    for (const line of this.#lines) {
      const isNew = !line.isUsed && !line.isNegated;
      if (isNew && (matchOf(line, file) & kind) !== 0) line.isUsed = true;
    }
  }

  #judge(file: string): Verdict {
    let match: number = matchKind.none;
    const excluding: Line[] = [];
    for (const line of this.#lines) {
      const matched = matchOf(line, file);
      if (!line.isNegated) match |= matched;
      else if ((match & matched) !== 0) {
        match &= ~matched;
        excluding.push(line);
      }
    }
    const partialMatch = this.#lines.some(
      ({ isNegated, patterns }) =>
        !isNegated && patterns.some((pattern) => pattern.partialMatch(file)),
    );
    for (const line of excluding) line.isUsed = true;
    const isSearched = match !== matchKind.none || partialMatch;
    const isExcluded = isSearched && this.#options.excludes(file);
    // What is left out on purpose isn't missing.
    if (isExcluded || excluding.length > 0) {
      this.#recordMatch(file, matchKind.file | matchKind.directory);
    }
    if (isExcluded) return { match: matchKind.none, partialMatch: false };
    return { match, partialMatch };
  }
}

/** A directory that matches stands for everything below it. */
function withDescendants(pattern: GlobPattern): readonly GlobPattern[] {
  const { negate, segments, trailingSeparator } = pattern;
  if (!trailingSeparator && segments.at(-1) === '**') return [pattern];
  const isImplicit = true;
  const parameters = [negate, isImplicit, [...segments, '**']];
  return [pattern, Reflect.construct(pattern.constructor, parameters) as GlobPattern];
}

function matchOf({ patterns }: Line, file: string): number {
  return patterns.reduce<number>((match, pattern) => match | pattern.match(file), matchKind.none);
}

/** Errors for a path that leads nowhere: the file doesn't exist, or its link leads to itself or below a file. */
const missingCodes: readonly (string | undefined)[] = ['ENOENT', 'ELOOP', 'ENOTDIR'];

/** What `read` returns; undefined if the file doesn't exist. */
function unlessMissing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (missingCodes.includes((error as NodeJS.ErrnoException).code)) return undefined;
    throw error;
  }
}
