import { printable } from '../ftps/index.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML, control characters made visible: it can be no tag and no entity. */
export function escapeHtml(text: string, maximum = 300): string {
  return printable(text, maximum).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

/** Foreign text as inline code: nothing in it becomes a link, a mention or markup. */
export function code(text: string, maximum = 300): string {
  return `<code>${escapeHtml(text, maximum)}</code>`;
}

/** A table row of cells that are HTML already. */
export function row(tag: 'td' | 'th', cells: readonly string[]): string {
  return `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>\n`;
}

/** Lines of text as they are, without markup. */
export function preformatted(text: string): string {
  const lines = text.split('\n').map((line) => escapeHtml(line, 1_000));
  return `<pre>${lines.join('\n')}</pre>\n`;
}
