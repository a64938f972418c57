import path from 'node:path';

import { sanitize } from '../../sanitize.ts';
import { PlanError } from '../errors.ts';
import type { FileSearch, FoundFiles, LocalFile, SkippedMatches } from './local-files.ts';
import { findLocalFiles } from './local-files.ts';
import { displayPath } from './local-path.ts';
import { joinRemotePath, parentDirectories, remotePathProblem } from './remote-path.ts';

/** How local paths are mapped to remote paths. */
export interface Mapping {
  /** Absolute local directory that remote paths are computed from; by default the one common to all patterns. */
  readonly baseDirectory: string | undefined;
  /** Normalized by `normalizeRemoteDirectory`. */
  readonly remoteDirectory: string;
  /** Whether all files go directly into the remote directory, without their local directories. */
  readonly flatten: boolean;
}

/** Which files to deploy, and where to. */
export interface PlanOptions extends FileSearch, Mapping {}

/** One file to upload. */
export interface PlannedUpload {
  /** Absolute local path. */
  readonly localPath: string;
  readonly remotePath: string;
  readonly sizeBytes: number;
  /** Modification time of the local file, in milliseconds since 1970. */
  readonly modifiedMs: number;
}

/** What a deployment does. */
export interface Plan {
  /** Sorted by remote path, by code unit: the same order on every machine. */
  readonly uploads: readonly PlannedUpload[];
  readonly remoteDirectory: string;
  /** Directories below the remote directory that the uploads need, parents first. */
  readonly directories: readonly string[];
  readonly totalBytes: number;
  readonly skipped: SkippedMatches;
}

/**
 * Finds the local files and maps them to remote paths.
 *
 * @throws {@link PlanError} with every problem: invalid patterns, unreadable files, files outside the workspace or the base
 *   directory, names that can't be sent, and files with the same remote path.
 */
export async function planDeployment(options: PlanOptions): Promise<Plan> {
  return planUploads(await findLocalFiles(options), options);
}

/** Maps files that were found; see {@link planDeployment}. */
export function planUploads(found: FoundFiles, mapping: Mapping): Plan {
  const { remoteDirectory } = mapping;
  const baseDirectory = mapping.baseDirectory ?? found.commonDirectory;
  const problems = [...found.problems];
  const uploads: PlannedUpload[] = [];
  for (const file of found.files) {
    const mapped = mapFile(file, { ...mapping, baseDirectory });
    if (typeof mapped === 'string') problems.push(mapped);
    else uploads.push(mapped);
  }
  uploads.sort((a, b) => compare(a.remotePath, b.remotePath));
  problems.push(...collisions(uploads));
  if (problems.length > 0) throw new PlanError(problems);
  return {
    uploads,
    remoteDirectory,
    directories: directoriesOf(uploads, remoteDirectory),
    totalBytes: uploads.reduce((sum, upload) => sum + upload.sizeBytes, 0),
    skipped: found.skipped,
  };
}

/** Returns the upload, or why there is none. */
function mapFile(
  { path: localPath, sizeBytes, modifiedMs }: LocalFile,
  mapping: Mapping & { readonly baseDirectory: string },
): PlannedUpload | string {
  const { baseDirectory, remoteDirectory, flatten } = mapping;
  const relative = path.relative(baseDirectory, localPath);
  const segments = relative.split(path.sep);
  if (segments[0] === '..' || path.isAbsolute(relative)) {
    return `${displayPath(localPath)} is outside base-dir ${displayPath(baseDirectory)}.`;
  }
  const remotePath = joinRemotePath(remoteDirectory, ...(flatten ? segments.slice(-1) : segments));
  const problem = remotePathProblem(remotePath);
  if (problem !== undefined) {
    return `${displayPath(localPath)} can't be uploaded: its remote path ${problem}.`;
  }
  return { localPath, remotePath, sizeBytes, modifiedMs };
}

function collisions(sorted: readonly PlannedUpload[]): string[] {
  return sorted.flatMap((upload, index) => {
    const previous = sorted[index - 1];
    if (previous?.remotePath !== upload.remotePath) return [];
    const both = `${displayPath(previous.localPath)} and ${displayPath(upload.localPath)}`;
    return [`${both} have the same remote path ${sanitize(upload.remotePath)}.`];
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
