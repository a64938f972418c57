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

/**
 * A table row; the cells are HTML.
 *
 * @param numbers - The indexes of cells that are aligned to the right.
 */
export function row(cells: readonly string[], numbers: readonly number[] = []): string {
  const html = cells.map((cell, index) =>
    cell !== '' && numbers.includes(index) ? `<td align="right">${cell}</td>` : `<td>${cell}</td>`,
  );
  return `<tr>${html.join('')}</tr>\n`;
}

// As much as fits on the page: a certificate's fingerprint has 95 characters.
const columns = 96;

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
    lines.push(rest.slice(0, space).trimEnd());
    rest = indent + rest.slice(space + 1);
  }
  return [...lines, rest];
}

/** A table of rows; the cells of its head are HTML. */
export function table(head: readonly string[], rows: readonly string[]): string {
  const cells = head.map((cell) => `<th>${cell}</th>`).join('');
  return `<table>\n<thead><tr>${cells}</tr></thead>\n${rows.join('')}</table>\n`;
}

/** A part that is opened by a click; its summary and contents are HTML without empty lines. */
export function details(summary: string, contents: string, isOpen = false): string {
  return `<details${isOpen ? ' open' : ''}><summary>${summary}</summary>\n${contents}</details>\n`;
}

/** Words and numbers, in which GitHub finds no mention, link, commit or emoji. */
const plainWord = /^[()–-]*$|^[A-Za-z]+(?:['’-][A-Za-z]+)*$|^\d{1,6}(?:[.,]\d{1,3})*$/;
/** A word with punctuation around it; parentheses that belong to the word remain part of it. */
const inParentheses = /^(\(?)([^()]*?)([).,;:!?]*)$/s;
const ending = /^()(.*?)([.,;:!?]*)$/s;
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
    const [, start = '', word = '', end = ''] = inParentheses.exec(part) ?? ending.exec(part) ?? [];
    const isQuoted = part.length > 2 && part.startsWith('"');
    if (isQuoted) {
      flush();
      html += code(part.slice(1, -1), part.length);
    } else if (isPlain(word)) {
      flush();
      html += escapeHtml(part, part.length);
    } else {
      if (start !== '') flush();
      html += start;
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
