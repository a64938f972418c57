import { total } from '../../deploy/index.ts';
import { count, formatBytes } from '../format.ts';
import { code, preformatted } from './markup.ts';
import type { RunReport } from './report.ts';
import { facts } from './summary-facts.ts';
import { filesTable, planTable } from './summary-files.ts';
import { preflightTable } from './summary-preflight.ts';

/**
 * The job summary as Markdown (HTML blocks only, so that nothing foreign is read as Markdown): the outcome, the totals,
 * how the server was trusted, and a table of the files, failures first. GitHub takes 1 MiB of a step; the tables are
 * cut far below that.
 */
export function summary(report: RunReport): string {
  const { error, preflight, isDryRun = false, files } = report;
  const isTrial = isDryRun || preflight !== undefined;
  return [
    `<h3>${headline(report)}</h3>\n`,
    error === undefined ? '' : preformatted(error.message),
    preflight === undefined ? '' : preflightTable(preflight),
    isDryRun && preflight !== undefined && files.length > 0 ? `<h3>${planned(report)}</h3>\n` : '',
    isTrial ? '' : facts(report),
    isTrial ? planTable(files) : filesTable(files),
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
    return isDryRun ? planned(report) : `✅ ${count(files.length, 'file')} uploaded${to(report)}`;
  }
  if (isDryRun) return '❌ The dry run failed';
  if (files.length === 0) return '❌ Nothing was uploaded';
  const uploaded = total(files, 'uploaded').files;
  return `❌ ${uploaded} of ${count(files.length, 'file')} uploaded${to(report)}`;
}

function planned(report: RunReport): string {
  const { files } = report;
  const size = formatBytes(total(files, 'pending').bytes);
  return `📋 Dry run: ${count(files.length, 'file')}, ${size}, would be uploaded${to(report)}`;
}

function to({ endpoint }: RunReport): string {
  return endpoint === undefined ? '' : ` to ${code(endpoint.host)}`;
}

function at({ endpoint }: RunReport): string {
  return endpoint === undefined ? '' : `: ${code(endpoint.host)}`;
}
