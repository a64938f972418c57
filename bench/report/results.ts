import { CONTENDERS } from '../contenders/index.ts';
import { resultsOf, type Entry, type RowResult } from '../entry.ts';
import type { DelayKind } from '../network/path.ts';
import { runsAtOnce } from '../rows.ts';
import { WORKLOADS, type WorkloadName } from '../workloads.ts';
import { verdicts } from './bars.ts';
import { describeMachine, serverVersion } from './machine.ts';
import { rowTable, rowTitle } from './row-table.ts';
import { verdictTable } from './verdict-table.ts';

const MIB = 1024 * 1024;

const DELAYS: Readonly<Record<DelayKind, string>> = {
  netem: '`tc netem`',
  forwarder: 'a forwarder between two TUN devices, [native/wan.c](native/wan.c)',
};

/** The whole report as a Markdown document. */
export async function report(entries: readonly Entry[]): Promise<string> {
  const results = resultsOf(entries);
  const parts = [
    '# How fast',
    ...(await introduction(entries)),
    '## Bars',
    verdictTable(verdicts(results)),
    ...distinct(results.map(({ row }) => row.workload)).flatMap((name) => [
      `## ${workloadTitle(name)}`,
      ...results.filter(({ row }) => row.workload === name).flatMap(rowSection),
    ]),
  ];
  return `${parts.join('\n\n')}\n`;
}

async function introduction(entries: readonly Entry[]): Promise<string[]> {
  const servers = distinct(entries.map(({ row }) => row.server));
  const clients = distinct(entries.map(({ contender }) => contender));
  const lanes = Math.max(1, ...entries.map((entry) => runsAtOnce(entry.row, entry.lanes)));
  const delays = distinct(entries.map(({ delayKind }) => DELAYS[delayKind]));
  return [
    `Measured on ${days(entries)} by \`npm run bench\`, which repeats it: as root, on Debian or Ubuntu.`,
    [
      `- Machine: ${await describeMachine()}; all files in memory.`,
      `- Servers: ${await versions(servers, serverVersion)}; implicit TLS.`,
      `- Clients: ${await versions(clients, (name) => CONTENDERS[name].version())}.`,
    ].join('\n'),
    `Every run is a process, its start included, that uploads into an empty directory, one file after another over one control
connection; afterwards the SHA-256 of every file is compared. Figures are medians of as many runs as the last column
says, in which the clients take turns. A run that fails, or whose files differ, does not count and is named.`,
    `The long way lies between two network namespaces with the TCP settings of an Ubuntu runner (cubic, its buffer sizes) and is
made by ${delays.join(' or ')}; one packet a segment. Over it, up to ${lanes} runs go on side by side, each with a path
and a server of its own, since they wait nearly all the time. W2, and all that is timed over loopback, runs alone.`,
    `Round trips a file: the time from the first packet that opens or closes a connection to the last one, as the kernel stamps
them at the client's interface, login and directories included, divided by the median time from a SYN to its answer in
the same run and by the number of files.`,
  ];
}

function rowSection(result: RowResult): string[] {
  return [`### ${rowTitle(result.row)}`, rowTable(result)];
}

function workloadTitle(name: WorkloadName): string {
  const { files, bytesEach, directories } = WORKLOADS[name];
  const size = bytesEach < MIB ? `${bytesEach / 1024} KiB` : `${bytesEach / MIB} MiB`;
  const where = directories > 0 ? `in ${directories} directories` : 'in one directory';
  return `${name}: ${files.toLocaleString('en')} × ${size} ${where}`;
}

/** The day of the first run, and that of the last one when it is another. */
function days(entries: readonly Entry[]): string {
  const sorted = distinct(entries.map(({ when }) => when.slice(0, 10))).sort();
  return distinct([...sorted.slice(0, 1), ...sorted.slice(-1)]).join(' to ');
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

async function versions<T extends string>(
  names: readonly T[],
  versionOf: (name: T) => Promise<string>,
): Promise<string> {
  const parts = names.map(async (name) => `${name} ${await versionOf(name)}`);
  return (await Promise.all(parts)).join(', ');
}
