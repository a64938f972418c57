import { CONTENDERS, type ContenderName } from './contenders/index.ts';
import type { Measurement } from './measure.ts';
import type { DelayKind } from './network/path.ts';
import { rowKey, type Row } from './rows.ts';
import { WHOLE_TABLE } from './table.ts';

/** One run, with all that a report says about it. */
export interface Entry {
  /** Which `dist/index.js` was measured: its SHA-256. */
  readonly build: string;
  /** When the run had ended, in ISO 8601. */
  readonly when: string;
  readonly delayKind: DelayKind;
  readonly lanes: number;
  readonly row: Row;
  readonly contender: ContenderName;
  readonly measurement: Measurement;
}

/** All runs of a row, by contender, in the order in which they ended. */
export interface RowResult {
  readonly row: Row;
  readonly runs: ReadonlyMap<ContenderName, readonly Measurement[]>;
}

const RANKS: readonly ContenderName[] = Object.keys(CONTENDERS) as ContenderName[];
const TABLE: readonly string[] = WHOLE_TABLE.map(rowKey);

/** Puts runs together that belong to one row, however many pieces they were measured in. */
export function resultsOf(entries: readonly Entry[]): RowResult[] {
  const rows = Map.groupBy(entries, ({ row }) => rowKey(row));
  return [...rows]
    .sort(([one], [other]) => rank(TABLE, one) - rank(TABLE, other))
    .flatMap(([, group]) => {
      const runs = Map.groupBy(group, ({ contender }) => contender);
      const contenders = [...runs.keys()].sort(
        (one, other) => rank(RANKS, one) - rank(RANKS, other),
      );
      const measurements = [...runs].map(
        ([contender, own]) => [contender, own.map(({ measurement }) => measurement)] as const,
      );
      return group.slice(0, 1).map(({ row }) => ({
        row: { ...row, contenders },
        runs: new Map(measurements),
      }));
    });
}

/** Where something stands in a list; behind it when it is not there. */
function rank<T>(list: readonly T[], value: T): number {
  const index = list.indexOf(value);
  return index === -1 ? list.length : index;
}
