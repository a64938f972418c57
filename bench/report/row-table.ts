import type { Row } from '../rows.ts';
import type { RowResult } from '../run-rows.ts';
import { bestPeerSeconds, isOurs, summarize, type Figures, type Summary } from './summary.ts';
import { markdownTable } from './markdown.ts';

const HEAD = [
  ...['client', 'seconds: median', 'least – most', 'to the best peer', 'round trips a file'],
  ...['RTT on the wire, ms', 'CPU s', 'peak MiB', 'runs'],
];

/** A row as a Markdown table, a line for each contender. */
export function rowTable(result: RowResult): string {
  const summaries = summarize(result);
  const best = bestPeerSeconds(summaries);
  return markdownTable(
    HEAD,
    summaries.map((summary) => cells(summary, result.row, best)),
  );
}

/** A row's name, as a heading. */
export function rowTitle({ workload, server, tls, rttMs }: Row): string {
  return `${workload}, ${server}, ${tls.replace('v', ' ')}, ${rttMs} ms`;
}

function cells(summary: Summary, row: Row, best: number | undefined): string[] {
  const { contender, runs, figures, failures } = summary;
  const count = failures.length === 0 ? String(runs) : failureCell(summary);
  if (figures === undefined) return [contender, ...Array<string>(7).fill(''), count];
  return [contender, ...figureCells(figures, row, isOurs(contender) ? best : undefined), count];
}

function figureCells(figures: Figures, { rttMs }: Row, best: number | undefined): string[] {
  const { seconds, leastSeconds, mostSeconds, cpuSeconds, memoryBytes } = figures;
  const overWan = (value: number | undefined): string =>
    rttMs === 0 || value === undefined ? '' : value.toFixed(2);
  return [
    seconds.toFixed(2),
    `${leastSeconds.toFixed(2)} – ${mostSeconds.toFixed(2)}`,
    best === undefined ? '' : (seconds / best).toFixed(2),
    overWan(figures.roundTripsPerFile),
    overWan(figures.rttMs),
    cpuSeconds.toFixed(2),
    (memoryBytes / 1024 / 1024).toFixed(0),
  ];
}

function failureCell({ runs, failures }: Summary): string {
  const reasons = [...new Set(failures.map(({ reason }) => reason))].join('; ');
  return `${failures.length} of ${runs} failed: ${reasons}`;
}
