import type { ClientName } from '../clients/index.ts';
import type { Figures } from '../measure.ts';
import { rowTitle } from '../rows.ts';
import { WORKLOADS } from '../workloads.ts';
import { bestOtherSeconds, medians, summarize, type RowResult } from './summary.ts';

/** What a threshold limits: the requirement in words, with `#` for the limit, the value and its unit. */
type Metric = readonly [
  requirement: `at ${'most' | 'least'} #${string}`,
  /** Not a number if a run that it needs failed. */
  value: (row: RowFigures, other: RowFigures) => number,
  unit?: string,
];

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

const seconds = (row: RowFigures, client: ClientName) => row.of(client).seconds;
const memoryMib = (row: RowFigures) => row.of('ours').memoryBytes / MIB;

const roundTrips: Metric = [
  'at most # round trips per file',
  (row) => row.of('ours').roundTripsPerFile,
];
const atomicRoundTrips: Metric = [
  'at most # round trips per file, `publish: atomic`',
  (row) => row.of('ours-atomic').roundTripsPerFile,
];
const repeatedTransfers: Metric = [
  'at most # repeated transfers: connections beyond one for control and one per file',
  (row) => row.of('ours').connections - 1 - row.files,
];
const wholeRun: Metric = [
  'at most # round trips, the start of the process included',
  (row) => (seconds(row, 'ours-sync') * 1000) / row.rttMs,
];
const timeWithSync: Metric = [
  'at most # × the time, `sync: changed`',
  (row) => seconds(row, 'ours-sync') / seconds(row, 'ours'),
];
const timeToBest: Metric = [
  'at most # × the time of the fastest other client',
  (row) => seconds(row, 'ours') / row.best,
];
const timeTo = (client: ClientName): Metric => [
  `at most # × the time of ${client}`,
  (row) => seconds(row, 'ours') / seconds(row, client),
];
const over4 = (client: ClientName): Metric => [
  `at most # × the time of ${client}, \`connections: 4\``,
  (row) => seconds(row, 'ours-4') / seconds(row, client),
];
const throughput: Metric = [
  'at least # × the throughput of the fastest other client',
  (row) => row.best / seconds(row, 'ours'),
];
const timePerFile: Metric = [
  'at most # × the time per file with 1,000 files',
  (many, few) => seconds(many, 'ours') / many.files / (seconds(few, 'ours') / few.files),
];
const memory: Metric = ['at most # MiB in total', memoryMib, ' MiB'];
const moreMemory: Metric = [
  'at most # MiB more than for an upload of 1 KiB',
  (row, small) => memoryMib(row) - memoryMib(small),
  ' MiB',
];

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
    const [requirement, value, unit = ''] = metric;
    const [row, other] = [all.get(title), all.get(otherTitle)];
    if (row === undefined || other === undefined) return [];
    const rounded = value(row, other).toFixed(unit === '' ? 2 : 1);
    // The rounded value counts, so that the table doesn't contradict itself.
    const difference = Number(rounded) - limit;
    return {
      rows: [...new Set([title, otherTitle])].join(' and '),
      requirement: requirement.replace('#', String(limit)),
      measured: rounded === 'NaN' ? 'no value' : rounded + unit,
      isMet: requirement.startsWith('at least') ? difference >= 0 : difference <= 0,
    };
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
