import fs from 'node:fs';
import path from 'node:path';

import type { Globber } from '@actions/glob';
import { create } from '@actions/glob';

import { sanitize } from '../../sanitize.ts';
import { PlanError, systemMessage } from '../errors.ts';

/** Which files to find. */
export interface FileSearch {
  /** Patterns of `@actions/glob`; `!` excludes, `#` starts a comment. */
  readonly patterns: readonly string[];
  readonly followSymlinks: boolean;
  /** Absolute path; links that point outside it are a problem. */
  readonly workspace: string;
}

/** A regular file that matched a pattern. */
export interface LocalFile {
  /** Absolute path. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Modification time, in milliseconds since 1970. */
  readonly modifiedMs: number;
}

/** Numbers of matches that were not used. */
export interface SkippedMatches {
  /** Files in `.git` directories. */
  readonly gitFiles: number;
  /** Symbolic links, if links are not followed. */
  readonly links: number;
}

/** The files that matched the patterns. */
export interface FoundFiles {
  /** Without directories, in the order of the file system. */
  readonly files: readonly LocalFile[];
  /** The deepest directory common to all patterns; absolute. */
  readonly commonDirectory: string;
  readonly skipped: SkippedMatches;
  /** Why matches can't be uploaded, as sentences. */
  readonly problems: readonly string[];
}

/**
 * Finds the files that match the patterns.
 *
 * @throws {@link PlanError} when a pattern is invalid, or a directory can't be searched.
 */
export async function findLocalFiles(search: FileSearch): Promise<FoundFiles> {
  const globber = await create(search.patterns.join('\n'), {
    matchDirectories: false,
    followSymbolicLinks: search.followSymlinks,
  }).catch((cause: unknown) => {
    throw new PlanError([`Invalid file pattern: ${systemMessage(cause)}`]);
  });
  const matches = await findMatches(globber);
  const searchPaths = globber.getSearchPaths();
  const wanted = includesGit(search.patterns)
    ? matches
    : matches.filter((match) => !isInGit(match, searchPaths));
  const { files, problems, links } = examineAll(wanted, searchPaths, search);
  return {
    files,
    commonDirectory: commonDirectory(searchPaths, matches),
    skipped: { gitFiles: matches.length - wanted.length, links },
    problems,
  };
}

async function findMatches(globber: Globber): Promise<string[]> {
  return await globber.glob().catch((cause: unknown) => {
    throw new PlanError([`Could not search for files: ${systemMessage(cause)}.`]);
  });
}

function includesGit(patterns: readonly string[]): boolean {
  return patterns
    .map((pattern) => pattern.trim())
    .filter((pattern) => !pattern.startsWith('!') && !pattern.startsWith('#'))
    .some((pattern) => pattern.split(/[/\\]/).includes('.git'));
}

function isInGit(file: string, searchPaths: readonly string[]): boolean {
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

/** Checks that every match is a readable file and that no link leads outside the workspace. */
function examineAll(matches: readonly string[], searchPaths: string[], search: FileSearch) {
  const realPath = cachingRealPath();
  const workspace = fs.realpathSync.native(search.workspace);
  const files: LocalFile[] = [];
  const problems: string[] = [];
  let links = 0;
  for (const match of matches) {
    try {
      const isLink = fs.lstatSync(match).isSymbolicLink();
      if (isLink && !search.followSymlinks) {
        links += 1;
        continue;
      }
      const real = isLink ? fs.realpathSync.native(match) : realPath(match);
      const searchPath = searchPathOf(match, searchPaths);
      if (!isInside(real, workspace) && !isInside(real, realPath(searchPath))) {
        problems.push(
          `${displayPath(match)} is outside the workspace: a symbolic link leads to it.`,
        );
        continue;
      }
      files.push({ path: match, ...examine(match) });
    } catch (error) {
      problems.push(`${displayPath(match)} can't be read: ${systemMessage(error)}.`);
    }
  }
  return { files, problems, links };
}

// Resolves links in the directory part only, once per directory. The caller handles a link in the last part.
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
  if (!stats.isFile()) throw new Error("it isn't a regular file");
  fs.accessSync(file, fs.constants.R_OK);
  return { sizeBytes: stats.size, modifiedMs: stats.mtimeMs };
}

/** A local path as it is displayed: relative to the current directory, if it is inside. */
export function displayPath(file: string): string {
  return sanitize(path.relative(process.cwd(), file) || file);
}

/** As in `actions/upload-artifact`: the common part of the search paths, or the directory of a single file. */
function commonDirectory(searchPaths: readonly string[], matches: readonly string[]): string {
  const [first = process.cwd(), ...others] = searchPaths;
  if (others.length === 0) return matches.includes(first) ? path.dirname(first) : first;
  return others.reduce(commonPart, first);
}

function commonPart(a: string, b: string): string {
  // Two drives on Windows have no common root.
  const { root } = path.parse(a);
  let directory = a;
  while (directory !== root && !isInside(b, directory)) directory = path.dirname(directory);
  return directory;
}
