import { sanitize } from '../../sanitize.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes text for HTML, with control characters made visible. */
export function escapeHtml(text: string, maximum = 300): string {
  return sanitize(text, maximum).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

/** Untrusted text as inline code, in which nothing becomes a link, a mention or markup. */
export function code(text: string, maximum = 300): string {
  return `<code>${escapeHtml(text, maximum)}</code>`;
}

/** Text that isn't wrapped in a narrow column. */
export function nonBreaking(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}

/** A table row; the cells are HTML. */
export function row(tag: 'td' | 'th', cells: readonly string[]): string {
  return `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>\n`;
}

// Fits a certificate's fingerprint with its label.
const columns = 110;

/** Lines of text without markup; long ones are wrapped, because the page would cut them off. */
export function preformatted(text: string): string {
  const lines = text
    .split('\n')
    .flatMap((line) => wrap(line))
    .map((line) => escapeHtml(line, 1_000));
  return `<pre>${lines.join('\n')}</pre>\n`;
}

/** Breaks a line at spaces, and indents the continuation like the line. */
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

/** A table; the cells are HTML. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return `<table>\n${row('th', head)}${rows.map((cells) => row('td', cells)).join('')}</table>\n`;
}

/** A part that is opened by a click; its summary and contents are HTML without empty lines. */
export function details(summary: string, contents: string, isOpen = false): string {
  return `<details${isOpen ? ' open' : ''}><summary>${summary}</summary>\n${contents}</details>\n`;
}

/** Words and numbers, in which GitHub finds no mention, link, commit or emoji. */
const plainWord = /^[()–-]*$|^\(?[A-Za-z]+(?:['’-][A-Za-z]+)*\)?$|^\(?\d{1,6}(?:[.,]\d{1,3})*\)?$/;
const commit = /^[\da-f]{7,}$/i;

/**
 * Untrusted text as running text: quoted parts, and every word that could become a link, a mention or markup, are inline
 * code.
 */
export function prose(text: string, maximum = 1_000): string {
  const parts = sanitize(text, maximum).match(/"[^"]*"|[^\s"]+|\s+|"/g) ?? [];
  let html = '';
  let literal = '';
  const flush = () => {
    const shown = literal.trimEnd();
    if (shown !== '') html += code(shown, shown.length);
    html += literal.slice(shown.length);
    literal = '';
  };
  for (const part of parts) {
    if (/^\s+$/.test(part)) {
      if (literal === '') html += part;
      else literal += part;
      continue;
    }
    const [, word = '', end = ''] = /^(.*?)([.,;:!?]*)$/s.exec(part) ?? [];
    const isQuoted = part.length > 2 && part.startsWith('"');
    if (isQuoted) {
      flush();
      html += code(part.slice(1, -1), part.length);
    } else if (isPlain(word)) {
      flush();
      html += escapeHtml(part, part.length);
    } else {
      literal += word;
      if (end !== '') flush();
      html += end;
    }
  }
  flush();
  return html;
}

function isPlain(word: string): boolean {
  return plainWord.test(word) && !commit.test(word);
}
