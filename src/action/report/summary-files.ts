import type { FileResult } from '../../deploy/index.ts';
import { ByteBudget } from '../byte-budget.ts';
import { reasonOf } from '../errors.ts';
import { count, displayPath, formatBytes, formatDuration } from '../format.ts';
import type { Redactor } from '../log/redactor.ts';
import { code, nonBreaking, row } from './markup.ts';

const maxRows = 300;
const maxBytes = 400 * 1024;
const pathCharacters = 200;
const order = { failed: 0, pending: 1, uploaded: 2, unchanged: 3 } as const;

/** The result of each file: failures first, then the files that were not attempted. */
export function filesTable(files: readonly FileResult[], redactor: Redactor): string {
  const table = new FileTable(
    files.toSorted((a, b) => order[a.status] - order[b.status]),
    redactor,
  );
  return table.html(['File', 'Size', 'Time', ''], (file) => [
    table.path(file.remotePath),
    nonBreaking(formatBytes(file.sizeBytes)),
    file.status === 'pending' ? '' : nonBreaking(formatDuration(file.milliseconds)),
    statusCell(file, redactor),
  ]);
}

/** The files that would be uploaded. */
export function planTable(files: readonly FileResult[], redactor: Redactor): string {
  const table = new FileTable(files, redactor);
  return table.html(['Local file', 'Remote path', 'Size'], (file) => [
    table.path(displayPath(file)),
    table.path(file.remotePath),
    nonBreaking(formatBytes(file.sizeBytes)),
  ]);
}

function statusCell(file: FileResult, redactor: Redactor): string {
  switch (file.status) {
    case 'failed':
      return `❌ failed: ${code(redactor.secret(reasonOf(file.error)))}`;
    case 'pending':
      return '⏭️ not attempted';
    case 'unchanged':
      return 'unchanged';
    case 'uploaded':
      return file.attempts > 1 ? `✅ uploaded (attempt ${file.attempts})` : '✅ uploaded';
  }
}

/** A table of files with limited length. */
class FileTable {
  readonly #files: readonly FileResult[];
  readonly #redactor: Redactor;

  constructor(files: readonly FileResult[], redactor: Redactor) {
    this.#files = files;
    this.#redactor = redactor;
  }

  path(text: string): string {
    return code(this.#redactor.secret(text), pathCharacters);
  }

  /** Above a table that is truncated, a note says so and names the largest and the slowest file. */
  html(head: readonly string[], cells: (file: FileResult) => readonly string[]): string {
    const files = this.#files;
    if (files.length === 0) return '';
    const budget = new ByteBudget(maxBytes);
    const rows: string[] = [];
    for (const file of files.slice(0, maxRows)) {
      const text = row('td', cells(file));
      if (!budget.tryAdd(text)) break;
      rows.push(text);
    }
    const table = `<table>\n${row('th', head)}${rows.join('')}</table>\n`;
    return rows.length === files.length ? table : `${this.#note(rows.length)}\n${table}`;
  }

  #note(shown: number): string {
    const files = this.#files;
    const largest = maxBy(files, ({ sizeBytes }) => sizeBytes);
    const slowest = maxBy(files, ({ milliseconds }) => milliseconds);
    const lines = [
      `Showing ${shown} of ${count(files.length, 'file')}. The manifest lists all of them.`,
      `Largest: ${this.path(largest.remotePath)}, ${formatBytes(largest.sizeBytes)}`,
      ...(slowest.milliseconds === 0
        ? []
        : [`Slowest: ${this.path(slowest.remotePath)}, ${formatDuration(slowest.milliseconds)}`]),
    ];
    return `<p>${lines.join('<br>\n')}</p>\n`;
  }
}

function maxBy(files: readonly FileResult[], measure: (file: FileResult) => number): FileResult {
  return files.reduce((best, file) => (measure(file) > measure(best) ? file : best));
}
