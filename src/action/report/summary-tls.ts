import type { ConnectionUsage } from '../../deploy/index.ts';
import { daysLeft } from '../../ftps/index.ts';
import type { PeerCertificate, TlsInfo } from '../../ftps/index.ts';
import { count, formatNumber } from '../format.ts';
import type { Redactor } from '../log/redactor.ts';
import { code, details, nonBreaking } from './markup.ts';
import type { RunReport } from './report.ts';
import type { Trust } from './tls-lines.ts';
import { expiryWarningDays, validUntil } from './tls-lines.ts';

const trusted: Readonly<Record<Trust, string>> = {
  ca: 'trusted CA',
  pin: '<code>tls-pin</code> matches',
  none: '⚠️ certificate not verified',
};

/** The connection in a few words of HTML. */
export function connectionText({ connection, connections, trust, startedAt }: RunReport): string {
  if (connection === undefined) return '';
  const isNotable = connections !== undefined && (connections.used > 1 || connections.refusal);
  const used = isNotable ? [usage(connections)] : [];
  if (connection.mode === 'none') return ['⚠️ unencrypted', ...used].join(', ');
  const { tls } = connection;
  if (tls === undefined) return '';
  return [
    version(tls),
    ...(trust === undefined ? [] : [trusted[trust]]),
    validity(tls.certificate, startedAt),
    ...used,
  ].join(', ');
}

/** `4 connections`, `2 of 4 connections`. */
function usage({ wanted, used, refusal }: ConnectionUsage): string {
  return refusal === undefined ? `${used} connections` : `${used} of ${wanted} connections`;
}

function version({ protocol }: TlsInfo): string {
  const [, number] = /^TLSv(1\.\d)$/.exec(protocol) ?? [];
  return number === undefined ? code(protocol) : `TLS ${number}`;
}

function validity(certificate: PeerCertificate, startedAt: Date): string {
  const days = daysLeft(certificate, startedAt.getTime());
  if (Number.isNaN(days)) return '⚠️ certificate with an invalid date';
  if (days < 0) return `⚠️ certificate expired ${count(-days, 'day')} ago`;
  const mark = days < expiryWarningDays ? '⚠️ ' : '';
  return `${mark}certificate valid for ${nonBreaking(count(days, 'day'))}`;
}

const checks: Readonly<Record<Trust, string>> = {
  ca: 'system CA or <code>tls-ca</code>',
  pin: '<code>tls-pin</code>',
  none: '⚠️ not verified (<code>tls-verify: false</code>)',
};

/** TLS on the control connection and the server's certificate, closed; empty without TLS. */
export function tlsDetails(report: RunReport, redactor: Redactor): string {
  const { connection, trust, startedAt } = report;
  const tls = connection?.tls;
  if (connection === undefined || tls === undefined) return '';
  const { certificate } = tls;
  const [subject = '', issuer = ''] = [certificate.subject, certificate.issuer].map((name) =>
    code(redactor.secret(name)),
  );
  const { resumed, total } = connection.dataConnections;
  const rows = [
    ['Protocol', `${code(tls.protocol)} ${code(tls.cipher)}`],
    [
      'Certificate',
      `${subject}, issued by ${issuer}, valid until ${validUntil(certificate, startedAt.getTime())}`,
    ],
    ['SHA-256', breakable(code(certificate.fingerprint256))],
    ...(trust === undefined ? [] : [['Verified by', checks[trust]]]),
    ...(total === 0 ? [] : [['TLS session resumed', resumption(resumed, total)]]),
  ].map(
    ([name = '', value = '']) => `<tr><th align="left" nowrap>${name}</th><td>${value}</td></tr>\n`,
  );
  return details('<strong>TLS and certificate</strong>', `<table>\n${rows.join('')}</table>\n`);
}

/** A fingerprint that may be wrapped after every eighth byte. */
function breakable(fingerprint: string): string {
  return fingerprint.replaceAll(/(?:[\dA-F]{2}:){8}/g, '$&<wbr>');
}

function resumption(resumed: number, total: number): string {
  return `${formatNumber(resumed)} of ${count(total, 'data connection')}`;
}
