import { total } from '../../deploy/index.ts';
import type { TlsInfo } from '../../ftps/index.ts';
import { count, formatBytes, formatDuration, formatRate } from '../format.ts';
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

function totals({ files, milliseconds, retries = 0 }: RunReport): Fact[] {
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
    ['Uploaded', formatBytes(bytes)],
    ['Time', `${formatDuration(milliseconds)}${rate}`],
    ...(retries > 0 ? [['Retries', String(retries)] as const] : []),
  ];
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
