/**
 * Measures the built action and other clients on real servers, with and without network latency:
 *
 *     npm run bench                            all rows, more than an hour; writes bench/RESULTS.md
 *     npm run bench -- W1 --rtt 40             one workload over a link with 40 ms: one table per server
 *     npm run bench -- W1 --rtt 40 --server proftpd --only ours,basic-ftp --repeat 1
 *
 *     workloads              W1 W2 W3 W4 W4-1000 W4-100000 start S1 S2 S3
 *     --server <names>       vsftpd, proftpd, pyftpdlib; defaults to the first two
 *     --tls <versions>       1.2, 1.3; defaults to 1.3
 *     --rtt <milliseconds>   round-trip times; defaults to 0,40
 *     --only <clients>       ours, ours-atomic, ours-sync, basic-ftp, ftp-deploy, lftp, lftp-mirror, curl, rclone, rclone-sync
 *     --repeat <n>           runs of each client; defaults to 3
 *     --reuse optional       servers that accept data connections without a resumed TLS session
 *     --listings denied      vsftpd without STAT and MLSD
 *     --results <file>       writes the report to this file
 *
 * The benchmark needs Debian or Ubuntu, root for network namespaces, and gcc, iproute2 and libc6-dev for the simulated link.
 * Servers and clients are installed into the project, not on the system.
 */
import { writeFile } from 'node:fs/promises';
import { startRealServer } from '../test/support/real-servers/index.ts';
import type { ClientName } from './clients/index.ts';
import { measure, type Measurement, type Setup } from './measure.ts';
import { createPath } from './network.ts';
import { parseOptions, UsageError, type BenchOptions } from './options.ts';
import { createEnvironment, install } from './prepare.ts';
import { formatReport, formatResults } from './report/report.ts';
import type { RowResult } from './report/summary.ts';
import { rowTitle, type Row } from './rows.ts';
import { createWorkload } from './workloads.ts';

async function bench(options: BenchOptions, signal: AbortSignal): Promise<void> {
  const results: RowResult[] = [];
  await using environment = await createEnvironment();
  for (const [name, rows] of Map.groupBy(options.rows, ({ workload }) => workload)) {
    await using workload = await createWorkload(name);
    for (const row of rows) {
      const setup = { environment, workload, signal };
      results.push(await measureRow(row, setup, options.repeat));
    }
  }
  console.log(`\n${await formatResults(results)}`);
  if (options.results === undefined) return;
  await writeFile(options.results, await formatReport(results));
  console.log(`The report is in ${options.results}.`);
}

/** Measures a row on a new server. The clients take turns, so that all see the same machine. */
async function measureRow(
  row: Row,
  setup: Omit<Setup, 'path' | 'server'>,
  repeat: number,
): Promise<RowResult> {
  const { environment } = setup;
  await using path = await createPath(row.rttMs, environment.wan);
  await using server = await startRealServer(row.server, {
    tls: `TLSv${row.tls}`,
    requireSessionReuse: row.sessionReuse === 'required',
    certificate: environment.certificate,
    network: { pid: path.server.pid, address: path.serverAddress },
    ...(row.listings === 'denied' && { settings: ['cmds_denied=STAT,MLSD'] }),
  });
  const runs = new Map(row.clients.map((client): [ClientName, Measurement[]] => [client, []]));
  for (let count = 0; count < repeat; count += 1) {
    for (const [client, measurements] of runs) {
      const measurement = await measure(client, { ...setup, path, server });
      measurements.push(measurement);
      console.log(`${rowTitle(row)}: ${client} ${describe(measurement, row)}`);
    }
  }
  return { row, runs };
}

function describe(measurement: Measurement, { rttMs }: Row): string {
  const { seconds, roundTripsPerFile, failure = '', output = '' } = measurement;
  if (failure !== '') return [`failed: ${failure}`, ...output.split('\n').slice(-5)].join('\n');
  const wire = rttMs > 0 ? `, ${roundTripsPerFile.toFixed(2)} round trips per file` : '';
  return `${seconds.toFixed(2)} s${wire}`;
}

/** Continues in a mount namespace, which ends together with this process. */
async function enterMountNamespace(): Promise<void> {
  const problems = await install();
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
  const args = ['unshare', '--mount', '--', process.execPath, ...process.argv.slice(1)];
  process.execve?.('/usr/bin/unshare', args, { ...process.env, BENCH_NAMESPACE: 'yes' });
}

const interruption = new AbortController();
try {
  const options = parseOptions(process.argv.slice(2));
  if (process.env['BENCH_NAMESPACE'] === undefined) await enterMountNamespace();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      interruption.abort(new UsageError(`Interrupted by ${name}.`));
    });
  }
  await bench(options, interruption.signal);
} catch (error) {
  console.error(error instanceof UsageError ? error.message : error);
  process.exitCode = 1;
}
