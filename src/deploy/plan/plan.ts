import path from 'node:path';

import { sanitize } from '../../sanitize.ts';
import { PlanError } from '../errors.ts';
import type { BaseDirectory } from './base-directory.ts';
import { baseDirectoryOf, describeOutside, segmentsInBase } from './base-directory.ts';
import type { FileIdentity } from './file-identity.ts';
import type { ModeRule } from './file-modes.ts';
import { FileModes } from './file-modes.ts';
import type { FileSearch, FoundFiles, LocalFile, SkippedMatches } from './local-files.ts';
import { findLocalFiles } from './local-files.ts';
import { displayPath } from './local-path.ts';
import type { MaintenancePage } from './maintenance-page.ts';
import { readMaintenancePage } from './maintenance-page.ts';
import { joinRemotePath, parentDirectories, remotePathProblem } from './remote-path.ts';

/** How local paths are mapped to remote paths. */
export interface Mapping {
  /** Absolute local directory that remote paths are computed from; by default the one common to all patterns. */
  readonly baseDirectory: string | undefined;
  /** Normalized by `normalizeRemoteDirectory`. */
  readonly remoteDirectory: string;
  /** Whether all files go directly into the remote directory, without their local directories. */
  readonly flatten: boolean;
  /** Modes of files on the server; by default those that the server chooses. */
  readonly chmod?: readonly ModeRule[];
}

/** Which files to deploy, and where to. */
export interface PlanOptions extends FileSearch, Mapping {
  /** Absolute local path of a maintenance file. */
  readonly maintenanceFile?: string | undefined;
}

/** One file to upload. */
export interface PlannedUpload {
  /** Absolute local path. */
  readonly localPath: string;
  readonly remotePath: string;
  readonly sizeBytes: number;
  /** Modification time of the local file, in milliseconds since 1970. */
  readonly modifiedMs: number;
  /** The mode that the file gets on the server, as octal digits; undefined for the server's default. */
  readonly mode?: string;
  /** Shows whether another file has replaced the local one; undefined when it isn't known. */
  readonly identity?: FileIdentity;
}

/** What a deployment does. */
export interface Plan {
  /** Sorted by remote path, by code unit: the same order on every machine. */
  readonly uploads: readonly PlannedUpload[];
  readonly remoteDirectory: string;
  /** Absolute local directory that remote paths are computed from. */
  readonly baseDirectory: string;
  /** Directories below the remote directory that the uploads need, parents first. */
  readonly directories: readonly string[];
  readonly totalBytes: number;
  readonly skipped: SkippedMatches;
  /** What visitors see while the site changes; undefined for nothing in particular. */
  readonly maintenancePage?: MaintenancePage;
  /** Patterns that match nothing; none if no pattern does. */
  readonly unmatchedPatterns: readonly string[];
  /** What the user should know about the patterns, as sentences, safe to display. */
  readonly warnings: readonly string[];
}

/**
 * Finds the local files and maps them to remote paths.
 *
 * @throws {@link PlanError} with every problem: invalid patterns, unreadable files, files outside the workspace or the base
 *   directory, names that can't be sent, and files with the same remote path.
 */
export async function planDeployment(options: PlanOptions): Promise<Plan> {
  const plan = planUploads(await findLocalFiles(options), options);
  const { maintenanceFile } = options;
  if (maintenanceFile === undefined) return plan;
  return { ...plan, maintenancePage: readMaintenancePage(maintenanceFile, plan) };
}

/** Maps files that were found; see {@link planDeployment}. */
export function planUploads(found: FoundFiles, mapping: Mapping): Plan {
  const { remoteDirectory } = mapping;
  const base = baseDirectoryOf(mapping.baseDirectory, found.commonDirectory);
  const modes = new FileModes(mapping.chmod ?? []);
  const problems = [...found.problems];
  const uploads: PlannedUpload[] = [];
  for (const file of found.files) {
    const mapped = mapFile(file, { ...mapping, modes }, base);
    if (typeof mapped === 'string') problems.push(mapped);
    else uploads.push(mapped);
  }
  uploads.sort((a, b) => compare(a.remotePath, b.remotePath));
  problems.push(...collisions(uploads));
  if (problems.length > 0) throw new PlanError(problems);
  return {
    uploads,
    remoteDirectory,
    baseDirectory: base.path,
    directories: directoriesOf(uploads, remoteDirectory),
    totalBytes: uploads.reduce((sum, upload) => sum + upload.sizeBytes, 0),
    skipped: found.skipped,
    unmatchedPatterns: found.unmatchedPatterns,
    warnings: modes.warning === undefined ? found.warnings : [...found.warnings, modes.warning],
  };
}

/** Returns the upload, or why there is none. */
function mapFile(
  { path: localPath, realPath, sizeBytes, modifiedMs, identity }: LocalFile,
  { remoteDirectory, flatten, modes }: Mapping & { readonly modes: FileModes },
  base: BaseDirectory,
): PlannedUpload | string {
  const segments = segmentsInBase(base, { path: localPath, realPath });
  // Without base-dir, nothing is outside: the files only have no common directory on two drives.
  if (segments === undefined && !(flatten && base.isDerived)) {
    return describeOutside(localPath, base.path);
  }
  const name = path.basename(localPath);
  const remotePath = joinRemotePath(
    remoteDirectory,
    ...(flatten || segments === undefined ? [name] : segments),
  );
  const problem = remotePathProblem(remotePath);
  if (problem !== undefined) {
    return `${displayPath(localPath)} can't be uploaded: its remote path ${problem}.`;
  }
  const mode = modes.of((segments ?? [name]).join('/'));
  return {
    ...{ localPath, remotePath, sizeBytes, modifiedMs },
    ...(mode === undefined ? {} : { mode }),
    ...(identity === undefined ? {} : { identity }),
  };
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
