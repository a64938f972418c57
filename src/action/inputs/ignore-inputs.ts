import { ignorePatternProblems } from '../../deploy/index.ts';
import type { InputReader } from './input-reader.ts';

/** The `.gitignore` patterns of an input, without comments; reports those that can't be used. */
export function readIgnorePatterns(
  reader: InputReader,
  input: string,
  lines: readonly string[],
): readonly string[] {
  for (const problem of ignorePatternProblems(lines)) {
    reader.problem(input, `${input}: ${problem}`);
  }
  return lines.filter((line) => !line.startsWith('#'));
}
