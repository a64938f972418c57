import ignore from 'ignore';

import { sanitize } from '../../sanitize.ts';

/** A brace with alternatives, or an extended glob; a backslash in front makes it literal. */
const alternatives =
  /(?<!\\)(?:(?<mark>[@?*+!])\((?<glob>[^()]*\|[^()]*)\)|(?<single>[@+!])\((?<only>[^()|]*)\)|\{(?<brace>[^{}]*,[^{}]*)\})/;

/** Matches paths against `.gitignore` patterns: one per line, case-sensitive, `#` starts a comment, `!` negates. */
export class IgnorePatterns {
  readonly #matcher: ReturnType<typeof ignore>;

  /** @param lines - Patterns without a problem; see {@link ignorePatternProblems}. */
  constructor(lines: readonly string[], { ignoresCase = false } = {}) {
    this.#matcher = ignore({ ignorecase: ignoresCase, allowRelativePaths: true }).add([...lines]);
  }

  /**
   * Whether a path matches. It is `/`-separated and relative to the directory that the patterns refer to; that of a directory
   * ends with `/`.
   */
  matches(path: string): boolean {
    return this.#matcher.ignores(path);
  }
}

/**
 * Returns why patterns can't be used, as sentences. `.gitignore` has neither braces nor extended globs, so a line with
 * one of them would match nothing.
 */
export function ignorePatternProblems(lines: readonly string[]): string[] {
  return lines.flatMap((line) => {
    if (line.trimStart().startsWith('#')) return [];
    const found = alternatives.exec(line);
    if (found === null) return [];
    const { mark, glob, single, only, brace } = found.groups ?? {};
    const parts = (glob ?? only)?.split('|') ?? brace?.split(',') ?? [];
    const replaced = parts.map((part) => line.replace(found[0], () => part.trim()));
    const isInverted = (mark ?? single) === '!';
    const split = isInverted
      ? [line.replace(found[0], '*'), ...replaced.map((part) => `!${part}`)]
      : replaced;
    return [
      `${sanitize(line)} uses ${sanitize(found[0])}, which .gitignore patterns don't support. Write one line for each: ${split.map((part) => sanitize(part)).join(', ')}.`,
    ];
  });
}
