import type { Log } from './log.ts';
import type { PreflightLine, PreflightReport } from '../report/preflight-lines.ts';

const marks: Readonly<Record<PreflightLine['outcome'], string>> = {
  passed: '✔',
  warned: '⚠',
  failed: '✘',
  'not tried': '–',
};

const titleWidth = 12;

/** Writes what a preflight found to the log: a line a step, what to do below it, and what the server offers. */
export function logPreflight({ lines, capabilities: offers }: PreflightReport, log: Log): void {
  for (const { title, outcome, text } of lines) {
    const indented = text.replaceAll('\n', `\n${' '.repeat(titleWidth + 2)}`);
    log.info(`${marks[outcome]} ${title.padEnd(titleWidth)}${indented}`);
  }
  if (offers.length === 0) return;
  log.group('What the server offers');
  for (const offer of offers) log.info(offer);
}
