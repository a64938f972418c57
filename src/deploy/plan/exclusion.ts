import fs from 'node:fs';
import path from 'node:path';

import { sanitize } from '../../sanitize.ts';
import type { BaseDirectory } from './base-directory.ts';
import { baseDirectoryOf, segmentsInBase } from './base-directory.ts';
import { IgnorePatterns } from './ignore-patterns.ts';
import { patternRemedy } from './pattern-remedy.ts';

/** Stands for directories above the base directory: a name that only a pattern for every name matches. */
const anyName = '\uFFFF\uFFFF';

/** Lines that FTP-Deploy-Action recommends for every project, whether there are such files or not. */
const precautions: readonly string[] = ['**/.git*', '**/.git*/**', '**/node_modules/**'];

/** One line of `exclude`, and whether it has matched anything. */
interface Line {
  readonly text: string;
  readonly isNegated: boolean;
  /** Without the `!`. */
  readonly pattern: string;
  /** Matches what the line alone is about, also if it is negated. */
  readonly matcher: IgnorePatterns;
  isUsed: boolean;
}

/** Decides which files and directories are left out of the deployment. */
export class Exclusion {
  readonly #patterns: IgnorePatterns | undefined;
  readonly #lines: readonly Line[];
  readonly #bringsBack: boolean;
  readonly #excluded = new Set<string>();
  /** What the patterns are relative to. */
  base: BaseDirectory = baseDirectoryOf(undefined, process.cwd());

  /** @param search.exclude - `.gitignore` patterns without a problem, relative to the base directory. */
  constructor({ exclude }: { readonly exclude: readonly string[] }) {
    this.#patterns = exclude.length === 0 ? undefined : new IgnorePatterns(exclude);
    this.#lines = exclude.map((text) => {
      const isNegated = text.startsWith('!');
      const pattern = isNegated ? text.slice(1) : text;
      const matcher = new IgnorePatterns([pattern]);
      return { text, isNegated, pattern, matcher, isUsed: false };
    });
    this.#bringsBack = this.#lines.some(({ isNegated }) => isNegated);
  }

  /** What is excluded, relative to the base directory, sorted; the path of a directory ends with `/`. */
  get excluded(): readonly string[] {
    return [...this.#excluded].sort();
  }

  /** Whether a file, or a directory with everything below, is left out. */
  excludes(file: string): boolean {
    const patterns = this.#patterns;
    const relative = patterns === undefined ? '' : this.#relative(file);
    if (patterns === undefined || relative === '') return false;
    const isDirectory = leadsToDirectory(file);
    // "dir/**" excludes everything in the directory, so it need not be searched.
    const contents = `${relative}/${anyName}`;
    const paths = isDirectory ? [`${relative}/`, contents] : [relative];
    for (const line of this.#lines) {
      line.isUsed ||= paths.some((one) => line.matcher.matches(one));
    }
    const name = isDirectory ? `${relative}/` : relative;
    const isExcluded =
      patterns.matches(name) ||
      (isDirectory &&
        !this.#bringsBack &&
        [contents, `${contents}/`].every((one) => patterns.matches(one)));
    if (isExcluded) this.#excluded.add(name.replaceAll(anyName, '..'));
    return isExcluded;
  }

  /** A warning about lines without effect; undefined if there are none. */
  warning(files: readonly { readonly path: string }[]): string | undefined {
    const unused = this.#lines.filter(({ text, isUsed }) => !isUsed && !precautions.includes(text));
    if (unused.length === 0) return undefined;
    const paths = files.map((file) => this.#relative(file.path));
    const described = unused.map((line) => `${sanitize(line.text)}${this.#remedy(line, paths)}`);
    return `Lines of "exclude" that match nothing: ${described.join(', ')}. They are .gitignore patterns relative to ${shown(this.base.path)}.`;
  }

  #relative(file: string): string {
    const segments =
      segmentsInBase(this.base, { path: file }) ??
      segmentsInBase(this.base, { path: file, realPath: realPathOf(file) });
    if (segments !== undefined) return segments.join('/');
    const above = path.relative(this.base.path, file).split(path.sep);
    return above.map((name) => (name === '..' || name.endsWith(':') ? anyName : name)).join('/');
  }

  /** What to change in a line, if that is likely to be what was meant. */
  #remedy({ text, isNegated, pattern }: Line, paths: readonly string[]): string {
    const anchored = pattern.replace(/^\.?\//, '');
    const above = this.excluded.find((name) => name.endsWith('/') && anchored.startsWith(name));
    if (isNegated && above !== undefined) {
      const directory = sanitize(above);
      return ` (${directory} is excluded as a whole: exclude ${directory}* instead)`;
    }
    const directory = path.relative(process.cwd(), this.base.path).split(path.sep).join('/');
    const remedy = patternRemedy(text, { paths, directory });
    return remedy === undefined ? '' : ` (${remedy})`;
  }
}

/** Whether a path is a directory, or a link to one. */
function leadsToDirectory(file: string): boolean {
  try {
    return fs.statSync(file).isDirectory();
  } catch {
    return false;
  }
}

/** With the links in its directory resolved. */
function realPathOf(file: string): string | undefined {
  try {
    return path.join(fs.realpathSync.native(path.dirname(file)), path.basename(file));
  } catch {
    return undefined;
  }
}

function shown(directory: string): string {
  const relative = path.relative(process.cwd(), directory);
  return relative === '' ? 'the workspace' : `"${sanitize(relative)}"`;
}
