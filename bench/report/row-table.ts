import type { RowIdentity } from '../rows.ts';
import type { RowResult } from '../entry.ts';
import { markdownTable } from './markdown.ts';
import { bestPeerSeconds, isOurs, summarize, type Figures, type Summary } from './summary.ts';

const HEAD = ['client', 'seconds', 'least – most', 'to the best peer', 'CPU seconds', 'peak MiB'];
const WIRE_HEAD = ['round trips a file', 'connections', 'RTT in ms'];

/** A row as a Markdown table: a line for each contender, medians. */
export function rowTable(result: RowResult): string {
  const summaries = summarize(result);
  const best = bestPeerSeconds(summaries);
  const overWan = result.row.rttMs > 0;
  const head = [...HEAD, ...(overWan ? WIRE_HEAD : []), 'runs'];
  const lines = summaries.map((summary) => {
    const { contender, runs, figures, failures } = summary;
    const count = failures.length === 0 ? String(runs) : failureCell(summary);
    if (figures === undefined) return [contender, ...head.slice(2).map(() => ''), count];
    const ratio = isOurs(contender) && best !== undefined ? figures.seconds / best : undefined;
    return [
      contender,
      ...figureCells(figures, ratio),
      ...(overWan ? wireCells(figures) : []),
      count,
    ];
  });
  return markdownTable(head, lines);
}

/** A row's name, as a heading. */
export function rowTitle(row: RowIdentity): string {
  const reuse = row.sessionReuse === 'required' ? '' : ', session reuse optional';
  return `${row.workload}, ${row.server}, ${row.tls.replace('v', ' ')}, ${row.rttMs} ms${reuse}`;
}

function figureCells(figures: Figures, ratio: number | undefined): string[] {
  const { seconds, leastSeconds, mostSeconds, cpuSeconds, memoryBytes } = figures;
  return [
    seconds.toFixed(2),
    `${leastSeconds.toFixed(2)} – ${mostSeconds.toFixed(2)}`,
    ratio?.toFixed(2) ?? '',
    cpuSeconds.toFixed(2),
    (memoryBytes / 1024 / 1024).toFixed(0),
  ];
}

function wireCells({ wire }: Figures): string[] {
  if (wire === undefined) return ['', '', ''];
  const { roundTripsPerFile, connections, rttMs } = wire;
  return [roundTripsPerFile.toFixed(2), String(connections), rttMs.toFixed(2)];
}

function failureCell({ runs, failures }: Summary): string {
  const reasons = [...new Set(failures.map(({ reason }) => reason))].join('; ');
  return `${failures.length} of ${runs} failed: ${reasons}`;
}
