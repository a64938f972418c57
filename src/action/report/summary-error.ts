import { ByteBudget } from '../byte-budget.ts';
import { escapeHtml, code as inlineCode, preformatted, prose } from './markup.ts';
import type { ReportedError } from './report.ts';

const maxBytes = 60 * 1024;

/** What failed, why and what to do, as a quote with a link to the page about it. */
export function errorQuote({ code, explanation, link }: ReportedError): string {
  const [what = '', ...advice] = explanation.split('\n').filter((line) => line.trim() !== '');
  const more = `<a href="${escapeHtml(link, link.length)}">Troubleshooting: ${inlineCode(code)}</a>`;
  return quote([`<strong>${prose(what)}</strong>`, ...paragraphs(advice), more]);
}

/** A quote of paragraphs, which are HTML without empty lines. */
export function quote(paragraphs: readonly string[]): string {
  const lines = paragraphs.map((text) => (text.startsWith('<pre>') ? text : `<p>${text}</p>\n`));
  return `<blockquote>\n${lines.join('')}</blockquote>\n`;
}

/** Running text; indented lines, such as a pin to paste, remain lines of their own. */
function paragraphs(lines: readonly string[]): string[] {
  const budget = new ByteBudget(maxBytes);
  const shown: string[] = [];
  let indented: string[] = [];
  const add = (html: string) => {
    if (budget.tryAdd(html)) shown.push(html);
  };
  const flush = () => {
    if (indented.length > 0) add(preformatted(indented.join('\n')));
    indented = [];
  };
  for (const line of lines) {
    if (line.startsWith('  ')) {
      indented.push(line.slice(2));
    } else {
      flush();
      add(prose(line));
    }
  }
  flush();
  return shown;
}
