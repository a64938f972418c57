import { formatRows } from '../crashes/crash-table.ts';
import type { ParallelResult } from './run-parallels.ts';

/** Numbers of passed cases and of cases: by step and session, and by fault and frequency. */
export function formatParallelTable(results: readonly ParallelResult[]): string {
  const bySession = formatRows('step', results, {
    row: ({ parallelCase: { fault } }) => fault?.step ?? 'none',
    column: ({ parallelCase: { fault } }) =>
      fault === undefined ? 'no fault' : `session ${fault.session}`,
  });
  const byFault = formatRows('fault', results, {
    row: ({ parallelCase: { fault } }) => fault?.fault ?? 'none',
    column: ({ parallelCase: { limit } }) =>
      limit === undefined ? 'unlimited' : `at most ${limit.sessions}, ${limit.refusal}`,
  });
  return [bySession, byFault].join('\n\n');
}
