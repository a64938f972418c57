import type { ContenderName } from '../contenders/index.ts';
import { rowKey, type Row, type RowIdentity } from '../rows.ts';
import type { RowResult } from '../entry.ts';
import { WORKLOADS } from '../workloads.ts';
import { rowTitle } from './row-table.ts';
import { bestPeerSeconds, summarize, type Figures } from './summary.ts';

/** One demand on the figures. */
interface Bar {
  readonly rows: readonly RowIdentity[];
  /** In words, with the limit. */
  readonly demand: string;
  /** What is demanded of; undefined when a run that it needs has failed. */
  readonly value: (results: readonly RowResult[]) => number | undefined;
  readonly unit?: string;
  readonly limit: { readonly most: number } | { readonly least: number };
}

/** A bar, and how the figures compare with it. */
export interface Verdict {
  readonly where: string;
  readonly demand: string;
  /** Undefined when there is no figure because a run has failed or was not chosen. */
  readonly measured: string | undefined;
  readonly isMet: boolean;
}

const MIB = 1024 * 1024;
const SERVERS = ['proftpd', 'vsftpd'] as const;
// ftp-deploy does not get past a server that requires session reuse.
const START: RowIdentity = { ...key('start', 'vsftpd', 0), sessionReuse: 'optional' };

const BARS: readonly Bar[] = [
  roundTrips(key('W1', 'proftpd', 40), 3.3),
  againstBestPeer(key('W1', 'proftpd', 40), 0.8),
  roundTrips(key('W1', 'vsftpd', 40), 4.4),
  againstBestPeer(key('W1', 'vsftpd', 40), 0.75),
  roundTrips(key('W1', 'vsftpd', 40, 'TLSv1.2'), 4.4),
  againstBestPeer(key('W1', 'vsftpd', 40, 'TLSv1.2'), 0.87),
  roundTrips(key('W1', 'pyftpdlib', 40), 4.4),
  noTransferLost(key('W1', 'pyftpdlib', 40)),
  roundTrips(key('W1', 'proftpd', 40), 3.6, 'ours-atomic'),
  ...SERVERS.map((server) => againstPeer(key('W1', server, 0), 'basic-ftp', 0.85)),
  throughput(key('W2', 'proftpd', 0), 0.95),
  throughput(key('W2', 'vsftpd', 40), 0.95),
  ...SERVERS.map((server) => againstBestPeer(key('W3', server, 40), 0.9)),
  ...SERVERS.map((server) => linear(server, 1.1)),
  memoryAbove(key('W2', 'proftpd', 0), START, 25),
  memory(key('W4-100000', 'proftpd', 0), 150),
  againstPeer(START, 'ftp-deploy', 1),
];

/** Compares figures with the bars, as far as their rows were measured. */
export function verdicts(results: readonly RowResult[]): Verdict[] {
  const present = BARS.filter(({ rows }) => rows.every((row) => find(results, row) !== undefined));
  return present.map(({ rows, demand, value, unit = '', limit }) => {
    const figure = value(results);
    const where = [...new Set(rows.map(rowTitle))].join(' and ');
    if (figure === undefined) return { where, demand, measured: undefined, isMet: false };
    // Judged as it is printed, so that the table does not contradict itself.
    const shown = figure.toFixed(unit === ' MiB' ? 1 : 2);
    const isMet = 'most' in limit ? Number(shown) <= limit.most : Number(shown) >= limit.least;
    return { where, demand, measured: `${shown}${unit}`, isMet };
  });
}

function roundTrips(row: RowIdentity, most: number, contender: ContenderName = 'ours'): Bar {
  const setting = contender === 'ours-atomic' ? ', `publish: atomic`' : '';
  return {
    rows: [row],
    demand: `at most ${most} round trips a file${setting}`,
    value: (results) => figures(results, row, contender)?.wire?.roundTripsPerFile,
    limit: { most },
  };
}

function noTransferLost(row: RowIdentity): Bar {
  return {
    rows: [row],
    demand: 'no transfer lost: connections beyond one for control and one a file',
    value(results) {
      const connections = figures(results, row)?.wire?.connections;
      return connections && connections - 1 - WORKLOADS[row.workload].files;
    },
    limit: { most: 0 },
  };
}

function againstBestPeer(row: RowIdentity, most: number): Bar {
  return {
    rows: [row],
    demand: `at most ${most} × the best sequential peer's time`,
    value: (results) => ratio(figures(results, row)?.seconds, bestPeer(results, row)),
    limit: { most },
  };
}

function againstPeer(row: RowIdentity, peer: ContenderName, most: number): Bar {
  return {
    rows: [row],
    demand: `at most ${most} × the time of ${peer}`,
    value: (results) => ratio(figures(results, row)?.seconds, figures(results, row, peer)?.seconds),
    limit: { most },
  };
}

function throughput(row: RowIdentity, least: number): Bar {
  return {
    rows: [row],
    demand: `at least ${least} × the best peer's throughput`,
    value: (results) => ratio(bestPeer(results, row), figures(results, row)?.seconds),
    limit: { least },
  };
}

function linear(server: Row['server'], most: number): Bar {
  const [many, few] = [key('W4', server, 0), key('W4-1000', server, 0)];
  return {
    rows: [many, few],
    demand: `time a file at most ${most} × that with 1,000 files`,
    value: (results) => ratio(secondsPerFile(results, many), secondsPerFile(results, few)),
    limit: { most },
  };
}

function memoryAbove(row: RowIdentity, base: RowIdentity, most: number): Bar {
  return {
    rows: [row, base],
    demand: `at most ${most} MiB above an upload of 1 KiB`,
    value(results) {
      const [above, below] = [figures(results, row), figures(results, base)];
      return above && below && (above.memoryBytes - below.memoryBytes) / MIB;
    },
    unit: ' MiB',
    limit: { most },
  };
}

function memory(row: RowIdentity, most: number): Bar {
  return {
    rows: [row],
    demand: `at most ${most} MiB in all`,
    value(results) {
      const all = figures(results, row);
      return all && all.memoryBytes / MIB;
    },
    unit: ' MiB',
    limit: { most },
  };
}

function key(
  workload: Row['workload'],
  server: Row['server'],
  rttMs: number,
  tls: Row['tls'] = 'TLSv1.3',
): RowIdentity {
  return { workload, server, rttMs, tls, sessionReuse: 'required' };
}

function find(results: readonly RowResult[], wanted: RowIdentity): RowResult | undefined {
  return results.find(({ row }) => rowKey(row) === rowKey(wanted));
}

/** A contender's figures, provided that none of its runs has failed. */
function figures(
  results: readonly RowResult[],
  row: RowIdentity,
  contender: ContenderName = 'ours',
): Figures | undefined {
  const result = find(results, row);
  const summary = result && summarize(result).find((each) => each.contender === contender);
  return summary?.failures.length === 0 ? summary.figures : undefined;
}

function bestPeer(results: readonly RowResult[], row: RowIdentity): number | undefined {
  const result = find(results, row);
  return result && bestPeerSeconds(summarize(result));
}

function secondsPerFile(results: readonly RowResult[], row: RowIdentity): number | undefined {
  const seconds = figures(results, row)?.seconds;
  return seconds && seconds / WORKLOADS[row.workload].files;
}

function ratio(value: number | undefined, of: number | undefined): number | undefined {
  return value === undefined || of === undefined ? undefined : value / of;
}
