import type { ModeRule } from '../../deploy/index.ts';
import { ignorePatternProblems } from '../../deploy/index.ts';
import { sanitize } from '../../sanitize.ts';
import type { InputReader } from './input-reader.ts';

/** Reads the lines of `chmod`: `MODE PATTERN`. */
export function readChmod(reader: InputReader): readonly ModeRule[] {
  const lines = reader.lines('chmod').filter((line) => !line.startsWith('#'));
  return lines.flatMap((line) => {
    const { mode, pattern } =
      /^(?<mode>[0-7]{3,4})\s+(?<pattern>[^!\s].*)$/.exec(line)?.groups ?? {};
    if (mode === undefined || pattern === undefined) {
      reader.problem(
        'chmod',
        `chmod: ${sanitize(line)} isn't a mode and a pattern. Write three or four octal digits, a space, and a .gitignore pattern without "!", such as "755 cgi-bin/*.cgi".`,
      );
      return [];
    }
    const [problem] = ignorePatternProblems([pattern]);
    if (problem !== undefined) reader.problem('chmod', `chmod: ${problem}`);
    return [{ mode, pattern }];
  });
}
