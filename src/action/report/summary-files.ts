import type { FileResult, OtherFile, UnchangedFile, UploadReason } from '../../deploy/index.ts';
import { ByteBudget } from '../byte-budget.ts';
import { reasonOf } from '../errors.ts';
import { count, displayPath, formatBytes, formatDuration, formatNumber } from '../format.ts';
import type { Redactor } from '../log/redactor.ts';
import { code, details, nonBreaking, prose, row, table } from './markup.ts';
import type { RunReport } from './report.ts';
import { isUnpublished } from './report.ts';

const maxRows = 300;
const maxBytes = 400 * 1024;
const pathCharacters = 200;
const order = { failed: 0, pending: 1, uploaded: 2, deleted: 3, kept: 4 } as const;

/** Limits the rows of all tables of a summary together. */
export class RowBudget {
  readonly #bytes = new ByteBudget(maxBytes);
  #rows = 0;

  /** Adds a row, and returns whether it fits. After one that doesn't fit, none does. */
  tryAdd(html: string): boolean {
    this.#rows += 1;
    return this.#rows <= maxRows && this.#bytes.tryAdd(html);
  }
}

/** What the tables of a summary have in common. */
export interface TableContext {
  readonly redactor: Redactor;
  readonly budget: RowBudget;
}

/** A file of the plan that isn't unchanged, or one of an earlier deployment. */
type Row = Exclude<FileResult, UnchangedFile> | OtherFile;

/** The files with something to say; of those that were unchanged, only the number is in the summary. */
function rowsOf({ files, sync }: RunReport): readonly Row[] {
  return [...files.filter((file) => file.status !== 'unchanged'), ...(sync?.otherFiles ?? [])];
}

/** The files that failed, each with the reason. */
export function failuresTable(report: RunReport, context: TableContext): string {
  const { redactor } = context;
  const failed = report.files.filter((file) => file.status === 'failed');
  if (failed.length === 0) return '';
  const { rows, note } = fit(failed, context, (file) => {
    const attempts = file.attempts > 1 ? ` (after ${file.attempts} attempts)` : '';
    const reason = prose(redactor.secret(reasonOf(file.error)), 300);
    return row([`❌ ${pathCell(file.remotePath, redactor)}`, `${reason}${attempts}`]);
  });
  return `${tableOf(['Failed file', 'Reason'], rows)}${note}`;
}

/** The other files: first those that were not attempted, then those that were uploaded, deleted or kept. */
export function fileDetails(report: RunReport, context: TableContext): string {
  const { redactor } = context;
  const files = rowsOf(report)
    .filter(({ status }) => status !== 'failed')
    .toSorted((a, b) => order[a.status] - order[b.status]);
  if (files.length === 0) return '';
  const hasStatus = files.some((file) => statusOf(file) !== '');
  const { rows, note } = fit(files, context, (file) => {
    const time = file.status === 'uploaded' ? nonBreaking(formatDuration(file.milliseconds)) : '';
    const status = hasStatus ? [statusOf(file) || '✅ uploaded'] : [];
    return row([pathCell(file.remotePath, redactor), sizeCell(file), time, ...status], [1, 2]);
  });
  const head = ['File', 'Size', 'Time', ...(hasStatus ? ['Result'] : [])];
  const title = report.error === undefined ? '<strong>Files</strong>' : titleOf(files);
  return details(`${title}${first(rows, files)}`, `${tableOf(head, rows)}${note}`);
}

/** The files that would be uploaded, deleted or kept. */
export function planDetails(report: RunReport, context: TableContext): string {
  const { redactor } = context;
  const files = rowsOf(report);
  if (files.length === 0) return '';
  const hasReasons = report.sync !== undefined;
  const { rows, note } = fit(files, context, (file) => {
    const local =
      'localPath' in file ? code(redactor.secret(displayPath(file)), pathCharacters) : '';
    const reason = hasReasons ? [planCell(file)] : [];
    return row([local, pathCell(file.remotePath, redactor), sizeCell(file), ...reason], [2]);
  });
  const head = ['Local file', 'Remote path', 'Size', ...(hasReasons ? ['Result'] : [])];
  const contents = `${tableOf(head, rows)}${note}`;
  return details(`<strong>Files</strong>${first(rows, files)}`, contents, true);
}

/** The rows that fit, and what to say about the others. */
function fit<T extends Row>(
  files: readonly T[],
  { budget, redactor }: TableContext,
  rowOf: (file: T) => string,
): { readonly rows: readonly string[]; readonly note: string } {
  const rows: string[] = [];
  for (const file of files) {
    const html = rowOf(file);
    if (!budget.tryAdd(html)) break;
    rows.push(html);
  }
  return { rows, note: rows.length === files.length ? '' : noteFor(files, rows.length, redactor) };
}

