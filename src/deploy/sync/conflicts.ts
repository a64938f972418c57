import { sanitize } from '../../sanitize.ts';
import { PlanError } from '../errors.ts';
import type { Observed } from './deletions.ts';
import type { Knowledge } from './journal.ts';
import { knownPaths } from './comparison.ts';
import { parentsOf } from './relative-path.ts';

/** Known files where directories must go, and the reverse. */
export interface Conflict {
  /** Files to delete before the uploads. */
  readonly files: readonly string[];
  /** Directories to remove before the uploads, deepest first. */
  readonly directories: readonly string[];
  /** Why a conflict can't be resolved, as sentences. */
  readonly problems: readonly string[];
}

/** What {@link findConflicts} needs to know. */
export interface ConflictInput {
  readonly planned: ReadonlySet<string>;
  readonly knowledge: Knowledge;
  readonly observed: ReadonlyMap<string, Observed>;
  /** Files that this run may delete. */
  readonly deletions: ReadonlySet<string>;
  readonly missingDirectories: (paths: readonly string[]) => Promise<ReadonlySet<string>>;
}

/** Finds known paths that are in the way of planned ones. */
export async function findConflicts(input: ConflictInput): Promise<Conflict> {
  const files: string[] = [];
  const problems: string[] = [];
  const known = [...knownPaths(input.knowledge)].filter((path) => !input.planned.has(path));
  const needed = new Map(
    [...input.planned].flatMap((path) => parentsOf(path).map((p) => [p, path])),
  );
  for (const path of known) {
    const by = needed.get(path);
    if (by === undefined || input.observed.get(path) === 'missing') continue;
    if (input.deletions.has(path)) files.push(path);
    else problems.push(`The file ${path} is in the place of a directory of ${by}.`);
  }
  const replaced = await findReplacedDirectories(input, known);
  return {
    files: [...files, ...replaced.files],
    directories: replaced.directories,
    problems: [...problems, ...replaced.problems],
  };
}

async function findReplacedDirectories(
  { planned, knowledge, deletions, observed, missingDirectories }: ConflictInput,
  known: readonly string[],
): Promise<Conflict> {
  const occupied = new Map<string, string[]>();
  for (const path of [...known, ...[...knowledge.directories].map((path) => `${path}/`)]) {
    for (const place of parentsOf(path)) {
      if (planned.has(place)) occupied.set(place, [...(occupied.get(place) ?? []), path]);
    }
  }
  const missing = await missingDirectories([...occupied.keys()]);
  const files: string[] = [];
  const directories = new Set<string>();
  const problems: string[] = [];
  for (const [place, paths] of occupied) {
    if (missing.has(place)) continue;
    const remaining = paths.filter(
      (path) => !path.endsWith('/') && observed.get(path) !== 'missing',
    );
    const below = new Set(paths.flatMap(parentsOf).filter((path) => isAtOrBelow(path, place)));
    const isRemovable =
      remaining.every((path) => deletions.has(path)) &&
      [...below].every((path) => knowledge.directories.has(path));
    if (!isRemovable) {
      problems.push(`A directory is in the place of the file ${place}.`);
      continue;
    }
    files.push(...remaining);
    for (const directory of below) directories.add(directory);
  }
  const deepestFirst = [...directories].sort((a, b) => parentsOf(b).length - parentsOf(a).length);
  return { files, directories: deepestFirst, problems };
}

function isAtOrBelow(path: string, directory: string): boolean {
  return path === directory || path.startsWith(`${directory}/`);
}

/** The error when a directory can't be removed to make room for a file. */
export function inTheWay(directories: readonly string[]): PlanError {
  return new PlanError(
    directories.map((directory) =>
      sanitize(`The directory ${directory} is in the place of a file and could not be removed.`),
    ),
  );
}
