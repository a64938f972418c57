import type { Globber, GlobOptions } from '@actions/glob';
import { create } from '@actions/glob';

/** A pattern as `@actions/glob` keeps it. Its package exports neither patterns nor a way to leave out directories. */
interface GlobPattern {
  readonly negate: boolean;
  /** The directory where the search for it begins. */
  readonly searchPath: string;
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

/** How to search. */
export interface SearchOptions {
  readonly followSymbolicLinks: boolean;
  /** Whether a path that matches, or below which something may match, is left out with everything below. */
  readonly excludes: (path: string) => boolean;
}

/** Searches for the files that match lines of patterns, in the way of `@actions/glob`. */
export class PatternSearch {
  readonly #globber: Globber;
  readonly #lines: readonly Line[];
  readonly #excludes: SearchOptions['excludes'];
  /** The last path, which is asked about several times. */
  #last: { readonly path: string; readonly verdict: Verdict } | undefined;

  private constructor(globber: Globber, lines: readonly Line[], options: SearchOptions) {
    this.#globber = globber;
    this.#lines = lines;
    this.#excludes = options.excludes;
  }

  /** @throws Error when a pattern is invalid. */
  static async create(texts: readonly string[], options: SearchOptions): Promise<PatternSearch> {
    const lines = texts.map((text) => text.trim()).filter((text) => !/^(#|$)/.test(text));
    const { followSymbolicLinks } = options;
    const globOptions: GlobOptions = { followSymbolicLinks, implicitDescendants: false };
    const globber = await create(lines.join('\n'), globOptions);
    const internals = globber as unknown as { patterns: readonly GlobPattern[] };
    const parsed = internals.patterns.map((pattern, index) => ({
      text: lines[index] ?? '',
      isNegated: pattern.negate,
      patterns: withDescendants(pattern),
      isUsed: false,
    }));
    const search = new PatternSearch(globber, parsed, options);
    internals.patterns = internals.patterns
      .filter(({ negate }) => !negate)
      .map((pattern) => search.#everyLine(pattern));
    return search;
  }

  /** Where the search begins; absolute. */
  get searchPaths(): readonly string[] {
    return this.#globber.getSearchPaths();
  }

  /** The lines that have neither found nor excluded anything; see {@link recordFile}. */
  get unusedLines(): readonly string[] {
    return this.#lines.filter(({ isUsed }) => !isUsed).map(({ text }) => text);
  }

  /** Files and directories that match, in the order of the file system. */
  matches(): AsyncIterable<string> {
    return this.#globber.globGenerator();
  }

  /** Records which lines have found a file. */
  recordFile(file: string): void {
    this.#recordMatch(file, matchKind.file);
  }

  #recordMatch(path: string, kind: number): void {
    for (const line of this.#lines) {
      const isNew = !line.isUsed && !line.isNegated;
      if (isNew && (matchOf(line, path) & kind) !== 0) line.isUsed = true;
    }
  }

  /** A pattern that starts to search where another one does, and matches what all lines together match. */
  #everyLine({ searchPath }: GlobPattern): GlobPattern {
    return {
      negate: false,
      searchPath,
      segments: ['**'],
      trailingSeparator: false,
      match: (path) => this.#verdict(path).match,
      partialMatch: (path) => this.#verdict(path).partialMatch,
    };
  }

  #verdict(path: string): Verdict {
    if (this.#last?.path === path) return this.#last.verdict;
    const verdict = this.#judge(path);
    this.#last = { path, verdict };
    return verdict;
  }

  #judge(path: string): Verdict {
    let match: number = matchKind.none;
    const excluding: Line[] = [];
    for (const line of this.#lines) {
      const matched = matchOf(line, path);
      if (!line.isNegated) match |= matched;
      else if ((match & matched) !== 0) {
        match &= ~matched;
        excluding.push(line);
      }
    }
    const partialMatch = this.#lines.some(
      ({ isNegated, patterns }) =>
        !isNegated && patterns.some((pattern) => pattern.partialMatch(path)),
    );
    for (const line of excluding) line.isUsed = true;
    const isSearched = match !== matchKind.none || partialMatch;
    const isExcluded = isSearched && this.#excludes(path);
    // What is left out on purpose isn't missing.
    if (isExcluded || excluding.length > 0) {
      this.#recordMatch(path, matchKind.file | matchKind.directory);
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

function matchOf({ patterns }: Line, path: string): number {
  return patterns.reduce<number>((match, pattern) => match | pattern.match(path), matchKind.none);
}
