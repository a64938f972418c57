import { alignColumns } from '../table.ts';
import type { CrashResult } from './run-crash.ts';

/** A result that counts as passed without violations. */
interface Judged {
  readonly violations: readonly string[];
}

/** What the rows and columns of a table are. */
interface Axes<Result> {
  readonly row: (result: Result) => string;
  readonly column: (result: Result) => string;
}

/** Numbers of passed cases and of cases: by server and publish mode, and by interruption and next deployment. */
export function formatCrashTable(results: readonly CrashResult[]): string {
  const byVariant = formatRows('server', results, {
    row: ({ crash }) => crash.variant,
    column: ({ crash }) => crash.publish,
  });
  const byKind = formatRows('interruption', results, {
    row: ({ crash }) => crash.kind,
    column: ({ next }) => next,
  });
  return [byVariant, byKind].join('\n\n');
}

/** A table of the numbers of passed cases and of cases. */
export function formatRows<Result extends Judged>(
  corner: string,
  results: readonly Result[],
  { row, column }: Axes<Result>,
): string {
  const columns = [...new Set(results.map(column))];
  const lines = [...Map.groupBy(results, row)].map(([name, all]) => {
    const cells = Map.groupBy(all, column);
    return [name, ...columns.map((each) => cell(cells.get(each) ?? [])), cell(all)];
  });
  return alignColumns([[corner, ...columns, 'passed / cases'], ...lines]);
}

function cell(results: readonly Judged[]): string {
  const passed = results.filter(({ violations }) => violations.length === 0).length;
  return results.length === 0 ? '' : `${passed} / ${results.length}`;
}
