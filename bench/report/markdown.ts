/** Which way the cells of a column are aligned. */
export type Alignment = 'left' | 'right';

/**
 * A Markdown table, its columns aligned in the source too.
 *
 * @param alignments - Numbers to the right, from the second column to the last but one, unless said.
 */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  alignments: readonly Alignment[] = head.map((_, column) =>
    column > 0 && column < head.length - 1 ? 'right' : 'left',
  ),
): string {
  const safe = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = head.map((_, column) =>
    Math.max(3, ...safe.map((row) => (row[column] ?? '').length)),
  );
  const line = (row: readonly string[]): string => {
    const cells = widths.map((width, column) => {
      const cell = row[column] ?? '';
      return alignments[column] === 'right' ? cell.padStart(width) : cell.padEnd(width);
    });
    return `| ${cells.join(' | ')} |`;
  };
  const rule = widths.map((width, column) =>
    alignments[column] === 'right' ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
  );
  const [first = [], ...others] = safe;
  return [line(first), line(rule), ...others.map(line)].join('\n');
}
