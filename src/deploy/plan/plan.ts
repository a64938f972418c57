import path from 'node:path';

import { sanitize } from '../../sanitize.ts';
import { PlanError } from '../errors.ts';
import type { LocalFile } from './local-files.ts';
import { joinRemotePath, parentDirectories, remotePathProblem } from './remote-path.ts';

/** How local paths become remote ones. */
export interface Mapping {
  /** Absolute path that remote paths are relative to. */
  readonly baseDirectory: string;
  /** In the plain form of `normalizeRemoteDirectory`. */
  readonly remoteDirectory: string;
  /** Leave the directories out: every file goes directly into the remote directory. */
  readonly flatten: boolean;
}

/** One file to upload. */
export interface PlannedUpload {
  /** Absolute local path. */
  readonly localPath: string;
  readonly remotePath: string;
  readonly sizeBytes: number;
  /** Time of the file's last modification, in milliseconds since 1970. */
  readonly modifiedMs: number;
}

/** What to upload, in order, and the directories that it needs. */
export interface Plan {
  /** In the order of their remote paths, compared by code unit: the same on every machine. */
  readonly uploads: readonly PlannedUpload[];
  readonly remoteDirectory: string;
  /** Directories below the remote directory, parents first. */
  readonly directories: readonly string[];
  readonly totalBytes: number;
}

/**
 * Maps files to remote paths.
 *
 * @param localProblems - What was already found to speak against the files; reported together with the rest.
 * @throws {@link PlanError} naming every file outside the base directory, every name that cannot be sent and every
 *   two files that would become one.
 */
export function planUploads(
  files: readonly LocalFile[],
  mapping: Mapping,
  localProblems: readonly string[] = [],
): Plan {
  const problems = [...localProblems];
  const uploads: PlannedUpload[] = [];
  for (const file of files) {
    const mapped = mapFile(file, mapping);
    if (typeof mapped === 'string') problems.push(mapped);
    else uploads.push(mapped);
  }
  uploads.sort((a, b) => compare(a.remotePath, b.remotePath));
  problems.push(...collisions(uploads));
  if (problems.length > 0) throw new PlanError(problems);
  return {
    uploads,
    remoteDirectory: mapping.remoteDirectory,
    directories: directoriesOf(uploads, mapping.remoteDirectory),
    totalBytes: uploads.reduce((sum, upload) => sum + upload.sizeBytes, 0),
  };
}

function mapFile(file: LocalFile, mapping: Mapping): PlannedUpload | string {
  const segments = relativePath(mapping.baseDirectory, file.path).split(path.sep);
  if (segments[0] === '..' || path.isAbsolute(segments.join(path.sep))) {
    return `${displayPath(file.path)} lies outside base-dir ${displayPath(mapping.baseDirectory)}.`;
  }
  const below = mapping.flatten ? segments.slice(-1) : segments;
  const remotePath = joinRemotePath(mapping.remoteDirectory, ...below);
  const problem = remotePathProblem(remotePath);
  if (problem !== undefined)
    return `${displayPath(file.path)} cannot be uploaded: its path ${problem}.`;
  const { path: localPath, sizeBytes, modifiedMs } = file;
  return { localPath, remotePath, sizeBytes, modifiedMs };
}

// A part of the local path shares its memory; what path.relative makes is a part of a copy.
function relativePath(directory: string, file: string): string {
  const start = directory.endsWith(path.sep) ? directory : directory + path.sep;
  return file.startsWith(start) ? file.slice(start.length) : path.relative(directory, file);
}

function collisions(sorted: readonly PlannedUpload[]): string[] {
  return sorted.flatMap((upload, index) => {
    const previous = sorted[index - 1];
    if (previous?.remotePath !== upload.remotePath) return [];
    const both = `${displayPath(previous.localPath)} and ${displayPath(upload.localPath)}`;
    return [`${both} would both become ${sanitize(upload.remotePath)}.`];
  });
}

function directoriesOf(uploads: readonly PlannedUpload[], remoteDirectory: string): string[] {
  const directories = new Set<string>();
  for (const { remotePath } of uploads) {
    for (const directory of parentDirectories(remotePath)) directories.add(directory);
  }
  const above = new Set([remoteDirectory, ...parentDirectories(remoteDirectory)]);
  return [...directories].filter((directory) => !above.has(directory)).sort(compare);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function displayPath(file: string): string {
  return sanitize(path.relative(process.cwd(), file) || file);
}
