import { readFile } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import prettier from 'prettier';
import {
  STAMP_FILE,
  unpackedDirectory,
  type Stamp,
} from '../../test/support/real-servers/installed.ts';
import type { ServerName } from '../../test/support/real-servers/index.ts';
import { CLIENTS } from '../clients/index.ts';
import { rowTitle } from '../rows.ts';
import { WORKLOADS, type WorkloadKind, type WorkloadName } from '../workloads.ts';
import { bestOtherSeconds, summarize, type RowResult } from './summary.ts';
import { compareWithThresholds } from './thresholds.ts';

const MIB = 1024 * 1024;
/** The columns that don't contain numbers. */
const TEXT = new Set(['client', 'runs', 'workload', 'threshold', 'result']);
const HEAD = ['client', 'seconds', 'min – max', 'to fastest other', 'CPU seconds', 'peak MiB'];

/** The tables of rows and thresholds. */
export function formatResults(results: readonly RowResult[]): Promise<string> {
  const rows = results.map((result) => `${rowTitle(result.row)}\n\n${rowTable(result)}`);
  return formatMarkdown([...rows, thresholdTable(results)].join('\n\n'));
}

/** All results as a Markdown document. */
export async function formatReport(results: readonly RowResult[]): Promise<string> {
  const servers = [...new Set(results.map(({ row }) => row.server))];
  const clients = [...new Set(results.flatMap(({ row }) => row.clients))];
  const clientVersions = clients.map(async (name) => `${name} ${await CLIENTS[name].version()}`);
  const serverVersions = servers.map(async (name) => `${name} ${await serverVersion(name)}`);
  const workloads = [...new Set(results.map(({ row }) => row.workload))];
  return formatMarkdown(`# Benchmark results

Measured on ${new Date().toISOString().slice(0, 10)} by \`npm run bench\`. To repeat it, run this command as root on Debian or Ubuntu.

- Machine: ${await describeMachine()}. All files are in memory.
- Servers: ${(await Promise.all(serverVersions)).join(', ')}, with implicit TLS.
- Clients: ${(await Promise.all(clientVersions)).join(', ')}.

Each run is a process that uploads into an empty directory, one file at a time over one control connection. The time
includes starting the process. After each run, the SHA-256 of every file is compared. Figures are medians of the number
of runs in the last column; the clients take turns. Runs that fail, or upload different bytes, don't count and are listed.

Rows with a round-trip time use a simulated link between two network namespaces. They have the TCP settings of an Ubuntu
runner (CUBIC, its buffer sizes). [native/wan.c](native/wan.c) forwards and delays the packets, one per TCP segment.

Round trips per file: the time between the first and the last packet that opens or closes a connection, including login
and directories, divided by the number of files and by the median time from a SYN to its SYN-ACK in the same run. The
kernel timestamps the packets at the client's interface.

## Thresholds

${thresholdTable(results)}

${workloads.map((name) => workloadSection(name, results)).join('\n\n')}
`);
}

function formatMarkdown(text: string): Promise<string> {
  return prettier.format(text, { parser: 'markdown', printWidth: 100 });
}

function workloadSection(name: WorkloadName, results: readonly RowResult[]): string {
  const kind: WorkloadKind = WORKLOADS[name];
  const { files, bytesEach, directories, changes } = kind;
  const size = bytesEach < MIB ? `${bytesEach / 1024} KiB` : `${bytesEach / MIB} MiB`;
  const where = directories > 0 ? `in ${directories} directories` : 'in one directory';
  const rows = results
    .filter(({ row }) => row.workload === name)
    .map((result) => `### ${rowTitle(result.row)}\n\n${rowTable(result)}`);
  const since = changes === undefined ? '' : `, ${changes} changed`;
  const heading = `## ${name}: ${files.toLocaleString('en')} × ${size} ${where}${since}`;
  return [heading, ...rows].join('\n\n');
}

/** A row as a Markdown table: medians, one line per client. */
export function rowTable(result: RowResult): string {
  const summaries = summarize(result);
  const best = bestOtherSeconds(summaries);
  const { rttMs, workload } = result.row;
  const isIncremental = 'changes' in WORKLOADS[workload];
  // Those of a whole run are seconds divided by the round-trip time, the start of the process included.
  const roundTrips = isIncremental ? 'round trips' : 'round trips per file';
  const head = [...HEAD, ...(rttMs > 0 ? [roundTrips, 'connections', 'RTT in ms'] : []), 'runs'];
  const lines = summaries.map(({ client, runs, failures, figures, minSeconds, maxSeconds }) => {
    const reasons = [...new Set(failures)].join('; ');
    const count =
      failures.length === 0 ? String(runs) : `${failures.length} of ${runs} failed: ${reasons}`;
    if (failures.length === runs) return [client, ...head.slice(2).map(() => ''), count];
    const ratio = client.startsWith('ours') && best > 0 ? (figures.seconds / best).toFixed(2) : '';
    const cells = [
      figures.seconds.toFixed(2),
      `${minSeconds.toFixed(2)} – ${maxSeconds.toFixed(2)}`,
      ratio,
      figures.cpuSeconds.toFixed(2),
      (figures.memoryBytes / 1024 / 1024).toFixed(0),
      isIncremental
        ? ((figures.seconds * 1000) / rttMs).toFixed(0)
        : figures.roundTripsPerFile.toFixed(2),
      String(figures.connections),
      figures.rttMs.toFixed(2),
    ];
    return [client, ...cells.slice(0, head.length - 2), count];
  });
  return markdownTable(head, lines);
}

function thresholdTable(results: readonly RowResult[]): string {
  const lines = compareWithThresholds(results).map((threshold) => [
    ...[threshold.rows, threshold.requirement, threshold.measured],
    threshold.isMet ? 'met' : 'not met',
  ]);
  return markdownTable(['workload', 'threshold', 'measured', 'result'], lines);
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = head.map((name) => (TEXT.has(name) ? '---' : '---:'));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

async function describeMachine(): Promise<string> {
  const release = await readFile('/etc/os-release', 'utf8');
  const system = /^PRETTY_NAME="(.*)"$/m.exec(release)?.[1] ?? 'Linux';
  const processors = os.cpus();
  const model = processors[0]?.model.trim() ?? 'unknown processor';
  const memory = (os.totalmem() / 1024 ** 3).toFixed(0);
  return `${processors.length} × ${model}, ${memory} GiB, ${system}, kernel ${os.release()}`;
}

/** The version of a server's Debian package. */
async function serverVersion(name: ServerName): Promise<string> {
  const stamp = await readFile(join(unpackedDirectory(name), STAMP_FILE), 'utf8');
  // The file of a package is called `name_version_architecture.deb`.
  const packages = (JSON.parse(stamp) as Stamp).packages.map((file) => file.split('_'));
  const own = packages.find(([known = '']) => known.includes(name));
  return decodeURIComponent(own?.[1] ?? 'unknown version');
}
