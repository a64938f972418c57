import { sanitize } from '../../sanitize.ts';
import { IgnorePatterns } from './ignore-patterns.ts';

/** What a `.gitignore` pattern refers to. */
export interface PatternScope {
  /** `/`-separated paths of files, relative to `directory`. */
  readonly paths: readonly string[];
  /** The directory that patterns are relative to; a pattern that starts with it is one level too high. Empty: unknown. */
  readonly directory: string;
}

/**
 * What to change in a line that matches nothing, if that is likely to be what was meant.
 *
 * @param line - May start with `!`.
 * @returns Such as `write css/a.css` or `case matters: there is css/a.css`.
 */
export function patternRemedy(line: string, { paths, directory }: PatternScope) {
  const mark = line.startsWith('!') ? '!' : '';
  const pattern = line.slice(mark.length);
  const anchored = pattern.replace(/^\.?\//, '');
  const isBelow = directory !== '' && anchored.startsWith(`${directory}/`);
  const others = [
    pattern.replace(/^(\.\/)+/, ''),
    pattern.replaceAll('\\', '/'),
    ...(isBelow ? [anchored.slice(directory.length)] : []),
  ];
  const useful = others.find(
    (other) => other !== pattern && firstMatch(new IgnorePatterns([other]), paths) !== undefined,
  );
  if (useful !== undefined) return `write ${sanitize(mark + useful)}`;
  const found = firstMatch(new IgnorePatterns([pattern], { ignoresCase: true }), paths);
  return found === undefined ? undefined : `case matters: there is ${sanitize(found)}`;
}

function firstMatch(patterns: IgnorePatterns, paths: readonly string[]): string | undefined {
  return paths.find((file) => patterns.matches(file));
}
