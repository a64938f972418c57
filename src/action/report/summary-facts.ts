import { total } from '../../deploy/index.ts';
import type { TlsInfo } from '../../ftps/index.ts';
import { daysLeft } from '../../ftps/index.ts';
import {
  count,
  formatBytes,
  formatDay,
  formatDaysLeft,
  formatDuration,
  formatRate,
} from '../format.ts';
import { code } from './markup.ts';
import type { RunReport } from './report.ts';
import type { Trust } from './tls-lines.ts';

/** The totals of a deployment, and how the server was trusted, as a table of names and values. */
export function facts(report: RunReport): string {
  const rows = [...totals(report), ...trustRows(report)].map(
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
          ['Not reached', count(pending, 'file')],
        ] as const)
      : []),
    ['Uploaded', formatBytes(bytes)],
    ['Time', `${formatDuration(milliseconds)}${rate}`],
    ...(retries > 0 ? [['Retries', String(retries)] as const] : []),
  ];
}

function trustRows({ connection, trust, startedAt }: RunReport): Fact[] {
  if (connection === undefined) return [];
  if (connection.mode === 'none') return [['TLS', '⚠️ none: clear text']];
  const { tls, dataConnections } = connection;
  if (tls === undefined) return [];
  const { resumed, total: all } = dataConnections;
  return [
    ['TLS', `${code(tls.protocol)} ${code(tls.cipher)}`],
    ...certificateRows(tls, startedAt),
    ...(trust === undefined ? [] : [['Trusted by', trustedBy[trust]] as const]),
    ...(all === 0
      ? []
      : [['TLS session resumed', `${resumed} of ${all} data connections`] as const]),
  ];
}

const trustedBy: Readonly<Record<Trust, string>> = {
  authority: 'an authority that the runner or <code>tls-ca</code> trusts',
  pin: '<code>tls-pin</code>',
  nothing: '⚠️ nothing: the certificate was not checked (<code>tls-verify: false</code>)',
};

function certificateRows({ certificate }: TlsInfo, startedAt: Date): Fact[] {
  const days = daysLeft(certificate, startedAt.getTime());
  return [
    ['Certificate', `${code(certificate.subject)}, issued by ${code(certificate.issuer)}`],
    ['Valid until', `${formatDay(certificate.validTo)} (${formatDaysLeft(days)})`],
    ['SHA-256', code(certificate.fingerprint256)],
  ];
}
