import type { ListingEntry } from './listing-entry.ts';

// Type and permissions, links, owner, group, size, date, one space, name.
const longFormat =
  /^\s*([-\w])[-\w]{9}[.+@]?\s+\d+\s+\S+\s+\S+\s+(\S+)\s+\S+\s+\d{1,2}\s+(?:\d{4}|\d{1,2}:\d{2}) (.+)$/s;

/**
 * Parses a line of a directory listing in the format of `ls -l`, as servers send it in reply to STAT. No RFC defines it,
 * so any deviation, such as an owner with a space, makes a line unclear.
 *
 * ProFTPD rounds sizes (`4.0k`): the size is then unknown. The times are in an unknown time zone and without seconds.
 *
 * @returns Undefined when the line is unclear, or not about a file or directory.
 */
export function parseStatusLine(line: string): ListingEntry | undefined {
  const [, type, size = '', name] = longFormat.exec(line) ?? [];
  if (name === undefined || (type !== '-' && type !== 'd')) return undefined;
  const isFile = type === '-';
  const sizeBytes = isFile && /^\d{1,15}$/.test(size) ? Number(size) : undefined;
  return { name, isFile, sizeBytes };
}
