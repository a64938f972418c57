import type { ServerName } from '../test/support/real-servers/index.ts';
import type { ContenderName } from './contenders/index.ts';
import type { ServerChoice, TlsVersion } from './lane.ts';
import { WORKLOADS, type WorkloadName } from './workloads.ts';

/** Runs that are compared with each other. */
export interface Row extends ServerChoice {
  readonly workload: WorkloadName;
  readonly rttMs: number;
  readonly contenders: readonly ContenderName[];
}

/** What tells a row from others, whoever takes part in it. */
export type RowIdentity = Omit<Row, 'contenders'>;

/** A part of what can be measured. */
export interface Selection {
  readonly workloads: readonly WorkloadName[];
  readonly servers: readonly ServerName[];
  readonly tls: readonly TlsVersion[];
  readonly sessionReuse: ServerChoice['sessionReuse'];
  readonly rttsMs: readonly number[];
  readonly contenders: readonly ContenderName[];
}

/** The servers that can be measured: those that speak implicit TLS. */
export const SERVERS: readonly ServerName[] = ['vsftpd', 'proftpd', 'pyftpdlib'];

/** The TLS versions that can be measured. */
export const TLS_VERSIONS: readonly TlsVersion[] = ['TLSv1.2', 'TLSv1.3'];

/** One row for each combination of what was chosen. */
export function chosenRows(selection: Selection): Row[] {
  const { workloads, servers, tls, sessionReuse, rttsMs, contenders } = selection;
  return workloads.flatMap((workload) =>
    rttsMs.flatMap((rttMs) =>
      servers.flatMap((server) =>
        tls.map((version) => ({
          ...{ workload, rttMs, contenders },
          ...{ server, tls: version, sessionReuse },
        })),
      ),
    ),
  );
}

/** What tells a row from others as text, which two of them can be compared by. */
export function rowKey(row: RowIdentity): string {
  return [row.workload, row.server, row.tls, row.sessionReuse, row.rttMs].join(' ');
}

/** How many runs of a row may go on at the same time as others without disturbing what is measured. */
export function runsAtOnce({ workload, rttMs }: Row, lanes: number): number {
  // Only the memory of these counts, and it does not grow with the time.
  if (workload === 'W4-100000') return Math.min(2, lanes);
  // Over the WAN clients wait nearly all the time, unless the wire is full.
  return rttMs > 0 && workload !== 'W2' ? lanes : 1;
}

/** Seconds after which a run counts as failed, where the user does not say: several times what the slowest needs. */
export function limitSeconds({ workload }: Row): number {
  return Math.max(300, WORKLOADS[workload].files * 0.03);
}
