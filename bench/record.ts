import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

import type { ContenderName } from './contenders/index.ts';
import type { Measurement } from './measure.ts';
import type { Row } from './rows.ts';
import type { RowResult, Run } from './run-rows.ts';

const file = resolve(import.meta.dirname, '.results', 'runs.jsonl');

/** A run as it stands in the record. */
interface Entry {
  readonly row: Omit<Row, 'contenders'>;
  readonly contender: ContenderName;
  readonly measurement: Measurement;
}

/** Forgets what was measured before. */
export function startRecord(): void {
  rmSync(file, { force: true });
}

/** Keeps a run, so that a report can be made of measurements that were taken in pieces. */
export function recordRun({ row, contender, measurement }: Run): void {
  const { workload, server, tls, rttMs } = row;
  const { failure, ...figures } = measurement;
  // What the client wrote is long, and has been shown.
  const short = failure === undefined ? {} : { failure: { reason: failure.reason, output: '' } };
  const entry: Entry = {
    row: { workload, server, tls, rttMs },
    contender,
    measurement: { ...figures, ...short },
  };
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, `${JSON.stringify(entry)}\n`);
}

/** All runs that have been kept, by row. */
export function readRecord(text = existsSync(file) ? readFileSync(file, 'utf8') : ''): RowResult[] {
  const entries = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Entry);
  const groups = Map.groupBy(entries, ({ row }) => JSON.stringify(row));
  return [...groups.values()].map((group) => {
    const runs = Map.groupBy(group, ({ contender }) => contender);
    const [first] = group;
    if (first === undefined) throw new Error('A group has no entry.');
    return {
      row: { ...first.row, contenders: [...runs.keys()] },
      runs: new Map(
        [...runs].map(([contender, of]) => [contender, of.map(({ measurement }) => measurement)]),
      ),
    };
  });
}
