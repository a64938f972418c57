import { sanitize } from '../../sanitize.ts';
import { IgnorePatterns } from './ignore-patterns.ts';

/** A line of `chmod`: the mode of the files that match a pattern. */
export interface ModeRule {
  /** Three or four octal digits. */
  readonly mode: string;
  /** A `.gitignore` pattern without a problem, relative to the base directory. */
  readonly pattern: string;
}

/** Finds the modes of files; the last rule that matches wins. */
export class FileModes {
  readonly #rules: readonly (ModeRule & { readonly matcher: IgnorePatterns })[];
  readonly #used = new Set<ModeRule>();

  constructor(rules: readonly ModeRule[]) {
    this.#rules = rules.map((rule) => ({ ...rule, matcher: new IgnorePatterns([rule.pattern]) }));
  }

  /**
   * The mode of a file; undefined if no rule matches.
   *
   * @param path - `/`-separated and relative to the base directory.
   */
  of(path: string): string | undefined {
    const matching = this.#rules.filter(({ matcher }) => matcher.matches(path));
    for (const rule of matching) this.#used.add(rule);
    return matching.at(-1)?.mode;
  }

  /** A warning about rules that match no file; undefined if there are none. */
  get warning(): string | undefined {
    const unused = this.#rules.filter((rule) => !this.#used.has(rule));
    if (unused.length === 0) return undefined;
    const lines = unused.map(({ mode, pattern }) => `${mode} ${sanitize(pattern)}`);
    return `Lines of "chmod" that match no file: ${lines.join(', ')}.`;
  }
}
