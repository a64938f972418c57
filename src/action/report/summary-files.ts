import type { FileResult, OtherFile, UnchangedFile } from '../../deploy/index.ts';
import { ByteBudget } from '../byte-budget.ts';
import { reasonOf } from '../errors.ts';
import { count, displayPath, formatBytes, formatDuration } from '../format.ts';
import type { Redactor } from '../log/redactor.ts';
import { code, nonBreaking, row } from './markup.ts';
import type { RunReport } from './report.ts';

const maxRows = 300;
const maxBytes = 400 * 1024;
const pathCharacters = 200;
const order = { failed: 0, pending: 1, uploaded: 2, deleted: 3, kept: 4 } as const;

/** A file of the plan that isn't unchanged, or one of an earlier deployment. */
type Row = Exclude<FileResult, UnchangedFile> | OtherFile;

function rowsOf({ files, sync }: RunReport): readonly Row[] {
  return [...files.filter((file) => file.status !== 'unchanged'), ...(sync?.otherFiles ?? [])];
}

/**
 * The result of each file: failures first, then the files that were not attempted. Of those that were unchanged, only the
 * number is in the summary.
 */
export function filesTable(report: RunReport, redactor: Redactor): string {
  const table = new FileTable(
    rowsOf(report).toSorted((a, b) => order[a.status] - order[b.status]),
    redactor,
  );
  return table.html(['File', 'Size', 'Time', ''], (file) => [
    table.path(file.remotePath),
    sizeCell(file),
    file.status === 'failed' || file.status === 'uploaded'
      ? nonBreaking(formatDuration(file.milliseconds))
      : '',
    statusCell(file, redactor),
  ]);
}

/** The files that would be uploaded, deleted or kept. */
export function planTable(report: RunReport, redactor: Redactor): string {
  const table = new FileTable(rowsOf(report), redactor);
  const hasReasons = report.sync !== undefined;
  const head = ['Local file', 'Remote path', 'Size', ...(hasReasons ? [''] : [])];
  return table.html(head, (file) => [
    'localPath' in file ? table.path(displayPath(file)) : '',
    table.path(file.remotePath),
    sizeCell(file),
    ...(hasReasons ? [planCell(file)] : []),
  ]);
}

function sizeCell({ sizeBytes }: Row): string {
  return sizeBytes === undefined ? '' : nonBreaking(formatBytes(sizeBytes));
}

function planCell(file: Row): string {
  if (file.status !== 'kept') return file.reason ?? '';
  return file.reason === 'to-be-deleted' ? '🗑️ to be deleted' : `📌 kept (${file.reason})`;
}

function statusCell(file: Row, redactor: Redactor): string {
  switch (file.status) {
    case 'failed':
      return `❌ failed: ${code(redactor.secret(reasonOf(file.error)))}`;
    case 'pending':
      return '⏭️ not attempted';
    case 'uploaded': {
      const remarks = [
        ...(file.attempts > 1 ? [`attempt ${file.attempts}`] : []),
        ...(file.reason === undefined || file.reason === 'requested' ? [] : [file.reason]),
      ];
      return remarks.length === 0 ? '✅ uploaded' : `✅ uploaded (${remarks.join(', ')})`;
    }
    case 'deleted':
      return '🗑️ deleted';
    case 'kept':
      return file.reason === 'to-be-deleted' ? '📌 not deleted' : `📌 kept (${file.reason})`;
  }
}

/** A table of files with limited length. */
class FileTable {
  readonly #files: readonly Row[];
  readonly #redactor: Redactor;

  constructor(files: readonly Row[], redactor: Redactor) {
    this.#files = files;
    this.#redactor = redactor;
  }

  path(text: string): string {
    return code(this.#redactor.secret(text), pathCharacters);
  }

  /** Above a table that is truncated, a note says so and names the largest and the slowest file. */
  html(head: readonly string[], cells: (file: Row) => readonly string[]): string {
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
    const largest = maxBy(files, ({ sizeBytes = 0 }) => sizeBytes);
    const slowest = maxBy(files, millisecondsOf);
    const lines = [
      `Showing ${shown} of ${count(files.length, 'file')}. The manifest lists all of them.`,
      `Largest: ${this.path(largest.remotePath)}, ${formatBytes(largest.sizeBytes ?? 0)}`,
      ...(millisecondsOf(slowest) === 0
        ? []
        : [
            `Slowest: ${this.path(slowest.remotePath)}, ${formatDuration(millisecondsOf(slowest))}`,
          ]),
    ];
    return `<p>${lines.join('<br>\n')}</p>\n`;
  }
}

function millisecondsOf(file: Row): number {
  return 'milliseconds' in file ? file.milliseconds : 0;
}

function maxBy(files: readonly Row[], measure: (file: Row) => number): Row {
  return files.reduce((best, file) => (measure(file) > measure(best) ? file : best));
}
