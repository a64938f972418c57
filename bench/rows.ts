import type { ServerName } from '../test/support/real-servers/index.ts';
import type { ContenderName } from './contenders/index.ts';
import type { TlsVersion } from './lane.ts';
import type { Selection } from './options.ts';
import type { WorkloadName } from './workloads.ts';

/** Runs that are compared with each other. */
export interface Row {
  readonly workload: WorkloadName;
  readonly server: ServerName;
  readonly tls: TlsVersion;
  readonly rttMs: number;
  readonly contenders: readonly ContenderName[];
}

/** The servers that can be measured: those that speak implicit TLS. */
export const SERVERS: readonly ServerName[] = ['vsftpd', 'proftpd', 'pyftpdlib'];

/** The TLS versions that can be measured. */
export const TLS_VERSIONS: readonly TlsVersion[] = ['TLSv1.2', 'TLSv1.3'];

/** One row for each combination of what was chosen. */
export function chosenRows({ workloads, servers, tls, rttsMs, contenders }: Selection): Row[] {
  return workloads.flatMap((workload) =>
    rttsMs.flatMap((rttMs) =>
      servers.flatMap((server) =>
        tls.map((version) => ({ workload, server, tls: version, rttMs, contenders })),
      ),
    ),
  );
}

/** Whether a row's runs mostly wait for the wire, so that others may go on beside them. */
export function mostlyWaits({ workload, rttMs }: Row): boolean {
  return rttMs > 0 && workload !== 'W2';
}
