import type { FaultCase } from './fault-case.ts';
import type { CaseSummary } from './run-cases.ts';

/** Numbers of cases and of passed cases: by publish mode and verification, by setup, and by step and fault. */
export function formatTable(results: readonly CaseSummary[]): string {
  const bySettings = grid(
    results,
    ({ publish }) => publish,
    ({ verify }) => `verify ${verify}`,
  );
  const byStep = grid(
    results,
    ({ step }) => step,
    ({ fault }) => fault,
  );
  const bySetup = grid(
    results,
    ({ setup }) => setup,
    ({ frequency }) => frequency,
  );
  return [
    formatGrid('publish', bySettings),
    formatGrid('setup', bySetup),
    formatSteps(byStep),
  ].join('\n\n');
}

type Grid = Map<string, Map<string, { cases: number; passed: number }>>;

function grid(
  results: readonly CaseSummary[],
  row: (faultCase: FaultCase) => string,
  column: (faultCase: FaultCase) => string,
): Grid {
  const cells: Grid = new Map();
  for (const { faultCase, violations } of results) {
    const cellsOfRow = cells.get(row(faultCase)) ?? new Map<string, never>();
    cells.set(row(faultCase), cellsOfRow);
    const cell = cellsOfRow.get(column(faultCase)) ?? { cases: 0, passed: 0 };
    cellsOfRow.set(column(faultCase), {
      cases: cell.cases + 1,
      passed: cell.passed + (violations.length === 0 ? 1 : 0),
    });
  }
  return cells;
}

function formatGrid(corner: string, cells: Grid): string {
  const columns = [...new Set([...cells.values()].flatMap((row) => [...row.keys()]))];
  const lines = [...cells].map(([name, row]) => [
    name,
    ...columns.map((column) => formatCell(row.get(column))),
    formatCell(sum(row)),
  ]);
  return alignColumns([[corner, ...columns, 'passed / cases'], ...lines]);
}

/** One row per step; there are too many faults for columns. */
function formatSteps(cells: Grid): string {
  const lines = [...cells].map(([step, row]) => {
    const all = [...row].map(([fault, cell]) =>
      cell.passed === cell.cases ? `${fault} ${cell.cases}` : `${fault} ${formatCell(cell)} FAILED`,
    );
    return [step, formatCell(sum(row)), all.join(', ')];
  });
  const total = sum(new Map([...cells].map(([step, row]) => [step, sum(row)])));
  return alignColumns([
    ['step', 'passed / cases', 'faults'],
    ...lines,
    ['all', formatCell(total), ''],
  ]);
}

interface Cell {
  readonly cases: number;
  readonly passed: number;
}

function sum(row: ReadonlyMap<string, Cell>): Cell {
  const cells = [...row.values()];
  return {
    cases: cells.reduce((total, cell) => total + cell.cases, 0),
    passed: cells.reduce((total, cell) => total + cell.passed, 0),
  };
}

function formatCell(cell: Cell | undefined): string {
  return cell === undefined ? '' : `${cell.passed} / ${cell.cases}`;
}

/** Pads cells to the width of their columns. */
export function alignColumns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows
    .map((row) =>
      row
        .map((text, column) => (column === row.length - 1 ? text : text.padEnd(widths[column]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
