/**
 * Folds a remote path the way the least careful server does: paths with the same result may be one file there. Servers on
 * Windows and macOS ignore case and Unicode form, and Windows drops dots and spaces at the end of each segment.
 */
export function foldPath(path: string): string {
  return path
    .split('/')
    .map((segment) => segment.replace(/(?<!^)[. ]+$/, ''))
    .join('/')
    .normalize('NFC')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFC');
}
