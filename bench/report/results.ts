import { CONTENDERS, type ContenderName } from '../contenders/index.ts';
import type { DelayKind } from '../network/path.ts';
import type { RowResult } from '../run-rows.ts';
import { WORKLOADS, type WorkloadName } from '../workloads.ts';
import { verdicts } from './bars.ts';
import { describeMachine, serverVersion } from './machine.ts';
import { rowTable, rowTitle } from './row-table.ts';
import { verdictTable } from './verdict-table.ts';

/** How the figures came about. */
export interface Circumstances {
  readonly delayKind: DelayKind;
  readonly repeat: number;
  readonly lanes: number;
  /** The command line that repeats it. */
  readonly command: string;
  readonly date: Date;
}

const MIB = 1024 * 1024;

/** The whole report as a Markdown document. */
export async function report(
  results: readonly RowResult[],
  circumstances: Circumstances,
): Promise<string> {
  const parts = [
    '# How fast',
    ...(await introduction(results, circumstances)),
    '## Bars',
    verdictTable(verdicts(results)),
    ...workloadsOf(results).flatMap((name) => [
      `## ${workloadTitle(name)}`,
      ...results
        .filter(({ row }) => row.workload === name)
        .flatMap((result) => [`### ${rowTitle(result.row)}`, rowTable(result)]),
    ]),
  ];
  return `${parts.join('\n\n')}\n`;
}

async function introduction(
  results: readonly RowResult[],
  { delayKind, repeat, lanes, command, date }: Circumstances,
): Promise<string[]> {
  const delay = delayKind === 'netem' ? '`tc netem`' : 'the TUN forwarder `bench/native/wan.c`';
  return [
    `Made by \`${command}\` on ${date.toISOString().slice(0, 10)}, and repeated by it.`,
    [
      `- Machine: ${await describeMachine()}; all files in memory.`,
      `- Servers: ${await versions(serversOf(results), serverVersion)}; implicit TLS.`,
      `- Clients: ${await versions(contendersOf(results), (name) => CONTENDERS[name].version())}.`,
    ].join('\n'),
    `Every run is a process, its start included, that uploads into an empty directory; afterwards the SHA-256 of every file is
compared. Figures are medians of ${repeat} runs, in which the clients take turns. All of them upload one file after another
over one control connection. A run that fails, or whose files differ, does not count and is named.`,
    `The long way lies between two network namespaces with the TCP settings of an Ubuntu runner (cubic, its buffer sizes), made by
${delay}, one packet a segment. Over it, ${lanes} runs go on side by side, each with a path and a server of its own, since
they wait nearly all the time; W2 and everything over loopback runs alone.`,
    `Round trips a file: the time from the first packet that opens or closes a connection to the last one, as the kernel stamps
them at the client's interface, login and directories included, divided by the median time from a SYN to its answer in
the same run and by the number of files.`,
  ];
}

function workloadTitle(name: WorkloadName): string {
  const { files, bytesEach, directories } = WORKLOADS[name];
  const size = bytesEach < MIB ? `${bytesEach / 1024} KiB` : `${bytesEach / MIB} MiB`;
  const where = directories > 0 ? `in ${directories} directories` : 'in one directory';
  return `${name}: ${files.toLocaleString('en')} × ${size} ${where}`;
}

function workloadsOf(results: readonly RowResult[]): WorkloadName[] {
  return [...new Set(results.map(({ row }) => row.workload))];
}

function serversOf(results: readonly RowResult[]): RowResult['row']['server'][] {
  return [...new Set(results.map(({ row }) => row.server))];
}

function contendersOf(results: readonly RowResult[]): ContenderName[] {
  return [...new Set(results.flatMap(({ row }) => row.contenders))];
}

async function versions<T extends string>(
  names: readonly T[],
  versionOf: (name: T) => Promise<string>,
): Promise<string> {
  const parts = names.map(async (name) => `${name} ${await versionOf(name)}`);
  return (await Promise.all(parts)).join(', ');
}
