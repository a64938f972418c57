import type { OtherFile, UploadedFile, Verification } from '../../deploy/index.ts';
import { total } from '../../deploy/index.ts';
import {
  count,
  formatBytes,
  formatDuration,
  formatFileRate,
  formatNumber,
  formatRate,
} from '../format.ts';
import { formatCounts } from '../log/sync-lines.ts';
import { nonBreaking, row, table } from './markup.ts';
import type { RunReport } from './report.ts';
import { isUnpublished } from './report.ts';
import { connectionText } from './summary-tls.ts';

type Fact = readonly [name: string, value: string];

/** The totals of a deployment as a table with one row. */
export function facts(report: RunReport): string {
  const columns = report.error === undefined ? successFacts(report) : failureFacts(report);
  return table(
    columns.map(([name]) => name),
    [row(columns.map(([, value]) => value))],
  );
}

/** Whether anything was uploaded or deleted, or at least tried. */
export function wasAttempted({ files, sync }: RunReport): boolean {
  const isUntouched = files.every(
    ({ status, attempts }) => status === 'unchanged' || (status === 'pending' && attempts === 0),
  );
  return !isUntouched || (sync?.otherFiles.some(({ status }) => status === 'deleted') ?? false);
}

function successFacts(report: RunReport): Fact[] {
  const { files, retries = 0, publish = 'direct' } = report;
  const { bytes } = total(files, 'uploaded');
  const uploaded = files.filter((file) => file.status === 'uploaded');
  const upload: Fact[] = [
    ['Size', nonBreaking(formatBytes(bytes))],
    ['Duration', duration(report, uploaded.length, bytes)],
    ['Verified', verified(uploaded)],
    ['Retries', formatNumber(retries)],
    ['Publish', publish],
  ];
  return [
    ['Files', filesText(report, uploaded)],
    ...(uploaded.length === 0 ? ([['Duration', duration(report, 0, 0)]] as const) : upload),
    ['Connection', connectionText(report)],
  ];
}

function failureFacts(report: RunReport): Fact[] {
  const { files, retries = 0, sync } = report;
  const uploaded = total(files, 'uploaded');
  const failed = total(files, 'failed').files;
  const unpublished = files.filter(isUnpublished).length;
  const pending = total(files, 'pending').files - unpublished;
  const others: Fact[] =
    sync === undefined
      ? []
      : [
          ['Deleted', formatNumber(otherCount(sync.otherFiles, 'deleted'))],
          ['Unchanged', formatNumber(total(files, 'unchanged').files)],
        ];
  return [
    [
      'Uploaded',
      [count(uploaded.files, 'file'), formatBytes(uploaded.bytes)].map(nonBreaking).join(', '),
    ],
    ['Failed', failed === 0 ? '0' : `<strong>${formatNumber(failed)}</strong>`],
    ...(unpublished === 0 ? [] : [['Not renamed', formatNumber(unpublished)] as const]),
    ['Not attempted', formatNumber(pending)],
    ...others,
    ['Duration', nonBreaking(formatDuration(report.milliseconds))],
    ...(retries === 0 ? [] : [['Retries', formatNumber(retries)] as const]),
  ];
}

/** How the files on the server compare with those of the last deployment. */
function filesText({ files, sync }: RunReport, uploaded: readonly UploadedFile[]): string {
  if (sync === undefined) return formatNumber(uploaded.length);
  const added = uploaded.filter(({ reason }) => reason === 'new').length;
  const text = formatCounts({
    new: added,
    changed: uploaded.length - added,
    deleted: otherCount(sync.otherFiles, 'deleted'),
    unchanged: total(files, 'unchanged').files,
    kept: otherCount(sync.otherFiles, 'kept'),
  });
  const checked = sync.unverified > 0 ? 'unchanged (not checked on the server)' : 'unchanged';
  return text.split(', ').map(nonBreaking).join(', ').replace('unchanged', checked);
}

function otherCount(files: readonly OtherFile[], status: OtherFile['status']): number {
  return files.filter((file) => file.status === status).length;
}

/** With `sync`, much of the time is spent on files that aren't uploaded, so a rate would mean little. */
function duration({ milliseconds, sync }: RunReport, files: number, bytes: number): string {
  if (sync !== undefined) return nonBreaking(formatDuration(milliseconds));
  const rates = [
    ...(bytes === 0 ? [] : [formatRate(bytes, milliseconds)]),
    ...(files < 2 ? [] : [formatFileRate(files, milliseconds)]),
  ];
  const all = rates.length === 0 ? '' : ` (${rates.map(nonBreaking).join(', ')})`;
  return `${nonBreaking(formatDuration(milliseconds))}${all}`;
}

function verified(uploaded: readonly UploadedFile[]): string {
  const ways = (['size', 'checksum'] satisfies Verification[]).flatMap((how) => {
    const files = uploaded.filter((file) => file.verified === how).length;
    return files === 0
      ? []
      : [`${formatNumber(files)} of ${formatNumber(uploaded.length)} by ${how}`];
  });
  return ways.length === 0 ? 'none' : ways.join(', ');
}
