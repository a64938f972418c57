import type { ClientName } from '../clients/index.ts';
import type { Figures } from '../measure.ts';
import { rowTitle } from '../rows.ts';
import { WORKLOADS } from '../workloads.ts';
import { bestOtherSeconds, medians, summarize, type RowResult } from './summary.ts';

/** What a threshold limits. */
interface Metric {
  /** The requirement in words, with `#` for the limit. */
  readonly requirement: string;
  /** Not a number if a run that it needs failed. */
  readonly value: (row: RowFigures, other: RowFigures) => number;
  readonly unit?: string;
  /** Whether the limit is a minimum instead of a maximum. */
  readonly isMinimum?: boolean;
}

/** A threshold and the measured value. */
export interface ThresholdResult {
  readonly rows: string;
  readonly requirement: string;
  readonly measured: string;
  readonly isMet: boolean;
}

/** The figures of a row. Those of failed runs are not a number. */
interface RowFigures {
  readonly files: number;
  readonly rttMs: number;
  /** The best time of the other clients. */
  readonly best: number;
  of(client: ClientName): Figures;
}

const MIB = 1024 * 1024;

const roundTrips: Metric = {
  requirement: 'at most # round trips per file',
  value: (row) => row.of('ours').roundTripsPerFile,
};
const atomicRoundTrips: Metric = {
  requirement: 'at most # round trips per file, `publish: atomic`',
  value: (row) => row.of('ours-atomic').roundTripsPerFile,
};
const repeatedTransfers: Metric = {
  requirement: 'at most # repeated transfers: connections beyond one for control and one per file',
  value: (row) => row.of('ours').connections - 1 - row.files,
};
const wholeRun: Metric = {
  requirement: 'at most # round trips, the start of the process included',
  value: (row) => (row.of('ours-sync').seconds * 1000) / row.rttMs,
};
const timeWithSync: Metric = {
  requirement: 'at most # × the time, `sync: changed`',
  value: (row) => row.of('ours-sync').seconds / row.of('ours').seconds,
};
const timeToBest: Metric = {
  requirement: 'at most # × the time of the fastest other client',
  value: (row) => row.of('ours').seconds / row.best,
};
const timeTo = (client: ClientName): Metric => ({
  requirement: `at most # × the time of ${client}`,
  value: (row) => row.of('ours').seconds / row.of(client).seconds,
});
const over4 = (client: ClientName): Metric => ({
  requirement: `at most # × the time of ${client}, \`connections: 4\``,
  value: (row) => row.of('ours-4').seconds / row.of(client).seconds,
});
const throughput: Metric = {
  requirement: 'at least # × the throughput of the fastest other client',
  value: (row) => row.best / row.of('ours').seconds,
  isMinimum: true,
};
const timePerFile: Metric = {
  requirement: 'at most # × the time per file with 1,000 files',
  value: (many, few) => many.of('ours').seconds / many.files / (few.of('ours').seconds / few.files),
};
const memory: Metric = {
  requirement: 'at most # MiB in total',
  value: (row) => row.of('ours').memoryBytes / MIB,
  unit: ' MiB',
};
const moreMemory: Metric = {
  requirement: 'at most # MiB more than for an upload of 1 KiB',
  value: (row, small) => (row.of('ours').memoryBytes - small.of('ours').memoryBytes) / MIB,
  unit: ' MiB',
};

const START = 'start, vsftpd, TLS 1.3, 0 ms, session reuse optional';

