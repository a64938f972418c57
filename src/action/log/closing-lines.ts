import type { FileResult, Verification } from '../../deploy/index.ts';
import { total } from '../../deploy/index.ts';
import { sanitize } from '../../sanitize.ts';
import { count, formatBytes, formatDuration } from '../format.ts';
import type { RunReport } from '../report/report.ts';

/** The last lines of the log: the result in numbers. */
export function closingLines(report: RunReport): string[] {
  const hasFailed = report.error !== undefined;
  if (report.preflight !== undefined || report.isDryRun === true) {
    return hasFailed ? [] : [...preflightEnd(report), ...dryRunEnd(report)];
  }
  if (report.files.length === 0 || report.connection === undefined) return [];
  return [...(hasFailed ? [] : resumption(report)), uploaded(report)];
}

function preflightEnd({ preflight }: RunReport): string[] {
  if (preflight === undefined) return [];
  return [
    "All checks passed. Nothing was changed on the server. Write permission can't be checked without uploading.",
  ];
}

function dryRunEnd({ isDryRun, files, endpoint, preflight }: RunReport): string[] {
  if (isDryRun !== true || files.length === 0) return [];
  const size = formatBytes(total(files, 'pending').bytes);
  const where = endpoint === undefined ? '' : ` to ${endpoint.host}:${endpoint.port}`;
  const plan = `Dry run: ${count(files.length, 'file')} (${size}) would be uploaded${where}.`;
  return [preflight === undefined ? `${plan} No connection was opened.` : plan];
}

function uploaded(report: RunReport): string {
  const { files, milliseconds, retries = 0 } = report;
  const done = total(files, 'uploaded');
  const of = done.files === files.length ? '' : `${done.files} of `;
  const size = formatBytes(done.bytes);
  return [
    `Uploaded ${of}${count(files.length, 'file')} (${size})${destination(report)} in ${formatDuration(milliseconds)}`,
    ...verified(files, done.files),
    ...(retries === 0 ? [] : [count(retries, 'retry', 'retries')]),
  ]
    .join(', ')
    .concat('.');
}

/** ` to ftp.example.com:www`, or only the host if files go to the login directory. */
function destination({ endpoint, remoteDir = '' }: RunReport): string {
  if (endpoint === undefined) return '';
  return ` to ${endpoint.host}${remoteDir === '' ? '' : `:${sanitize(remoteDir)}`}`;
}

function verified(files: readonly FileResult[], uploadedFiles: number): string[] {
  if (uploadedFiles === 0) return [];
  return (['size', 'checksum'] satisfies Verification[]).flatMap((how) => {
    const number = files.filter(
      (file) => file.status === 'uploaded' && file.verified === how,
    ).length;
    if (number === 0) return [];
    return [`${number === uploadedFiles ? 'all' : number} verified by ${how}`];
  });
}

function resumption({ connection }: RunReport): string[] {
  if (connection === undefined || connection.mode === 'none') return [];
  const { resumed, total: all } = connection.dataConnections;
  if (resumed === all) return [];
  return [
    `${all - resumed} of ${count(all, 'data connection')} did not resume the TLS session. Their certificates were verified instead.`,
  ];
}
