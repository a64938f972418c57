import { knownPaths } from './comparison.ts';
import type { DecisionInput } from './decision-input.ts';
import type { NoDeletions, Ownership } from './deletions.ts';
import { directoriesToProbe, formatLimit, isWithinLimit } from './deletions.ts';
import { DeleteLimitError } from './errors.ts';
import type { Fate } from './next-state.ts';
import type { Observations } from './observations.ts';
import { parentsOf } from './relative-path.ts';

/** Why a file that isn't planned stays on the server. */
export type KeepReason =
  | 'excluded'
  /** By `never-delete`. */
  | 'protected'
  | 'edited'
  /** The server can't confirm that it is the file that was uploaded. */
  | 'unconfirmed'
  /** Another deployment has its state in the directory or above it. */
  | 'other-deployment'
  /** This run deletes nothing. */
  | NoDeletions;

/** Decides for every file that is no longer selected whether it is deleted, and if not, why. */
export async function decideRemovals(
  input: DecisionInput,
  {
    comparison,
    ownership,
    noDeletions,
  }: Observations & {
    readonly ownership: ReadonlyMap<string, Ownership>;
    readonly noDeletions: NoDeletions | undefined;
  },
) {
  const kept = new Map<string, KeepReason>();
  const fates = new Map<string, Fate>();
  const candidates: string[] = [];
  for (const path of comparison.excluded) kept.set(path, 'excluded');
  for (const path of comparison.removed) {
    const owner = ownership.get(path);
    if (owner === 'gone') fates.set(path, 'forgotten');
    else if (input.options.isProtected(path)) kept.set(path, 'protected');
    else if (noDeletions !== undefined) kept.set(path, noDeletions);
    else if (owner === 'ours') candidates.push(path);
    else {
      kept.set(path, owner ?? 'unconfirmed');
      fates.set(path, 'forgotten');
    }
  }
  const foreign = await directoriesOfOthers(input, candidates);
  const deletions = new Set<string>();
  for (const path of candidates) {
    if (parentsOf(path).some((directory) => foreign.has(directory))) {
      kept.set(path, 'other-deployment');
    } else {
      deletions.add(path);
      fates.set(path, 'forgotten');
    }
  }
  return { kept, fates, deletions };
}

/** The directories in which another deployment has its state, or in which that can't be excluded. */
async function directoriesOfOthers(
  { remote, toRemotePath, options }: DecisionInput,
  deletions: readonly string[],
): Promise<Set<string>> {
  const directories = [...directoriesToProbe(deletions)];
  if (directories.length === 0) return new Set();
  const states = directories.map((directory) => toRemotePath(`${directory}/${options.stateName}`));
  const sizes = await remote.sizes(states);
  return new Set(directories.filter((_, index) => sizes[index] !== 'missing'));
}

/** The error if more files would be deleted than `max-deletions` allows. */
export function limitError(
  { options, reading, knowledge, planned }: DecisionInput,
  deletions: ReadonlySet<string>,
): DeleteLimitError | undefined {
  // An interrupted run may have uploaded some of them already.
  const before = reading.state?.files ?? knowledge.records;
  const newFiles = [...planned.keys()].filter((path) => !before.has(path));
  const knownFiles = reading.state?.files.size ?? knownPaths(knowledge).size;
  const limit = options.maxDeletions;
  if (isWithinLimit(deletions, newFiles, { limit, knownFiles })) return undefined;
  return new DeleteLimitError([...deletions], { limit: formatLimit(limit), knownFiles });
}
