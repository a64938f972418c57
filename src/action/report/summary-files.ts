import type { FileResult } from '../../deploy/index.ts';
import { ByteBudget } from '../byte-budget.ts';
import { count, formatBytes, formatDuration } from '../format.ts';
import { displayPath } from '../local-name.ts';
import { code, row, nonBreaking } from './markup.ts';

const maximumRows = 300;
const maximumBytes = 400 * 1024;
const pathCharacters = 200;
const order = { failed: 0, pending: 1, uploaded: 2 } as const;

/** What became of each file: failures first, then what was not reached. */
export function filesTable(files: readonly FileResult[]): string {
  const sorted = files.toSorted((a, b) => order[a.status] - order[b.status]);
  return table(['File', 'Size', 'Time', ''], sorted, (file) => [
    code(file.remotePath, pathCharacters),
    nonBreaking(formatBytes(file.sizeBytes)),
    file.status === 'pending' ? '' : nonBreaking(formatDuration(file.milliseconds)),
    statusCell(file),
  ]);
}

/** What would go where. */
export function planTable(files: readonly FileResult[]): string {
  return table(['Local file', 'Remote path', 'Size'], files, (file) => [
    code(displayPath(file), pathCharacters),
    code(file.remotePath, pathCharacters),
    nonBreaking(formatBytes(file.sizeBytes)),
  ]);
}

function statusCell({ status, attempts, error }: FileResult): string {
  switch (status) {
    case 'failed':
      return `❌ failed: ${code(error?.message ?? 'failed')}`;
    case 'pending':
      return '⏸️ not reached';
    case 'uploaded':
      return attempts > 1 ? `✅ uploaded at attempt ${attempts}` : '✅ uploaded';
  }
}

/** As many rows as may be shown; above a table that is cut it says so, and names the extremes of all. */
function table(
  head: readonly string[],
  files: readonly FileResult[],
  cells: (file: FileResult) => readonly string[],
): string {
  if (files.length === 0) return '';
  const budget = new ByteBudget(maximumBytes);
  const rows: string[] = [];
  for (const file of files.slice(0, maximumRows)) {
    const text = row('td', cells(file));
    if (!budget.tryAdd(text)) break;
    rows.push(text);
  }
  const shown = `<table>\n${row('th', head)}${rows.join('')}</table>\n`;
  return rows.length === files.length ? shown : `${cut(files, rows.length)}\n${shown}`;
}

function cut(files: readonly FileResult[], shown: number): string {
  const largest = greatest(files, ({ sizeBytes }) => sizeBytes);
  const slowest = greatest(files, ({ milliseconds }) => milliseconds);
  const lines = [
    `${shown} of ${count(files.length, 'file')} are shown here; the manifest lists all of them.`,
    `Largest: ${code(largest.remotePath, pathCharacters)}, ${formatBytes(largest.sizeBytes)}`,
    ...(slowest.milliseconds === 0
      ? []
      : [
          `Slowest: ${code(slowest.remotePath, pathCharacters)}, ${formatDuration(slowest.milliseconds)}`,
        ]),
  ];
  return `<p>${lines.join('<br>\n')}</p>\n`;
}

function greatest(files: readonly FileResult[], measure: (file: FileResult) => number): FileResult {
  return files.reduce((best, file) => (measure(file) > measure(best) ? file : best));
}
