import type { FaultCase } from './fault-case.ts';
import type { SentVerdict } from './spread.ts';

/** Cases and passed ones, by step and fault, and by publish mode and verification. */
export function showTable(verdicts: readonly SentVerdict[]): string {
  const bySettings = grid(
    verdicts,
    ({ publish }) => publish,
    ({ verify }) => `verify ${verify}`,
  );
  const byStep = grid(
    verdicts,
    ({ step }) => step,
    ({ fault }) => fault,
  );
  const bySetup = grid(
    verdicts,
    ({ setup }) => setup,
    ({ often }) => often,
  );
  return [section('publish', bySettings), section('setup', bySetup), steps(byStep)].join('\n\n');
}

type Grid = Map<string, Map<string, { cases: number; passed: number }>>;

function grid(
  verdicts: readonly SentVerdict[],
  row: (faultCase: FaultCase) => string,
  column: (faultCase: FaultCase) => string,
): Grid {
  const cells: Grid = new Map();
  for (const { faultCase, breaches } of verdicts) {
    const cellsOfRow = cells.get(row(faultCase)) ?? new Map<string, never>();
    cells.set(row(faultCase), cellsOfRow);
    const cell = cellsOfRow.get(column(faultCase)) ?? { cases: 0, passed: 0 };
    cellsOfRow.set(column(faultCase), {
      cases: cell.cases + 1,
      passed: cell.passed + (breaches.length === 0 ? 1 : 0),
    });
  }
  return cells;
}

function section(corner: string, cells: Grid): string {
  const columns = [...new Set([...cells.values()].flatMap((row) => [...row.keys()]))];
  const lines = [...cells].map(([name, row]) => [
    name,
    ...columns.map((column) => shown(row.get(column))),
    shown(sum(row)),
  ]);
  return aligned([[corner, ...columns, 'passed / cases'], ...lines]);
}

/** Too many faults for columns: a step's faults are listed, and the failing ones named. */
function steps(cells: Grid): string {
  const lines = [...cells].map(([step, row]) => {
    const all = [...row].map(([fault, cell]) =>
      cell.passed === cell.cases ? `${fault} ${cell.cases}` : `${fault} ${shown(cell)} FAILED`,
    );
    return [step, shown(sum(row)), all.join(', ')];
  });
  const total = sum(new Map([...cells].map(([step, row]) => [step, sum(row)])));
  return aligned([['step', 'passed / cases', 'faults'], ...lines, ['all', shown(total), '']]);
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

function shown(cell: Cell | undefined): string {
  return cell === undefined ? '' : `${cell.passed} / ${cell.cases}`;
}

/** Text in columns. */
export function aligned(rows: readonly (readonly string[])[]): string {
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
