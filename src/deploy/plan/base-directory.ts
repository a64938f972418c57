import fs from 'node:fs';
import path from 'node:path';

import { sanitize } from '../../sanitize.ts';
import { DiskSpelling } from './disk-spelling.ts';

/** The local directory that remote paths are computed from. */
export interface BaseDirectory {
  readonly path: string;
  readonly realPath: string;
  /** Whether it isn't an input, but what the patterns have in common. */
  readonly isDerived: boolean;
}

/**
 * The base directory as the disk spells it. Links are resolved as well, because a link may lead to it, or it may be a link.
 *
 * @param input - Absolute; undefined if it isn't set.
 * @param common - The deepest directory common to all patterns.
 */
export function baseDirectoryOf(input: string | undefined, common: string): BaseDirectory {
  const typed = input ?? common;
  const spelled = new DiskSpelling().of(typed, typed);
  const exists = fs.existsSync(spelled);
  return {
    path: spelled,
    realPath: exists ? fs.realpathSync.native(spelled) : spelled,
    isDerived: input === undefined,
  };
}

/** The segments of a file's path below the base directory; undefined when it is outside. */
export function segmentsInBase(
  base: BaseDirectory,
  file: { readonly path: string; readonly realPath?: string | undefined },
): string[] | undefined {
  const { path: localPath, realPath } = file;
  return (
    segmentsBelow(base.path, localPath) ??
    (realPath === undefined ? undefined : segmentsBelow(base.realPath, realPath))
  );
}

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