/** All thresholds: the metric, its limit, and the titles of the one or two rows that it needs. */
export const THRESHOLDS: readonly (readonly [Metric, number, string, string?])[] = [
  [roundTrips, 3.3, 'W1, proftpd, TLS 1.3, 40 ms'],
  [timeToBest, 0.8, 'W1, proftpd, TLS 1.3, 40 ms'],
  [roundTrips, 4.4, 'W1, vsftpd, TLS 1.3, 40 ms'],
  [timeToBest, 0.75, 'W1, vsftpd, TLS 1.3, 40 ms'],
  [roundTrips, 4.4, 'W1, vsftpd, TLS 1.2, 40 ms'],
  [timeToBest, 0.87, 'W1, vsftpd, TLS 1.2, 40 ms'],
  [roundTrips, 4.4, 'W1, pyftpdlib, TLS 1.3, 40 ms'],
  [repeatedTransfers, 0, 'W1, pyftpdlib, TLS 1.3, 40 ms'],
  [atomicRoundTrips, 3.6, 'W1, proftpd, TLS 1.3, 40 ms'],
  [timeTo('basic-ftp'), 0.85, 'W1, proftpd, TLS 1.3, 0 ms'],
  [timeTo('basic-ftp'), 0.85, 'W1, vsftpd, TLS 1.3, 0 ms'],
  [throughput, 0.95, 'W2, proftpd, TLS 1.3, 0 ms'],
  [throughput, 0.95, 'W2, vsftpd, TLS 1.3, 40 ms'],
  [timeToBest, 0.9, 'W3, proftpd, TLS 1.3, 40 ms'],
  [timeToBest, 0.9, 'W3, vsftpd, TLS 1.3, 40 ms'],
  [timePerFile, 1.1, 'W4, proftpd, TLS 1.3, 0 ms', 'W4-1000, proftpd, TLS 1.3, 0 ms'],
  [timePerFile, 1.1, 'W4, vsftpd, TLS 1.3, 0 ms', 'W4-1000, vsftpd, TLS 1.3, 0 ms'],
  [moreMemory, 25, 'W2, proftpd, TLS 1.3, 0 ms', START],
  [memory, 200, 'W4-100000, proftpd, TLS 1.3, 0 ms'],
  [timeTo('ftp-deploy'), 1, START],
  [wholeRun, 40, 'S1, vsftpd, TLS 1.2, 40 ms'],
  [wholeRun, 55, 'S2, vsftpd, TLS 1.2, 40 ms'],
  [wholeRun, 75, 'S1, proftpd, TLS 1.2, 40 ms'],
  [wholeRun, 90, 'S2, proftpd, TLS 1.2, 40 ms'],
  [wholeRun, 110, 'S1, vsftpd, TLS 1.2, 40 ms, without STAT and MLSD'],
  [wholeRun, 30, 'S3, vsftpd, TLS 1.2, 40 ms'],
  [timeWithSync, 1.05, 'W1, proftpd, TLS 1.3, 40 ms'],
  [timeWithSync, 1.05, 'W1, vsftpd, TLS 1.3, 40 ms'],
  ...(['proftpd', 'vsftpd'] as const).flatMap((server): [Metric, number, string][] => [
    [over4('ours'), 0.3, `W1, ${server}, TLS 1.3, 40 ms`],
    [over4('lftp-4'), 0.45, `W1, ${server}, TLS 1.3, 40 ms`],
    [over4('ours'), 0.4, `W3, ${server}, TLS 1.3, 40 ms`],
    [over4('lftp-4'), 0.95, `W3, ${server}, TLS 1.3, 40 ms`],
    [over4('ours'), 1.1, `W1, ${server}, TLS 1.3, 0 ms`],
    [over4('ours'), 1.1, `W3, ${server}, TLS 1.3, 0 ms`],
  ]),
];

/** Compares results with the thresholds whose rows were measured. */
export function compareWithThresholds(results: readonly RowResult[]): ThresholdResult[] {
  const all = new Map(results.map((result) => [rowTitle(result.row), rowFigures(result)]));
  return THRESHOLDS.flatMap(([metric, limit, title, otherTitle = title]) => {
    const { requirement, value, unit = '', isMinimum = false } = metric;
    const [row, other] = [all.get(title), all.get(otherTitle)];
    if (row === undefined || other === undefined) return [];
    const number = value(row, other);
    // The rounded value counts, so that the table doesn't contradict itself.
    const rounded = Number(number.toFixed(unit === '' ? 2 : 1));
    return [
      {
        rows: [...new Set([title, otherTitle])].join(' and '),
        requirement: requirement.replace('#', String(limit)),
        measured: Number.isNaN(number) ? 'no value' : number.toFixed(unit === '' ? 2 : 1) + unit,
        isMet: isMinimum ? rounded >= limit : rounded <= limit,
      },
    ];
  });
}

function rowFigures(result: RowResult): RowFigures {
  const summaries = summarize(result);
  return {
    files: WORKLOADS[result.row.workload].files,
    rttMs: result.row.rttMs,
    best: bestOtherSeconds(summaries),
    of(client) {
      const summary = summaries.find((each) => each.client === client);
      return summary?.failures.length === 0 ? summary.figures : medians([]);
    },
  };
}
