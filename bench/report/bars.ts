import type { ContenderName } from '../contenders/index.ts';
import type { Row } from '../rows.ts';
import type { RowResult } from '../run-rows.ts';
import { markdownTable } from './markdown.ts';
import { bestPeerSeconds, summarize, type Figures } from './summary.ts';

type Place = Pick<Row, 'workload' | 'server' | 'tls' | 'rttMs'>;

/** What is wanted of a figure. */
interface Bar {
  readonly name: string;
  /** The figure; undefined when what it is made of was not measured. */
  readonly figure: (of: Lookup) => number | undefined;
  readonly atMost?: number;
  readonly atLeast?: number;
  readonly unit: string;
}

/** Finds what was measured. */
interface Lookup {
  readonly figures: (place: Place, contender?: ContenderName) => Figures | undefined;
  readonly bestPeer: (place: Place) => number | undefined;
}

const far = { tls: 'TLSv1.3', rttMs: 40 } as const;
const near = { tls: 'TLSv1.3', rttMs: 0 } as const;
const w1Proftpd: Place = { workload: 'W1', server: 'proftpd', ...far };
const w1Vsftpd: Place = { workload: 'W1', server: 'vsftpd', ...far };
const start: Place = { workload: 'start', server: 'vsftpd', ...near };
const mebibyte = 1024 * 1024;

const bars: readonly Bar[] = [
  trips('W1, 40 ms, ProFTPD', w1Proftpd, 3.3),
  time('W1, 40 ms, ProFTPD', w1Proftpd, 0.8),
  trips('W1, 40 ms, vsftpd', w1Vsftpd, 4.4),
  time('W1, 40 ms, vsftpd', w1Vsftpd, 0.75),
  trips('W1, 40 ms, vsftpd, TLS 1.2', { ...w1Vsftpd, tls: 'TLSv1.2' }, 4.4),
  time('W1, 40 ms, vsftpd, TLS 1.2', { ...w1Vsftpd, tls: 'TLSv1.2' }, 0.87),
  trips('W1, 40 ms, pyftpdlib', { ...w1Proftpd, server: 'pyftpdlib' }, 4.4),
  trips('W1, 40 ms, ProFTPD, `publish: atomic`', w1Proftpd, 3.6, 'ours-atomic'),
  ...(['proftpd', 'vsftpd'] as const).map((server) =>
    time(`W1, 0 ms, ${server}, to basic-ftp`, { ...w1Proftpd, server, ...near }, 0.85, 'basic-ftp'),
  ),
  throughput('W2, 0 ms, ProFTPD', { workload: 'W2', server: 'proftpd', ...near }),
  throughput('W2, 40 ms, vsftpd', { workload: 'W2', server: 'vsftpd', ...far }),
  ...(['proftpd', 'vsftpd'] as const).map((server) =>
    time(`W3, 40 ms, ${server}`, { workload: 'W3', server, ...far }, 0.9),
  ),
  {
    name: 'W4, 0 ms: time a file, 10,000 files to 1,000',
    figure: ({ figures }) =>
      ratio(
        figures({ workload: 'W4', server: 'vsftpd', ...near })?.seconds,
        10 * (figures({ workload: 'W4-1000', server: 'vsftpd', ...near })?.seconds ?? Number.NaN),
      ),
    atMost: 1.1,
    unit: '×',
  },
  {
    name: 'memory: W2 above one file of 1 KiB',
    figure: ({ figures }) => {
      const large = figures({ workload: 'W2', server: 'proftpd', ...near })?.memoryBytes;
      const small = figures(start)?.memoryBytes;
      return large === undefined || small === undefined ? undefined : (large - small) / mebibyte;
    },
    atMost: 25,
    unit: 'MiB',
  },
  {
    name: 'memory: 100,000 files, in all',
    figure: ({ figures }) => {
      const bytes = figures({ workload: 'W4-100000', server: 'vsftpd', ...near })?.memoryBytes;
      return bytes === undefined ? undefined : bytes / mebibyte;
    },
    atMost: 150,
    unit: 'MiB',
  },
  time('start: one file of 1 KiB, 0 ms, to ftp-deploy', start, 1, 'ftp-deploy'),
];

function trips(name: string, place: Place, atMost: number, contender: ContenderName = 'ours'): Bar {
  return {
    name: `${name}: round trips a file`,
    figure: ({ figures }) => figures(place, contender)?.roundTripsPerFile,
    atMost,
    unit: '',
  };
}

function time(name: string, place: Place, atMost: number, peer?: ContenderName): Bar {
  return {
    name: `${name}: time`,
    figure: ({ figures, bestPeer }) =>
      ratio(
        figures(place)?.seconds,
        peer === undefined ? bestPeer(place) : figures(place, peer)?.seconds,
      ),
    atMost,
    unit: '×',
  };
}

function throughput(name: string, place: Place): Bar {
  return {
    name: `${name}: throughput`,
    figure: ({ figures, bestPeer }) => ratio(bestPeer(place), figures(place)?.seconds),
    atLeast: 0.95,
    unit: '×',
  };
}

function ratio(a: number | undefined, b: number | undefined): number | undefined {
  const value = (a ?? Number.NaN) / (b ?? Number.NaN);
  return Number.isNaN(value) ? undefined : value;
}

/** What was to be reached, what was measured, and whether that is enough. */
export function barTable(results: readonly RowResult[]): string {
  const lookup = lookUp(results);
  return markdownTable(
    ['what', 'bar', 'measured', ''],
    bars.map(({ name, figure, atMost, atLeast, unit }) => {
      const value = figure(lookup);
      const bar = atMost === undefined ? `≥ ${atLeast ?? ''} ${unit}` : `≤ ${atMost} ${unit}`;
      if (value === undefined) return [name, bar.trim(), 'not measured', ''];
      const isMet = value <= (atMost ?? Number.POSITIVE_INFINITY) && value >= (atLeast ?? 0);
      return [name, bar.trim(), value.toFixed(2), isMet ? 'met' : '**not met**'];
    }),
  );
}

function lookUp(results: readonly RowResult[]): Lookup {
  const find = (place: Place) =>
    results.find(
      ({ row }) =>
        row.workload === place.workload &&
        row.server === place.server &&
        row.tls === place.tls &&
        row.rttMs === place.rttMs,
    );
  const summariesOf = (place: Place) => {
    const result = find(place);
    return result === undefined ? [] : summarize(result);
  };
  return {
    figures: (place, contender = 'ours') =>
      summariesOf(place).find((summary) => summary.contender === contender)?.figures,
    bestPeer: (place) => bestPeerSeconds(summariesOf(place)),
  };
}
