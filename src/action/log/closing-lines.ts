import { total } from '../../deploy/index.ts';
import { count, formatBytes, formatDuration, formatRate } from '../format.ts';
import type { RunReport } from '../report/report.ts';

/** The last lines of the log: what a run came to, in numbers. */
export function closingLines(report: RunReport): string[] {
  const hasFailed = report.error !== undefined;
  if (report.preflight !== undefined || report.isDryRun === true) {
    return hasFailed ? [] : [...preflightEnd(report), ...dryRunEnd(report)];
  }
  if (report.files.length === 0 || report.connection === undefined) return [];
  return [transferred(report), ...(hasFailed ? [] : resumption(report))];
}

function preflightEnd({ preflight }: RunReport): string[] {
  if (preflight === undefined) return [];
  return [
    'The server passed. Nothing was changed on it; whether the account may write there is seen with the first upload.',
  ];
}

function dryRunEnd({ isDryRun, files, endpoint, preflight }: RunReport): string[] {
  if (isDryRun !== true || files.length === 0) return [];
  const size = formatBytes(total(files, 'pending').bytes);
  const where = endpoint === undefined ? '' : ` to ${endpoint.host}, port ${endpoint.port}`;
  const plan = `Dry run: ${count(files.length, 'file')}, ${size}, would be uploaded${where}.`;
  return [preflight === undefined ? `${plan} No connection was opened.` : plan];
}

function transferred({ files, milliseconds, retries = 0 }: RunReport): string {
  const uploaded = total(files, 'uploaded');
  const of = uploaded.files === files.length ? '' : `${uploaded.files} of `;
  const speed = `${formatDuration(milliseconds)} (${formatRate(uploaded.bytes, milliseconds)})`;
  return `${of}${count(files.length, 'file')} uploaded, ${formatBytes(uploaded.bytes)} in ${speed}, ${count(retries, 'retry', 'retries')}.`;
}

function resumption({ connection }: RunReport): string[] {
  if (connection === undefined || connection.mode === 'none') return [];
  const { resumed, total: all } = connection.dataConnections;
  const line = `${resumed} of ${all} data connections resumed the TLS session.`;
  if (resumed === all) return [line];
  return [
    line,
    "The others were checked by their certificate instead; it must be the control connection's.",
  ];
}
