import { type FileResult, total } from '../deploy/index.ts';
import type { DataConnectionCount } from '../ftps/index.ts';
import { daysLeft } from '../ftps/index.ts';
import {
  count,
  formatBytes,
  formatDay,
  formatDaysLeft,
  formatDuration,
  formatRate,
} from './format.ts';
import { code, preformatted, row } from './markup.ts';
import type { RunReport } from './report.ts';

const maximumRows = 300;
const marks = { uploaded: '✅ uploaded', failed: '❌ failed', pending: '⏸️ not reached' } as const;
const order = { failed: 0, pending: 1, uploaded: 2 } as const;

/**
 * The job summary as Markdown (HTML blocks only, so that nothing foreign is read as Markdown): the outcome, the
 * totals, how the server was trusted, and a table of the files, failures first. Its length is capped by the number of
 * rows and the length of what stands in them.
 */
export function summary(report: RunReport): string {
  const shown = report.files
    .toSorted((a, b) => order[a.status] - order[b.status])
    .slice(0, maximumRows);
  return [
    `<h3>${headline(report)}</h3>\n`,
    report.error === undefined ? '' : preformatted(report.error.message),
    `<table>\n${facts(report).join('')}</table>\n`,
    shown.length === 0 ? '' : fileTable(shown),
    more(report.files.length - shown.length),
  ].join('\n');
}

function headline(report: RunReport): string {
  const uploaded = total(report.files, 'uploaded').files;
  const where =
    report.connection === undefined ? '' : ` to ${code(report.connection.endpoint.host)}`;
  if (report.error === undefined) {
    return uploaded === 0
      ? 'ℹ️ No files to upload'
      : `✅ ${count(uploaded, 'file')} uploaded${where}`;
  }
  return report.files.length === 0
    ? '❌ Nothing was uploaded'
    : `❌ ${uploaded} of ${count(report.files.length, 'file')} uploaded${where}`;
}

function facts(report: RunReport): string[] {
  const { bytes } = total(report.files, 'uploaded');
  const rate = bytes === 0 ? '' : ` (${formatRate(bytes, report.milliseconds)})`;
  const failed = total(report.files, 'failed').files;
  const pending = total(report.files, 'pending').files;
  const rows: [string, string][] = [
    ['Uploaded', formatBytes(bytes)],
    ['Time', `${formatDuration(report.milliseconds)}${rate}`],
  ];
  if (failed + pending > 0) rows.push(['Failed', String(failed)], ['Not reached', String(pending)]);
  rows.push(...trust(report));
  return rows.map(([name, value]) => `<tr><th align="left">${name}</th><td>${value}</td></tr>\n`);
}

function trust(report: RunReport): [string, string][] {
  const { connection } = report;
  if (connection === undefined) return [];
  if (connection.mode === 'none') return [['TLS', '⚠️ none: clear text']];
  const { tls, dataConnections } = connection;
  if (tls === undefined) return [];
  const { certificate } = tls;
  const days = daysLeft(certificate, report.startedAt.getTime());
  return [
    ['TLS', `${code(tls.protocol)} ${code(tls.cipher)}`],
    ['Certificate', `${code(certificate.subject)}, issued by ${code(certificate.issuer)}`],
    ['Valid until', `${formatDay(certificate.validTo)} (${formatDaysLeft(days)})`],
    ['SHA-256', code(certificate.fingerprint256)],
    ...resumption(dataConnections),
  ];
}

function resumption({ resumed, total: all }: DataConnectionCount): [string, string][] {
  return all === 0 ? [] : [['TLS session resumed', `${resumed} of ${all} data connections`]];
}

function fileTable(files: readonly FileResult[]): string {
  const rows = files.map((file) =>
    row('td', [
      code(file.remotePath, 200),
      formatBytes(file.sizeBytes),
      file.status === 'uploaded' ? formatDuration(file.milliseconds) : '',
      marks[file.status],
    ]),
  );
  return `<table>\n${row('th', ['File', 'Size', 'Time', ''])}${rows.join('')}</table>\n`;
}

function more(hidden: number): string {
  return hidden === 0 ? '' : `<p>And ${hidden} more; the manifest lists all of them.</p>\n`;
}
