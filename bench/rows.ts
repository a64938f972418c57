import type { ServerName } from '../test/support/real-servers/index.ts';
import { CLIENTS, type ClientName } from './clients/index.ts';
import { WORKLOADS, type WorkloadName } from './workloads.ts';

/** One workload on one server, for the clients that are compared with each other. */
export interface Row {
  readonly workload: WorkloadName;
  readonly server: ServerName;
  /** 0 for loopback. */
  readonly rttMs: number;
  /** The only version that the server supports. */
  readonly tls: '1.2' | '1.3';
  /** Whether data connections must resume the TLS session of the control connection. */
  readonly sessionReuse: 'required' | 'optional';
  /** Whether the server supports STAT and MLSD. */
  readonly listings: 'allowed' | 'denied';
  readonly clients: readonly ClientName[];
}

/** The servers that can be measured: those that support implicit TLS. */
export const SERVERS: readonly ServerName[] = ['vsftpd', 'proftpd', 'pyftpdlib'];

const INCREMENTAL: readonly ClientName[] = [
  'ours-sync',
  'ftp-deploy',
  'lftp-mirror',
  'rclone-sync',
];
/** The clients of single uploads over several connections. */
const PARALLEL: readonly ClientName[] = ['ours-4', 'lftp-4', 'lftp-4-fast', 'rclone-4'];
const OTHERS: readonly string[] = [
  ...['ours-atomic', 'ours-sync', 'lftp-mirror', 'rclone-sync', 'ours-8'],
  ...PARALLEL,
];
const ALL_CLIENTS = (Object.keys(CLIENTS) as ClientName[]).filter((name) => !OTHERS.includes(name));
// The others take minutes for many small files over a slow link and are never the fastest there.
const FAST: readonly ClientName[] = ['ours', 'basic-ftp', 'curl'];
const MORE: readonly ClientName[] = ['ours-4', 'ours-8'];
const LARGE_FILES: readonly ClientName[] = ['ours', 'basic-ftp', 'lftp', 'curl'];

/** The clients that a workload compares. */
export function clientsFor(workload: WorkloadName): readonly ClientName[] {
  return 'changes' in WORKLOADS[workload] ? INCREMENTAL : ALL_CLIENTS;
}

/** The rows that the whole benchmark measures. The thresholds refer to them by their titles. */
export const ALL_ROWS: readonly Row[] = [
  row('W1', 'proftpd', 40, {
    clients: ['ours', 'ours-atomic', 'ours-sync', 'basic-ftp', 'curl', ...PARALLEL],
  }),
  row('W1', 'vsftpd', 40, { clients: ['ours', 'ours-sync', 'basic-ftp', 'curl', ...PARALLEL] }),
  row('W1', 'vsftpd', 40, { clients: FAST, tls: '1.2' }),
  row('W1', 'pyftpdlib', 40, { clients: ['ours', 'basic-ftp'] }),
  row('W1', 'proftpd', 0, { clients: [...ALL_CLIENTS, ...PARALLEL] }),
  row('W1', 'vsftpd', 0, { clients: [...ALL_CLIENTS, ...PARALLEL] }),
  row('W2', 'proftpd', 0, { clients: [...ALL_CLIENTS, ...MORE] }),
  row('W2', 'vsftpd', 40, { clients: LARGE_FILES }),
  row('W3', 'proftpd', 40, { clients: [...LARGE_FILES, ...PARALLEL] }),
  row('W3', 'vsftpd', 40, { clients: [...LARGE_FILES, ...PARALLEL] }),
  row('W3', 'proftpd', 0, { clients: ['ours', ...PARALLEL] }),
  row('W3', 'vsftpd', 0, { clients: ['ours', ...PARALLEL] }),
  row('W4', 'proftpd', 0, { clients: ['ours', ...MORE, 'basic-ftp', 'lftp'] }),
  row('W4', 'vsftpd', 0, { clients: ['ours'] }),
  row('W4-1000', 'proftpd', 0, { clients: ['ours'] }),
  row('W4-1000', 'vsftpd', 0, { clients: ['ours'] }),
  row('W4-100000', 'proftpd', 0, { clients: ['ours'] }),
  row('start', 'vsftpd', 0, { sessionReuse: 'optional' }),
  // rclone doesn't support vsftpd with TLS 1.3.
  row('S1', 'vsftpd', 40, { tls: '1.2' }),
  row('S2', 'vsftpd', 40, { tls: '1.2' }),
  row('S1', 'proftpd', 40, { tls: '1.2' }),
  row('S2', 'proftpd', 40, { tls: '1.2' }),
  row('S1', 'vsftpd', 40, { tls: '1.2', listings: 'denied', clients: ['ours-sync'] }),
  row('S3', 'vsftpd', 40, { tls: '1.2' }),
];

function row(
  workload: WorkloadName,
  server: ServerName,
  rttMs: number,
  others: Partial<Row> = {},
): Row {
  const clients = clientsFor(workload);
  const defaults = { tls: '1.3', sessionReuse: 'required', listings: 'allowed', clients } as const;
  return { workload, server, rttMs, ...defaults, ...others };
}

/** The row in words, without its clients. No two rows of a benchmark have the same title. */
export function rowTitle({ workload, server, tls, rttMs, sessionReuse, listings }: Row): string {
  const reuse = sessionReuse === 'required' ? '' : ', session reuse optional';
  const commands = listings === 'allowed' ? '' : ', without STAT and MLSD';
  return `${workload}, ${server}, TLS ${tls}, ${rttMs} ms${reuse}${commands}`;
}
