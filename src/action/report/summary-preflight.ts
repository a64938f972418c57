import { code, escapeHtml } from './markup.ts';
import type { PreflightLine, PreflightReport } from './preflight-lines.ts';

const marks: Readonly<Record<PreflightLine['outcome'], string>> = {
  passed: '✅',
  warned: '⚠️',
  failed: '❌',
  'not tried': '➖',
};

/** What a preflight found, a row a step, and what the server offers. */
export function preflightTable({ lines, capabilities: offers }: PreflightReport): string {
  const rows = lines.map(
    ({ title, outcome, text }) =>
      `<tr><th align="left" nowrap>${marks[outcome]} ${title}</th><td>${firstLine(text)}</td></tr>\n`,
  );
  const items = offers.map((offer) => `<li>${escapeHtml(offer)}</li>\n`);
  const list =
    items.length === 0 ? '' : `\n<h4>What the server offers</h4>\n\n<ul>\n${items.join('')}</ul>\n`;
  return `<table>\n${rows.join('')}</table>\n${list}`;
}

// What to do about a failure stands above the table, with the error.
function firstLine(text: string): string {
  return code(text.split('\n')[0] ?? '', 600);
}
