import path from 'node:path';

import { sanitize } from '../../sanitize.ts';

/** The segments of a path below a directory; undefined when it is outside. Both are absolute. */
export function segmentsBelow(
  directory: string,
  file: string,
  paths: path.PlatformPath = path,
): string[] | undefined {
  // Nearly always, and much faster than resolving both.
  const isBelow = file.startsWith(directory + paths.sep) && !file.includes('..');
  const relative = isBelow
    ? file.slice(directory.length + paths.sep.length)
    : paths.relative(directory, file);
  const segments = relative.split(paths.sep);
  return segments[0] === '..' || paths.isAbsolute(relative) ? undefined : segments;
}

/** Why a file outside the base directory can't be uploaded, as a sentence. */
export function describeOutside(
  file: string,
  directory: string,
  paths: path.PlatformPath = path,
): string {
  const [drive, other] = [paths.parse(file).root, paths.parse(directory).root];
  if (drive.toLowerCase() !== other.toLowerCase()) {
    return `${sanitize(file)} is on another drive than base-dir ${sanitize(directory)}. Set "flatten: true", or upload the files of each drive in a step of their own.`;
  }
  const shown = (name: string) => sanitize(paths.relative(process.cwd(), name) || name);
  return `${shown(file)} is outside base-dir ${shown(directory)}.`;
}