/** Says that a table is truncated, and names the largest and the slowest file. */
function noteFor(files: readonly Row[], shown: number, redactor: Redactor): string {
  const largest = maxBy(files, ({ sizeBytes = 0 }) => sizeBytes);
  const slowest = maxBy(files, millisecondsOf);
  const lines = [
    `Showing ${formatNumber(shown)} of ${count(files.length, 'file')}. The manifest (output <code>manifest</code>) lists all of them.`,
    `Largest: ${pathCell(largest.remotePath, redactor)}, ${formatBytes(largest.sizeBytes ?? 0)}`,
    ...(millisecondsOf(slowest) === 0
      ? []
      : [
          `Slowest: ${pathCell(slowest.remotePath, redactor)}, ${formatDuration(millisecondsOf(slowest))}`,
        ]),
  ];
  return `<p>${lines.join('<br>\n')}</p>\n`;
}

function tableOf(head: readonly string[], rows: readonly string[]): string {
  return rows.length === 0 ? '' : table(head, rows);
}

function first(rows: readonly string[], files: readonly Row[]): string {
  if (rows.length === files.length) return '';
  return ` (first ${formatNumber(rows.length)} of ${formatNumber(files.length)})`;
}

/** `6 uploaded files`, `2 not attempted, 6 uploaded`. */
function titleOf(files: readonly Row[]): string {
  const numbers = new Map<string, number>();
  for (const file of files) {
    const word = groupOf(file);
    numbers.set(word, (numbers.get(word) ?? 0) + 1);
  }
  const groups = [...numbers];
  const [[word, number] = ['', 0], another] = groups;
  if (another === undefined && !word.startsWith('not ')) return count(number, `${word} file`);
  return groups.map(([name, size]) => `${formatNumber(size)} ${name}`).join(', ');
}

function groupOf(file: Row): string {
  if (file.status === 'pending') return isUnpublished(file) ? 'not renamed' : 'not attempted';
  if (file.status === 'kept' && file.reason === 'to-be-deleted') return 'not deleted';
  return file.status;
}

function pathCell(remotePath: string, redactor: Redactor): string {
  return code(redactor.secret(remotePath), pathCharacters);
}

function sizeCell({ sizeBytes }: Row): string {
  return sizeBytes === undefined ? '' : nonBreaking(formatBytes(sizeBytes));
}

function planCell(file: Row): string {
  if (file.status === 'deleted') return '🗑️ deleted';
  if (file.status !== 'kept') return file.reason === undefined ? '' : uploadedBecause[file.reason];
  return file.reason === 'to-be-deleted' ? '🗑️ to be deleted' : keptWords(file.reason);
}

/** Empty for a file that was uploaded, with nothing else to say. */
function statusOf(file: Row): string {
  switch (file.status) {
    case 'failed':
      return '❌ failed';
    case 'pending':
      return isUnpublished(file) ? '⏭️ uploaded, not renamed' : '⏭️ not attempted';
    case 'uploaded': {
      const remarks = [
        file.attempts > 1 ? `attempt ${file.attempts}` : '',
        file.reason === undefined ? '' : uploadedBecause[file.reason],
      ].filter((remark) => remark !== '');
      return remarks.length === 0 ? '' : `✅ uploaded (${remarks.join(', ')})`;
    }
    case 'deleted':
      return '🗑️ deleted';
    case 'kept':
      return file.reason === 'to-be-deleted' ? '📌 not deleted' : keptWords(file.reason);
  }
}

const uploadedBecause: Readonly<Record<UploadReason, string>> = {
  new: 'new',
  changed: 'changed',
  'in-doubt': 'an unfinished run may have changed it',
  'differs-on-server': 'missing or different on the server',
  requested: '',
};

type KeptReason = Extract<OtherFile, { status: 'kept' }>['reason'];

const keptBecause: Readonly<Record<Exclude<KeptReason, 'to-be-deleted'>, string>> = {
  excluded: 'excluded, but exists in the workspace',
  protected: '<code>never-delete</code>',
  edited: 'changed on the server',
  unconfirmed: "the server can't confirm that it is unchanged",
  'other-deployment': 'another deployment uses the directory',
  'not-requested': '<code>delete-removed</code> is off',
  'no-state': 'no record of an earlier deployment',
  adopted: 'first deployment after <code>adopt</code>',
  'taken-over': 'first deployment after a takeover',
  uncertain: "it isn't known what an interrupted run has changed",
  'empty-plan': 'no files to deploy',
  'nothing-in-common': 'no file in common with the last deployment',
  'other-selection': 'the inputs that select files have changed',
};

function keptWords(reason: KeptReason): string {
  return reason === 'to-be-deleted' ? '📌 kept' : `📌 kept: ${keptBecause[reason]}`;
}

function millisecondsOf(file: Row): number {
  return 'milliseconds' in file ? file.milliseconds : 0;
}

function maxBy(files: readonly Row[], measure: (file: Row) => number): Row {
  return files.reduce((best, file) => (measure(file) > measure(best) ? file : best));
}
