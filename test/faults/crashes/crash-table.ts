import { alignColumns } from '../table.ts';
import type { CrashResult } from './run-crash.ts';

/** Numbers of passed cases and of cases: by server and publish mode, and by interruption and next deployment. */
export function formatCrashTable(results: readonly CrashResult[]): string {
  const byVariant = grid(
    results,
    ({ crash }) => crash.variant,
    ({ crash }) => crash.publish,
  );
  const byKind = grid(
    results,
    ({ crash }) => crash.kind,
    ({ next }) => next,
  );
  return [format('server', byVariant), format('interruption', byKind)].join('\n\n');
}

type Grid = ReadonlyMap<string, ReadonlyMap<string, readonly CrashResult[]>>;

function grid(
  results: readonly CrashResult[],
  row: (result: CrashResult) => string,
  column: (result: CrashResult) => string,
): Grid {
  const rows = Map.groupBy(results, row);
  return new Map([...rows].map(([name, cells]) => [name, Map.groupBy(cells, column)]));
}

function format(corner: string, rows: Grid): string {
  const columns = [...new Set([...rows.values()].flatMap((row) => [...row.keys()]))];
  const lines = [...rows].map(([name, row]) => [
    name,
    ...columns.map((column) => cell(row.get(column) ?? [])),
    cell([...row.values()].flat()),
  ]);
  return alignColumns([[corner, ...columns, 'passed / cases'], ...lines]);
}

function cell(results: readonly CrashResult[]): string {
  const passed = results.filter(({ violations }) => violations.length === 0).length;
  return results.length === 0 ? '' : `${passed} / ${results.length}`;
}
