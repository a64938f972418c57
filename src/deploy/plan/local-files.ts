import fs from 'node:fs';
import path from 'node:path';

import type { Globber } from '@actions/glob';
import { create } from '@actions/glob';

import { sanitize } from '../../sanitize.ts';
import { PlanError } from '../errors.ts';
import { preferSmallHeap } from '../small-heap.ts';

/** From how many files on a small heap is worth the time. */
const manyFiles = 1_000;

/** What to look for, and where links may lead. */
export interface FileSearch {
  /** `@actions/glob` patterns, one a line. */
  readonly patterns: string;
  readonly followSymlinks: boolean;
  /** Absolute path; a link that leads out of it is refused. */
  readonly workspace: string;
}

/** A regular file that a pattern matched. */
export interface LocalFile {
  /** Absolute path. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Time of the last modification, in milliseconds since 1970. */
  readonly modifiedMs: number;
}

/** What the patterns came to. */
export interface FoundFiles {
  readonly files: readonly LocalFile[];
  /** The directory that all search paths of the patterns share; absolute. */
  readonly commonDirectory: string;
  /** Matches left out because a `.git` directory is on their path. */
  readonly gitFiles: number;
  /** Matches left out because they are links and links are not followed. */
  readonly skippedLinks: number;
  /** What speaks against a match, a sentence each. */
  readonly problems: readonly string[];
}

/**
 * Resolves the patterns to files. Directories are never among them; the order is the file system's.
 *
 * @throws {@link PlanError} when a pattern cannot be used, or a directory not be searched.
 */
export async function findLocalFiles(search: FileSearch): Promise<FoundFiles> {
  const globber = await create(search.patterns, {
    matchDirectories: false,
    followSymbolicLinks: search.followSymlinks,
  }).catch((cause: unknown) => {
    throw new PlanError([`The patterns cannot be used: ${reason(cause)}`]);
  });
  const matches = await matchesOf(globber);
  const searchPaths = globber.getSearchPaths();
  const wanted = namesGit(search.patterns)
    ? matches
    : matches.filter((match) => !liesInGit(match, searchPaths));
  return {
    ...examineAll(wanted, searchPaths, search),
    commonDirectory: commonDirectory(searchPaths, matches),
    gitFiles: matches.length - wanted.length,
  };
}

async function matchesOf(globber: Globber): Promise<string[]> {
  // A single directory may have any number of files, and the search holds all of them.
  preferSmallHeap(true);
  const matches = await globber.glob().catch((cause: unknown) => {
    throw new PlanError([`The files cannot be searched: ${reason(cause)}.`]);
  });
  preferSmallHeap(matches.length >= manyFiles);
  return matches;
}

function namesGit(patterns: string): boolean {
  return patterns
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => !line.startsWith('!') && !line.startsWith('#'))
    .some((line) => line.split(/[/\\]/).includes('.git'));
}

function liesInGit(file: string, searchPaths: readonly string[]): boolean {
  const below = path.relative(searchPathOf(file, searchPaths), file);
  return below.split(path.sep).includes('.git');
}

function searchPathOf(file: string, searchPaths: readonly string[]): string {
  return searchPaths.find((searchPath) => isInside(file, searchPath)) ?? path.dirname(file);
}

function isInside(file: string, directory: string): boolean {
  const relative = path.relative(directory, file);
  return !path.isAbsolute(relative) && relative.split(path.sep)[0] !== '..';
}

/** Examines every match: is it a file that can be read, and does it lie where it seems to lie? */
function examineAll(matches: readonly string[], searchPaths: string[], search: FileSearch) {
  const realPath = cachingRealPath();
  const workspace = fs.realpathSync.native(search.workspace);
  const files: LocalFile[] = [];
  const problems: string[] = [];
  let skippedLinks = 0;
  for (const match of matches) {
    try {
      const isLink = fs.lstatSync(match).isSymbolicLink();
      if (isLink && !search.followSymlinks) {
        skippedLinks += 1;
        continue;
      }
      const real = isLink ? fs.realpathSync.native(match) : realPath(match);
      const searchPath = searchPathOf(match, searchPaths);
      if (!isInside(real, workspace) && !isInside(real, realPath(searchPath))) {
        problems.push(
          `${displayPath(match)} is reached by a link that leads outside the workspace.`,
        );
        continue;
      }
      files.push({ path: match, ...examine(match) });
    } catch (error) {
      problems.push(`${displayPath(match)} cannot be read: ${reason(error)}.`);
    }
  }
  return { files, problems, skippedLinks };
}

// Resolves links in the directory part only, once a directory: a link at the end is what is being judged.
function cachingRealPath(): (file: string) => string {
  const directories = new Map<string, string>();
  return (file) => {
    const directory = path.dirname(file);
    let real = directories.get(directory);
    if (real === undefined) {
      real = fs.realpathSync.native(directory);
      directories.set(directory, real);
    }
    return path.join(real, path.basename(file));
  };
}

function examine(file: string): Omit<LocalFile, 'path'> {
  const stats = fs.statSync(file);
  if (!stats.isFile()) throw new Error('it is not a regular file');
  fs.accessSync(file, fs.constants.R_OK);
  return { sizeBytes: stats.size, modifiedMs: stats.mtimeMs };
}

// The system's words quote the file's name as it is.
function reason(error: unknown): string {
  return sanitize((error as Error).message);
}

function displayPath(file: string): string {
  return sanitize(path.relative(process.cwd(), file) || file);
}

/** The rule of `actions/upload-artifact`: what the search paths share, or the directory of a single file. */
function commonDirectory(searchPaths: readonly string[], matches: readonly string[]): string {
  const [first = process.cwd(), ...others] = searchPaths;
  if (others.length === 0) return matches.includes(first) ? path.dirname(first) : first;
  return others.reduce(sharedPart, first);
}

function sharedPart(a: string, b: string): string {
  // Two drives of Windows share nothing, not even a root.
  const { root } = path.parse(a);
  let directory = a;
  while (directory !== root && !isInside(b, directory)) directory = path.dirname(directory);
  return directory;
}
