import { cpus, release, totalmem } from 'node:os';

import type { RowResult } from '../run-rows.ts';
import { barTable } from './bars.ts';
import { rowTable, rowTitle } from './row-table.ts';

/** The whole report, as Markdown. */
export function report(results: readonly RowResult[], versions: readonly string[]): string {
  const [cpu] = cpus();
  return [
    '# Benchmark',
    `Measured on ${new Date().toISOString().slice(0, 10)}: Linux ${release()}, ${cpus().length} × ${cpu?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB; client, servers and the way between them share these processors, and all files lie in memory.`,
    `Versions: ${versions.join(', ')}.`,
    'Repeat it with `npm run bench` (root, Linux), one row with `npm run bench -- W1 --rtt 40 --server proftpd`. W1 is 300 × 4 KiB in 30 directories, W2 1 × 1 GiB, W3 40 × 1 MiB, W4 10,000 × 1 KiB in one directory (W4-1000 and W4-100000: so many files), start one file of 1 KiB.',
    'Every run is a process from its start to its end; every byte that arrived was compared. Round trips a file are the time from the first SYN to the last FIN on the wire, login and directories included, divided by the round-trip time measured there and by the number of files. Ratios are of medians.',
    '## What was to be reached',
    barTable(results),
    ...results.flatMap((result) => [`## ${rowTitle(result.row)}`, rowTable(result)]),
  ].join('\n\n');
}
