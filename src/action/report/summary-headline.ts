import type { SyncOutcome } from '../../deploy/index.ts';
import { total } from '../../deploy/index.ts';
import { pinLine } from '../advice/certificate-advice.ts';
import { count, formatBytes, formatNumber, formatPlace } from '../format.ts';
import { formatCounts } from '../log/sync-lines.ts';
import type { Redactor } from '../log/redactor.ts';
import { code } from './markup.ts';
import type { RunReport } from './report.ts';

const pathCharacters = 200;

/** The result and where it is, in one line of HTML. */
export function headline(report: RunReport, redactor: Redactor): string {
  return `<h3>${result(report)}${place(report, redactor)}</h3>\n`;
}

/** The plan of a dry run that follows a preflight. */
export function planHeadline(report: RunReport, redactor: Redactor): string {
  return `<h3>${planned(report)}${place(report, redactor)}</h3>\n`;
}

/** What to do if the server's identity was not verified, as HTML. */
export function securityAdvice({ connection, trust }: RunReport): string | undefined {
  if (connection === undefined) return undefined;
  if (connection.mode === 'none') {
    return 'The username, the password and the files were sent unencrypted (<code>tls-mode: none</code>).';
  }
  if (trust !== 'none' || connection.tls === undefined) return undefined;
  const pin = code(pinLine(connection.tls.certificate));
  return `The certificate was not verified (<code>tls-verify: false</code>), so the server could be anyone. Compare its fingerprint with your host's, then replace <code>tls-verify</code> with ${pin}`;
}

function place({ endpoint, remoteDir }: RunReport, redactor: Redactor): string {
  if (endpoint === undefined) return '';
  return ` → ${code(redactor.secret(formatPlace(endpoint, remoteDir)), pathCharacters)}`;
}

function result(report: RunReport): string {
  const { error, preflight, isDryRun = false, files } = report;
  if (error !== undefined) return `❌ ${failure(report, error.title)}`;
  if (preflight !== undefined) return security(report, '✅', 'FTPS preflight passed');
  if (files.length === 0) return 'ℹ️ FTPS upload: no files to upload';
  return isDryRun ? planned(report) : `${security(report, '✅', 'FTPS upload')}: ${done(report)}`;
}

function security({ connection, trust }: RunReport, mark: string, work: string): string {
  if (connection?.mode === 'none') return `⚠️ ${work}, unencrypted`;
  const isUnverified = trust === 'none' && connection?.tls !== undefined;
  return isUnverified ? `⚠️ ${work}, certificate not verified` : `${mark} ${work}`;
}

/** The reason is in the quote below if there are results of files to show here. */
function failure({ files, isDryRun, preflight }: RunReport, title: string): string {
  const uploaded = total(files, 'uploaded').files;
  const failed = total(files, 'failed').files;
  if (isDryRun === true || preflight !== undefined || uploaded + failed === 0) return title;
  const attempted = files.length - total(files, 'unchanged').files;
  const [work = ''] = title.split(':');
  return `${work}: ${formatNumber(uploaded)} of ${count(attempted, 'file')} uploaded`;
}

function done({ files, sync }: RunReport): string {
  const unchanged = total(files, 'unchanged').files;
  const deleted = deletedFiles(sync);
  if (unchanged === files.length) {
    return deleted === 0
      ? `nothing to do, ${count(unchanged, 'file')} unchanged`
      : `${count(deleted, 'file')} deleted`;
  }
  const uploaded = total(files, 'uploaded');
  const more = deleted === 0 ? '' : `, ${formatNumber(deleted)} deleted`;
  return `${count(uploaded.files, 'file')} (${formatBytes(uploaded.bytes)})${more}`;
}

function deletedFiles(sync: SyncOutcome | undefined): number {
  return sync?.otherFiles.filter(({ status }) => status === 'deleted').length ?? 0;
}

function planned({ files, sync }: RunReport): string {
  if (sync?.counts !== undefined) return `📋 Dry run: ${formatCounts(sync.counts)}`;
  const { bytes } = total(files, 'pending');
  return `📋 Dry run: ${count(files.length, 'file')} (${formatBytes(bytes)}) would be uploaded`;
}
