import type { Verdict } from './bars.ts';
import { markdownTable } from './markdown.ts';

/** The bars with what was measured, as a Markdown table. */
export function verdictTable(verdicts: readonly Verdict[]): string {
  return markdownTable(
    ['workload', 'bar', 'measured', ''],
    verdicts.map(({ where, demand, measured = 'no figure', isMet }) => [
      where,
      demand,
      measured,
      isMet ? 'met' : 'not met',
    ]),
    ['left', 'left', 'right', 'left'],
  );
}
