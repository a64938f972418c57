import fs from 'node:fs';
import path from 'node:path';

import type { Globber } from '@actions/glob';
import { create } from '@actions/glob';

import { sanitize } from '../../sanitize.ts';
import { PlanError } from '../errors.ts';
import { LinkPolicy } from './link-policy.ts';
import { displayLocalPath, isInside } from './local-path.ts';
import { findOmittedEntries } from './omitted-entries.ts';

/** What to look for, and where links may lead. */
export interface FileSearch {
  /** `@actions/glob` patterns. */
  readonly patterns: readonly string[];
  readonly followSymlinks: boolean;
  /** Absolute path; a link that leads out of it is an error. */
  readonly workspace: string;
}

/** A regular file that a pattern matched. */
export interface LocalFile {
  /** Absolute path. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Modification time in milliseconds since 1970. */
  readonly modifiedMs: number;
}

/** The files that the patterns match, and what was left out. */
export interface FoundFiles {
  readonly files: readonly LocalFile[];
  /** The directory that all search paths of the patterns share; absolute. */
  readonly commonDirectory: string;
  /** Number of files left out because a `.git` directory is on their path, or on the path a link leads to. */
  readonly gitFiles: number;
  /** Number of links left out because links aren't followed. */
  readonly skippedLinks: number;
  /** Links left out because their target doesn't exist; absolute paths. */
  readonly danglingLinks: readonly string[];
  /** Why matches can't be uploaded, one sentence each. */
  readonly problems: readonly string[];
}

/**
 * Resolves the patterns to files. Directories are never among them; the order is the file system's.
 *
 * @throws {@link PlanError} when a pattern is invalid, a directory can't be searched, or links multiply a tree.
 */
export async function findLocalFiles(search: FileSearch): Promise<FoundFiles> {
  const globber = await create(search.patterns.join('\n'), {
    followSymbolicLinks: search.followSymlinks,
  }).catch((cause: unknown) => {
    throw new PlanError([`The patterns cannot be used: ${reasonOf(cause)}`]);
  });
  const searchPaths = globber.getSearchPaths();
  const examination = new Examination(search, searchPaths);
  await forEachMatch(globber, (match) => {
    examination.add(match);
  });
  const { invalidNames, danglingLinks } = await findOmittedEntries(
    search.patterns,
    examination.directories,
  );
  const { files, problems, gitFiles, skippedLinks, isSingleFile } = examination;
  return {
    files,
    commonDirectory: commonDirectory(searchPaths, isSingleFile),
    gitFiles,
    skippedLinks,
    danglingLinks: search.followSymlinks ? danglingLinks : [],
    problems: [
      ...problems,
      ...invalidNames.map((file) => `The name of ${displayLocalPath(file)} isn't valid UTF-8.`),
    ],
  };
}

/** Calls `onMatch` for each match while the search runs, so that it can be aborted. */
async function forEachMatch(globber: Globber, onMatch: (match: string) => void): Promise<void> {
  try {
    for await (const match of globber.globGenerator()) onMatch(match);
  } catch (cause) {
    if (cause instanceof PlanError) throw cause;
    throw new PlanError([`The files cannot be searched: ${reasonOf(cause)}.`]);
  }
}

/** Sorts matches into files to upload, files left out, and problems. */
class Examination {
  readonly files: LocalFile[] = [];
  readonly problems: string[] = [];
  readonly directories = new Set<string>();
  /** Whether the only search path is a file. */
  isSingleFile = false;
  gitFiles = 0;
  skippedLinks = 0;
  readonly #links: LinkPolicy;
  readonly #followSymlinks: boolean;
  readonly #searchPaths: readonly string[];
  readonly #namesGit: boolean;

  constructor(search: FileSearch, searchPaths: readonly string[]) {
    this.#links = new LinkPolicy(search);
    this.#followSymlinks = search.followSymlinks;
    this.#searchPaths = searchPaths;
    this.#namesGit = namesGit(search.patterns);
  }

  /** @throws {@link PlanError} when links multiply a tree. */
  add(match: string): void {
    try {
      this.#add(match);
    } catch (error) {
      if (error instanceof PlanError) throw error;
      this.problems.push(`${displayLocalPath(match)} cannot be read: ${reasonOf(error)}.`);
    }
  }

  #add(match: string): void {
    const stats = this.#followSymlinks ? fs.statSync(match) : fs.lstatSync(match);
    if (stats.isDirectory()) {
      this.directories.add(match);
      return;
    }
    this.directories.add(path.dirname(match));
    this.isSingleFile ||= match === this.#searchPaths[0] && this.#searchPaths.length === 1;
    const searchPath = this.#searchPathOf(match);
    if (!this.#namesGit && liesInGit(match, searchPath)) {
      this.gitFiles += 1;
      return;
    }
    const verdict = this.#links.judge(match, searchPath);
    if (verdict.kind === 'skipped') this.skippedLinks += 1;
    else if (verdict.kind === 'rejected') this.problems.push(verdict.problem);
    else if (verdict.kind === 'git' && !this.#namesGit) this.gitFiles += 1;
    else if (!stats.isFile()) throw new Error('it is not a regular file');
    else this.files.push({ path: match, ...examine(match) });
  }

  #searchPathOf(file: string): string {
    return this.#searchPaths.find((searchPath) => isInside(file, searchPath)) ?? path.dirname(file);
  }
}

function namesGit(patterns: readonly string[]): boolean {
  return patterns
    .map((line) => line.trim())
    .filter((line) => !line.startsWith('!') && !line.startsWith('#'))
    .some((line) => line.split(/[/\\]/).includes('.git'));
}

function liesInGit(file: string, searchPath: string): boolean {
  return path.relative(searchPath, file).split(path.sep).includes('.git');
}

/** Opens the file as an upload would: only that shows a lock on Windows, or a file that may not be read. */
function examine(file: string): Omit<LocalFile, 'path'> {
  const { O_RDONLY, O_NONBLOCK } = fs.constants;
  // A file that became a FIFO in between must not block. Windows has no such flag.
  const handle = fs.openSync(file, O_RDONLY | O_NONBLOCK);
  try {
    const stats = fs.fstatSync(handle);
    if (!stats.isFile()) throw new Error('it is not a regular file');
    return { sizeBytes: stats.size, modifiedMs: stats.mtimeMs };
  } finally {
    fs.closeSync(handle);
  }
}

/** The system's message quotes the file's name unescaped. */
function reasonOf(error: unknown): string {
  return sanitize((error as Error).message);
}

/** The rule of `actions/upload-artifact`: what the search paths share, or the directory of a single file. */
function commonDirectory(searchPaths: readonly string[], isSingleFile: boolean): string {
  const [first = process.cwd(), ...others] = searchPaths;
  if (isSingleFile) return path.dirname(first);
  return others.reduce(sharedPart, first);
}

function sharedPart(a: string, b: string): string {
  // Two drives of Windows share nothing, not even a root.
  const { root } = path.parse(a);
  let directory = a;
  while (directory !== root && !isInside(b, directory)) directory = path.dirname(directory);
  return directory;
}
