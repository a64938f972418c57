import path from 'node:path';

import { sanitize } from '../../sanitize.ts';

/** Whether a path is a directory or below it. Both are absolute. */
export function isInside(file: string, directory: string): boolean {
  // Nearly always, and much faster than resolving both.
  if (file.startsWith(directory + path.sep) && !file.includes('..')) return true;
  const relative = path.relative(directory, file);
  return !path.isAbsolute(relative) && relative.split(path.sep)[0] !== '..';
}

/** A local path for display: relative to the current directory. */
export function displayPath(file: string): string {
  return sanitize(path.relative(process.cwd(), file) || file);
}
