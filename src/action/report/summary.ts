import { total } from '../../deploy/index.ts';
import { count, formatBytes } from '../format.ts';
import type { Redactor } from '../log/redactor.ts';
import { details, prose } from './markup.ts';
import type { PreflightLine, PreflightReport } from './preflight-report.ts';
import type { RunReport } from './report.ts';
import { errorQuote, quote } from './summary-error.ts';
import { facts, wasAttempted } from './summary-facts.ts';
import { failuresTable, fileDetails, planDetails, RowBudget } from './summary-files.ts';
import { headline, planHeadline, securityAdvice } from './summary-headline.ts';
import { tlsDetails } from './summary-tls.ts';

/**
 * The job summary as Markdown, in HTML blocks only, so that no untrusted text is parsed as Markdown: the result and
 * where it is, what failed and why, the totals, the files and the TLS connection. It is short if nothing was attempted.
 * GitHub accepts 1 MiB per step; the tables are far smaller.
 */
export function summary(report: RunReport, redactor: Redactor): string {
  const { error, preflight, isDryRun = false } = report;
  const advice = securityAdvice(report);
  const isTrial = isDryRun || preflight !== undefined;
  return [
    headline(report, redactor),
    error === undefined ? '' : errorQuote(error),
    advice === undefined ? '' : quote([`⚠️ ${advice}`]),
    ...(isTrial ? trial(report, redactor) : deployment(report, redactor)),
  ]
    .filter((block) => block !== '')
    .join('\n');
}

function deployment(report: RunReport, redactor: Redactor): string[] {
  const { error, files } = report;
  if (files.length === 0) return [];
  if (error !== undefined && !wasAttempted(report)) {
    return [notAttempted(report), tlsDetails(report, redactor)];
  }
  const context = { redactor, budget: new RowBudget() };
  return [
    facts(report),
    failuresTable(report, context),
    fileDetails(report, context),
    tlsDetails(report, redactor),
  ];
}

function notAttempted({ files, sync }: RunReport): string {
  const pending = total(files, 'pending');
  const deletions = sync?.otherFiles.filter(({ reason }) => reason === 'to-be-deleted').length ?? 0;
  const unchanged = total(files, 'unchanged').files;
  const parts = [
    ...(pending.files === 0
      ? []
      : [`${count(pending.files, 'file')} (${formatBytes(pending.bytes)})`]),
    ...(deletions === 0 ? [] : [count(deletions, 'deletion')]),
  ];
  const work = parts.length === 0 ? '' : `Not attempted: ${parts.join(', ')}.`;
  const rest = unchanged === 0 ? '' : `Unchanged: ${count(unchanged, 'file')}.`;
  return `<p>${[work, rest].filter((text) => text !== '').join(' ')}</p>\n`;
}

function trial(report: RunReport, redactor: Redactor): string[] {
  const { error, preflight, isDryRun = false, files } = report;
  const hasPlan = isDryRun && files.length > 0 && error === undefined;
  return [
    ...(preflight === undefined ? [] : preflightBlocks(preflight, redactor)),
    preflight !== undefined && hasPlan ? planHeadline(report, redactor) : '',
    hasPlan ? planDetails(report, { redactor, budget: new RowBudget() }) : '',
  ];
}

const marks: Readonly<Record<PreflightLine['outcome'], string>> = {
  passed: '✅',
  warned: '⚠️',
  failed: '❌',
  'not attempted': '➖',
};

const stepCharacters = 600;

/** The steps of a preflight, one row each, and the server's capabilities. */
function preflightBlocks({ lines, capabilities }: PreflightReport, redactor: Redactor): string[] {
  // The advice for a failed step is shown above the table, with the error.
  const rows = lines.map(({ title, outcome, text }) => {
    const [first = ''] = redactor.secret(text).split('\n');
    return `<tr><th align="left" nowrap>${marks[outcome]} ${title}</th><td>${prose(first, stepCharacters)}</td></tr>\n`;
  });
  const items = capabilities.map((line) => `<li>${prose(line)}</li>\n`);
  return [
    `<table>\n${rows.join('')}</table>\n`,
    items.length === 0
      ? ''
      : details('<strong>Server capabilities</strong>', `<ul>\n${items.join('')}</ul>\n`),
  ];
}
