import type { ServerName } from '../test/support/real-servers/index.ts';
import { CLIENTS, type ClientName } from './clients/index.ts';
import type { WorkloadName } from './workloads.ts';

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
  readonly clients: readonly ClientName[];
}

/** The servers that can be measured: those that support implicit TLS. */
export const SERVERS: readonly ServerName[] = ['vsftpd', 'proftpd', 'pyftpdlib'];

const ALL_CLIENTS = (Object.keys(CLIENTS) as ClientName[]).filter((name) => name !== 'ours-atomic');
// The others take minutes for many small files over a slow link and are never the fastest there.
const FAST: readonly ClientName[] = ['ours', 'basic-ftp', 'curl'];
const LARGE_FILES: readonly ClientName[] = ['ours', 'basic-ftp', 'lftp', 'curl'];

/** The rows that the whole benchmark measures. The thresholds refer to them by their titles. */
export const ALL_ROWS: readonly Row[] = [
  row('W1', 'proftpd', 40, { clients: ['ours', 'ours-atomic', 'basic-ftp', 'curl'] }),
  row('W1', 'vsftpd', 40, { clients: FAST }),
  row('W1', 'vsftpd', 40, { clients: FAST, tls: '1.2' }),
  row('W1', 'pyftpdlib', 40, { clients: ['ours', 'basic-ftp'] }),
  row('W1', 'proftpd', 0),
  row('W1', 'vsftpd', 0),
  row('W2', 'proftpd', 0),
  row('W2', 'vsftpd', 40, { clients: LARGE_FILES }),
  row('W3', 'proftpd', 40, { clients: LARGE_FILES }),
  row('W3', 'vsftpd', 40, { clients: LARGE_FILES }),
  row('W4', 'proftpd', 0, { clients: ['ours', 'basic-ftp', 'lftp'] }),
  row('W4', 'vsftpd', 0, { clients: ['ours'] }),
  row('W4-1000', 'proftpd', 0, { clients: ['ours'] }),
  row('W4-1000', 'vsftpd', 0, { clients: ['ours'] }),
  row('W4-100000', 'proftpd', 0, { clients: ['ours'] }),
  // ftp-deploy, which this row compares with, doesn't resume TLS sessions.
  row('start', 'vsftpd', 0, { sessionReuse: 'optional' }),
];

function row(
  workload: WorkloadName,
  server: ServerName,
  rttMs: number,
  others: Partial<Row> = {},
): Row {
  const defaults = { tls: '1.3', sessionReuse: 'required', clients: ALL_CLIENTS } as const;
  return { workload, server, rttMs, ...defaults, ...others };
}

/** The row in words, without its clients. No two rows of a benchmark have the same title. */
export function rowTitle({ workload, server, tls, rttMs, sessionReuse }: Row): string {
  const reuse = sessionReuse === 'required' ? '' : ', session reuse optional';
  return `${workload}, ${server}, TLS ${tls}, ${rttMs} ms${reuse}`;
}
