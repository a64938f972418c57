import type { FileResult, Verification } from '../../deploy/index.ts';
import { total } from '../../deploy/index.ts';
import {
  count,
  formatBytes,
  formatDuration,
  formatFiles,
  formatNumber,
  formatPlace,
} from '../format.ts';
import type { RunReport } from '../report/report.ts';
import { formatCounts } from './sync-lines.ts';

/** The last lines of the log: the result in numbers. */
export function closingLines(report: RunReport): string[] {
  const hasFailed = report.error !== undefined;
  if (report.preflight !== undefined || report.isDryRun === true) {
    return hasFailed ? [] : [...preflightEnd(report), ...dryRunEnd(report)];
  }
  if (report.files.length === 0 || report.connection === undefined) return [];
  return [...(hasFailed ? [] : resumption(report)), ...result(report)];
}

function preflightEnd({ preflight }: RunReport): string[] {
  if (preflight === undefined) return [];
  return [
    "All checks passed. Nothing was changed on the server. Write permission can't be checked without uploading.",
  ];
}

function dryRunEnd(report: RunReport): string[] {
  const { isDryRun, files, endpoint, preflight, sync } = report;
  if (isDryRun !== true || files.length === 0) return [];
  if (sync?.counts !== undefined) {
    return [`Dry run: ${formatCounts(sync.counts)}. Nothing was changed on the server.`];
  }
  const size = formatBytes(total(files, 'pending').bytes);
  const where = endpoint === undefined ? '' : ` to ${endpoint.host}:${endpoint.port}`;
  const plan = `Dry run: ${count(files.length, 'file')} (${size}) would be uploaded${where}.`;
  return [preflight === undefined ? `${plan} No connection was opened.` : plan];
}

/** What was uploaded, deleted and left alone. */
function result(report: RunReport): string[] {
  const { files, milliseconds, retries = 0, error, isChanged } = report;
  const place = formatPlace(report.endpoint, report.remoteDir);
  const done = total(files, 'uploaded');
  const unchanged = total(files, 'unchanged').files;
  const attempted = files.length - unchanged;
  const deleted = deletedFiles(report);
  if (attempted === 0 && deleted === 0) {
    if (error !== undefined) return [];
    const record = isChanged === true ? ' The record of the deployment was updated.' : '';
    return [`Nothing to do: ${formatFiles(unchanged)} unchanged${unverified(report)}.${record}`];
  }
  const of = done.files === attempted ? '' : `${formatNumber(done.files)} of `;
  const size = formatBytes(done.bytes);
  const work =
    attempted === 0
      ? `Deleted ${formatFiles(deleted)} from ${place}`
      : `Uploaded ${of}${count(attempted, 'file')} (${size}) to ${place}`;
  const line = [
    `${work} in ${formatDuration(milliseconds)}`,
    ...verified(files, done.files),
    ...(deleted === 0 || attempted === 0 ? [] : [`${formatNumber(deleted)} deleted`]),
    ...(unchanged === 0 ? [] : [`${formatNumber(unchanged)} unchanged${unverified(report)}`]),
    ...(retries === 0 ? [] : [count(retries, 'retry', 'retries')]),
  ];
  return [`${line.join(', ')}.`];
}

function deletedFiles({ sync }: RunReport): number {
  return sync?.otherFiles.filter(({ status }) => status === 'deleted').length ?? 0;
}

/** Says that unchanged files weren't looked at. */
function unverified({ sync }: RunReport): string {
  return (sync?.unverified ?? 0) > 0 ? ' (not checked on the server)' : '';
}

function verified(files: readonly FileResult[], uploadedFiles: number): string[] {
  if (uploadedFiles === 0) return [];
  return (['size', 'checksum'] satisfies Verification[]).flatMap((how) => {
    const number = files.filter(
      (file) => file.status === 'uploaded' && file.verified === how,
    ).length;
    if (number === 0) return [];
    return [`${number === uploadedFiles ? 'all' : formatNumber(number)} verified by ${how}`];
  });
}

function resumption({ connection }: RunReport): string[] {
  if (connection === undefined || connection.mode === 'none') return [];
  const { resumed, total: all } = connection.dataConnections;
  if (resumed === all) return [];
  return [
    `${formatNumber(all - resumed)} of ${count(all, 'data connection')} did not resume the TLS session. Their certificates were verified instead.`,
  ];
}
