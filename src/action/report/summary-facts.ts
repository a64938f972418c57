import type { OtherFile } from '../../deploy/index.ts';
import { total } from '../../deploy/index.ts';
import type { TlsInfo } from '../../ftps/index.ts';
import { count, formatBytes, formatDuration, formatFiles, formatRate } from '../format.ts';
import type { Redactor } from '../log/redactor.ts';
import { code } from './markup.ts';
import type { RunReport } from './report.ts';
import type { Trust } from './tls-lines.ts';
import { validUntil } from './tls-lines.ts';

/** The totals of a deployment and its TLS connection, as a table of names and values. */
export function facts(report: RunReport, redactor: Redactor): string {
  const rows = [...totals(report), ...tlsRows(report, redactor)].map(
    ([name, value]) => `<tr><th align="left">${name}</th><td>${value}</td></tr>\n`,
  );
  return `<table>\n${rows.join('')}</table>\n`;
}

type Fact = readonly [name: string, value: string];

function totals(report: RunReport): Fact[] {
  const { files, milliseconds, retries = 0 } = report;
  const { bytes } = total(files, 'uploaded');
  const rate = bytes === 0 ? '' : ` (${formatRate(bytes, milliseconds)})`;
  const failed = total(files, 'failed').files;
  const pending = total(files, 'pending').files;
  return [
    ...(failed + pending > 0
      ? ([
          ['Failed', count(failed, 'file')],
          ['Not attempted', count(pending, 'file')],
        ] as const)
      : []),
    ...syncRows(report),
    ['Uploaded', formatBytes(bytes)],
    ['Time', `${formatDuration(milliseconds)}${rate}`],
    ...(retries > 0 ? [['Retries', String(retries)] as const] : []),
  ];
}

/** How the files on the server compare with those of the last deployment. */
function syncRows({ files, sync }: RunReport): Fact[] {
  if (sync === undefined) return [];
  const uploaded = files.filter(({ status }) => status === 'uploaded');
  const added = uploaded.filter(({ reason }) => reason === 'new').length;
  const others = (status: OtherFile['status']) =>
    sync.otherFiles.filter((file) => file.status === status).length;
  const unchecked = sync.unverified > 0 ? ' (not checked on the server)' : '';
  const rows: readonly [name: string, files: number, remark: string][] = [
    ['New', added, ''],
    ['Changed', uploaded.length - added, ''],
    ['Unchanged', total(files, 'unchanged').files, unchecked],
    ['Deleted', others('deleted'), ''],
    ['Kept', others('kept'), ''],
  ];
  return rows
    .filter(([, number]) => number > 0)
    .map(([name, number, remark]) => [name, `${formatFiles(number)}${remark}`]);
}

function tlsRows(report: RunReport, redactor: Redactor): Fact[] {
  const { connection, trust, startedAt } = report;
  if (connection === undefined) return [];
  if (connection.mode === 'none') return [['TLS', '⚠️ none: unencrypted']];
  const { tls, dataConnections } = connection;
  if (tls === undefined) return [];
  const { resumed, total: all } = dataConnections;
  return [
    ['TLS', `${code(tls.protocol)} ${code(tls.cipher)}`],
    ...certificateRows(tls, startedAt, redactor),
    ...(trust === undefined ? [] : [['Certificate check', certificateChecks[trust]] as const]),
    ...(all === 0
      ? []
      : [['TLS session resumed', `${resumed} of ${all} data connections`] as const]),
  ];
}

const certificateChecks: Readonly<Record<Trust, string>> = {
  ca: 'passed (system CA or <code>tls-ca</code>)',
  pin: 'passed (<code>tls-pin</code>)',
  none: '⚠️ disabled (<code>tls-verify: false</code>)',
};

function certificateRows({ certificate }: TlsInfo, startedAt: Date, redactor: Redactor): Fact[] {
  const [subject, issuer] = [certificate.subject, certificate.issuer].map((name) =>
    code(redactor.secret(name)),
  );
  return [
    ['Certificate', `${subject ?? ''}, issued by ${issuer ?? ''}`],
    ['Valid until', validUntil(certificate, startedAt.getTime())],
    ['SHA-256', code(certificate.fingerprint256)],
  ];
}
