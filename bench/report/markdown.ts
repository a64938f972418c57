/** A Markdown table whose columns are aligned in the source too; all but the first and last hold numbers. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const safe = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = head.map((_, column) =>
    Math.max(3, ...safe.map((row) => (row[column] ?? '').length)),
  );
  const isNumeric = (column: number): boolean => column > 0 && column < head.length - 1;
  const line = (row: readonly string[]): string => {
    const padded = widths.map((width, column) => {
      const cell = row[column] ?? '';
      return isNumeric(column) ? cell.padStart(width) : cell.padEnd(width);
    });
    return `| ${padded.join(' | ')} |`;
  };
  const rule = widths.map((width, column) =>
    isNumeric(column) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
  );
  const [first = [], ...others] = safe;
  return [line(first), line(rule), ...others.map(line)].join('\n');
}
