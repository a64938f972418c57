/**
 * Puts the cells of rows below each other, two spaces between columns.
 *
 * @param rightAligned - Indexes of columns whose cells end, not begin, below each other.
 */
export function columns(
  rows: readonly (readonly string[])[],
  rightAligned: readonly number[] = [],
): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, width(cell));
    });
  }
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const padding = ' '.repeat((widths[column] ?? 0) - width(cell));
        return rightAligned.includes(column) ? padding + cell : cell + padding;
      })
      .join('  ')
      .trimEnd(),
  );
}

function width(text: string): number {
  return [...new Intl.Segmenter('en').segment(text)].length;
}
