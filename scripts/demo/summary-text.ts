import { styleText } from 'node:util';
import { columns } from './columns.ts';

const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
};

/** A job summary as lines for a terminal; knows the few blocks that the action writes. */
export function summaryText(html: string): string[] {
  const blocks = html.matchAll(/<(h3|pre|table|p)>([^]*?)<\/\1>/g);
  return [...blocks].flatMap(([, tag, content = '']) => {
    if (tag === 'table') return ['', ...table(content)];
    const lines = plain(content).split('\n');
    return tag === 'h3' ? lines.map((line) => styleText('bold', line)) : ['', ...lines];
  });
}

function table(content: string): string[] {
  const rows = [...content.matchAll(/<tr>([^]*?)<\/tr>/g)].map(([, cells = '']) =>
    [...cells.matchAll(/<(t[hd])[^>]*>([^]*?)<\/\1>/g)].map(([, , text = '']) => plain(text)),
  );
  const lines = columns(rows);
  const hasHeadRow = /^\s*<tr>(<th[^>]*>[^<]*<\/th>){2}/.test(content);
  return lines.map((line, index) =>
    hasHeadRow && index === 0 ? styleText('underline', line) : line,
  );
}

function plain(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => entities[entity] ?? entity);
}
