import { total } from '../../deploy/index.ts';
import { count, formatBytes, formatFiles, formatNumber } from '../format.ts';
import { formatCounts } from '../log/sync-lines.ts';
import type { Redactor } from '../log/redactor.ts';
import { code, escapeHtml, preformatted } from './markup.ts';
import type { PreflightLine, PreflightReport } from './preflight-report.ts';
import type { RunReport } from './report.ts';
import { facts } from './summary-facts.ts';
import { filesTable, planTable } from './summary-files.ts';

/**
 * The job summary as Markdown, in HTML blocks only, so that no untrusted text is parsed as Markdown: the result, the
 * totals, the TLS connection and the files, failures first. GitHub accepts 1 MiB per step; the tables are far smaller.
 */
export function summary(report: RunReport, redactor: Redactor): string {
  const { error, preflight, isDryRun = false, files } = report;
  const isTrial = isDryRun || preflight !== undefined;
  return [
    `<h3>${headline(report)}</h3>\n`,
    error === undefined ? '' : preformatted(error.message),
    preflight === undefined ? '' : preflightTable(preflight, redactor),
    isDryRun && preflight !== undefined && files.length > 0 ? `<h3>${planned(report)}</h3>\n` : '',
    isTrial ? '' : facts(report, redactor),
    isTrial ? planTable(report, redactor) : filesTable(report, redactor),
  ]
    .filter((block) => block !== '')
    .join('\n');
}

function headline(report: RunReport): string {
  const { error, files, preflight, isDryRun = false } = report;
  if (preflight !== undefined) {
    return error === undefined
      ? `✅ Preflight passed${at(report)}`
      : `❌ Preflight failed${at(report)}`;
  }
  if (error === undefined) {
    if (files.length === 0) return 'ℹ️ No files to upload';
    return isDryRun ? planned(report) : done(report);
  }
  if (isDryRun) return '❌ The dry run failed';
  const uploaded = total(files, 'uploaded').files;
  const attempted = files.length - total(files, 'unchanged').files;
  if (attempted === 0) return '❌ Nothing was uploaded';
  return `❌ ${uploaded} of ${count(attempted, 'file')} uploaded${to(report)}`;
}

function done(report: RunReport): string {
  const { files, sync } = report;
  const unchanged = total(files, 'unchanged').files;
  const deleted = sync?.otherFiles.filter(({ status }) => status === 'deleted').length ?? 0;
  if (unchanged === files.length && deleted === 0) {
    return `✅ Nothing to do: ${formatFiles(unchanged)} unchanged`;
  }
  if (unchanged === files.length) return `✅ ${count(deleted, 'file')} deleted${from(report)}`;
  const more = deleted === 0 ? '' : `, ${formatNumber(deleted)} deleted`;
  return `✅ ${count(files.length - unchanged, 'file')} uploaded${to(report)}${more}`;
}

function planned(report: RunReport): string {
  const { files, sync } = report;
  if (sync?.counts !== undefined) return `📋 Dry run${at(report)}: ${formatCounts(sync.counts)}`;
  const size = formatBytes(total(files, 'pending').bytes);
  return `📋 Dry run: ${count(files.length, 'file')} (${size}) would be uploaded${to(report)}`;
}

function to({ endpoint }: RunReport): string {
  return endpoint === undefined ? '' : ` to ${code(endpoint.host)}`;
}

function from({ endpoint }: RunReport): string {
  return endpoint === undefined ? '' : ` from ${code(endpoint.host)}`;
}

function at({ endpoint }: RunReport): string {
  return endpoint === undefined ? '' : `: ${code(endpoint.host)}`;
}

const marks: Readonly<Record<PreflightLine['outcome'], string>> = {
  passed: '✅',
  warned: '⚠️',
  failed: '❌',
  'not attempted': '➖',
};

/** The steps of a preflight, one row each, and the server's capabilities. */
function preflightTable({ lines, capabilities }: PreflightReport, redactor: Redactor): string {
  // The advice for a failed step is shown above the table, with the error.
  const rows = lines.map(({ title, outcome, text }) => {
    const [first = ''] = redactor.secret(text).split('\n');
    return `<tr><th align="left" nowrap>${marks[outcome]} ${title}</th><td>${code(first, 600)}</td></tr>\n`;
  });
  const items = capabilities.map((line) => `<li>${escapeHtml(line)}</li>\n`);
  const list =
    items.length === 0 ? '' : `\n<h4>Server capabilities</h4>\n\n<ul>\n${items.join('')}</ul>\n`;
  return `<table>\n${rows.join('')}</table>\n${list}`;
}
