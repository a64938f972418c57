import { sanitize } from '../../sanitize.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML, control characters made visible: it can be no tag and no entity. */
export function escapeHtml(text: string, maximum = 300): string {
  return sanitize(text, maximum).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

/** Foreign text as inline code: nothing in it becomes a link, a mention or markup. */
export function code(text: string, maximum = 300): string {
  return `<code>${escapeHtml(text, maximum)}</code>`;
}

/** Text that a narrow column does not break. */
export function nonBreaking(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}

/** A table row of cells that are HTML already. */
export function row(tag: 'td' | 'th', cells: readonly string[]): string {
  return `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>\n`;
}

// A certificate's fingerprint with its name before it still fits.
const columns = 110;

/** Lines of text as they are, without markup; long ones are broken, since a page would let them run out of sight. */
export function preformatted(text: string): string {
  const lines = text
    .split('\n')
    .flatMap((line) => wrap(line))
    .map((line) => escapeHtml(line, 1_000));
  return `<pre>${lines.join('\n')}</pre>\n`;
}

/** A line in parts of at most so many characters, as far as there are spaces; what goes on is indented like the rest. */
function wrap(line: string): string[] {
  const indent = /^ */.exec(line)?.[0] ?? '';
  const lines: string[] = [];
  let rest = line;
  while (rest.length > columns) {
    const last = rest.lastIndexOf(' ', columns);
    const space = last > indent.length ? last : rest.indexOf(' ', columns);
    if (space === -1) break;
    lines.push(rest.slice(0, space));
    rest = indent + rest.slice(space + 1);
  }
  return [...lines, rest];
}
