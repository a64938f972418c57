import { foldPath } from '../plan/folding.ts';
import type { Doubt } from './journal-lines.ts';
import type { Knowledge } from './journal.ts';
import { parentOf, parentsOf } from './relative-path.ts';

/** Longest time from the last change of a journal to the end of a transfer of the run that wrote it, in milliseconds. */
const longestTransferMs = 3 * 60_000;

/** Number of deletions that a percentage always allows. */
const alwaysAllowed = 5;

/** What the server said about a path: its size, that there is no such file, or nothing that helps. */
export type Observed = number | 'missing' | 'unknown';

/** `max-deletions`: a number of files, or a percentage of the files in the state. */
export interface DeletionLimit {
  readonly value: number;
  readonly isPercentage: boolean;
}

/** A file on the server that might be deleted. */
export interface Candidate {
  /** Its size by the state or a finished upload; undefined if it is in neither, null if the size isn't known. */
  readonly recordedSize: number | null | undefined;
  readonly doubts: readonly Doubt[];
  readonly observed: Observed;
  /** Modification times of the file and of the journal, in milliseconds, if the server reports both. */
  readonly modifiedMs?: number | undefined;
  readonly journalModifiedMs?: number | undefined;
}

/** Whether a file is what this action left at its path. */
export type Ownership =
  'ours' | 'gone' /** It was changed on the server. */ | 'edited' /** Unknown. */ | 'unconfirmed';

/**
 * Decides whether a file on the server is what this action left there: the recorded file, one that an unfinished run planned
 * it, or a part of that.
 */
export function ownershipOf(candidate: Candidate): Ownership {
  const { recordedSize, doubts, observed } = candidate;
  if (observed === 'missing') return 'gone';
  if (observed === 'unknown' || recordedSize === null) return 'unconfirmed';
  if (observed === recordedSize) return 'ours';
  if (doubts.length === 0) return 'edited';
  const wasOurs = recordedSize !== undefined || doubts.every(({ before }) => before === null);
  if (!wasOurs) return 'unconfirmed';
  // An unfinished run has found it like this, and it wasn't as recorded.
  if (doubts.some(({ before }) => before === observed)) return 'edited';
  if (doubts.some(({ planned }) => planned === observed)) return 'ours';
  return isPart(observed, candidate) ? 'ours' : 'unconfirmed';
}

/** Whether a file is smaller than planned, and was changed no later than the unfinished run can have done it. */
function isPart(size: number, { doubts, modifiedMs, journalModifiedMs }: Candidate): boolean {
  if (modifiedMs === undefined || journalModifiedMs === undefined) return false;
  const isSmaller = doubts.some(({ planned }) => size < planned);
  return isSmaller && modifiedMs <= journalModifiedMs + longestTransferMs;
}

/** Why a run deletes nothing. */
export type NoDeletions =
  | 'not-requested'
  /** There was neither a state nor a journal that counts. */
  | 'no-state'
  | 'adopted'
  | 'taken-over'
  /** The journal can't be trusted. */
  | 'uncertain'
  | 'empty-plan'
  /** The plan has no path in common with the last deployment. */
  | 'nothing-in-common'
  /** Files are selected in another way than in the last run. */
  | 'other-selection';

/** What decides whether a run may delete files. */
export interface DeletionConditions {
  readonly isRequested: boolean;
  readonly hasState: boolean;
  readonly isAdopted: boolean;
  readonly isTakenOver: boolean;
  readonly knowledge: Knowledge;
  readonly planned: ReadonlySet<string>;
  readonly limit: DeletionLimit;
  /** Digests of this run's selection and of the one in the state. */
  readonly selection: string;
  readonly stateSelection: string | undefined;
}

/** Returns why a run must not delete any file; undefined if it may. */
export function reasonAgainstDeletions(conditions: DeletionConditions): NoDeletions | undefined {
  const { knowledge, planned, limit, selection, stateSelection } = conditions;
  if (!conditions.isRequested) return 'not-requested';
  if (conditions.isTakenOver) return 'taken-over';
  if (conditions.isAdopted) return 'adopted';
  if (knowledge.uncertainty !== undefined) return 'uncertain';
  if (!conditions.hasState && !knowledge.isJournalValid) return 'no-state';
  if (planned.size === 0) return 'empty-plan';
  const selections = new Set(knowledge.selections);
  if (stateSelection !== undefined) selections.add(stateSelection);
  if ([...selections].some((other) => other !== selection)) return 'other-selection';
  const { records, doubts, deletes } = knowledge;
  const isKnown = (path: string) => records.has(path) || doubts.has(path) || deletes.has(path);
  const isUnlimited = limit.isPercentage && limit.value >= 100;
  if (!isUnlimited && ![...planned].some(isKnown)) return 'nothing-in-common';
  return undefined;
}

/**
 * Whether `max-deletions` allows to delete files. A file that makes way for a new one in its directory doesn't count:
 * bundlers put a hash into the names of files.
 *
 * @param newFiles - Paths that are uploaded for the first time.
 * @param knownFiles - Number of files that a percentage refers to.
 */
export function isWithinLimit(
  deletions: Iterable<string>,
  newFiles: Iterable<string>,
  { limit, knownFiles }: { readonly limit: DeletionLimit; readonly knownFiles: number },
): boolean {
  if (limit.isPercentage && limit.value >= 100) return true;
  const deletedIn = countByDirectory(deletions);
  if (!limit.isPercentage && limit.value === 0) return deletedIn.size === 0;
  const newIn = countByDirectory(newFiles);
  let count = 0;
  for (const [directory, deleted] of deletedIn) {
    count += Math.max(deleted - (newIn.get(directory) ?? 0), 0);
  }
  if (!limit.isPercentage) return count <= limit.value;
  return count <= Math.max(alwaysAllowed, Math.floor((knownFiles * limit.value) / 100));
}

/** `max-deletions` in the form of the input. */
export function formatLimit({ value, isPercentage }: DeletionLimit): string {
  return isPercentage ? `${value}%` : `${value}`;
}

function countByDirectory(paths: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const path of paths) counts.set(parentOf(path), (counts.get(parentOf(path)) ?? 0) + 1);
  return counts;
}

/** Directories in which another deployment would have its state if files in or below them belonged to it. */
export function directoriesToProbe(deletions: Iterable<string>): ReadonlySet<string> {
  return new Set([...deletions].flatMap(parentsOf));
}

/**
 * The directories that a run removes once they are empty, deepest first: they were created by deployments, and no file
 * that stays is below them or has taken their place: some servers remove files by RMD as well.
 */
export function removableDirectories(
  directories: Iterable<string>,
  stayingFiles: Iterable<string>,
): string[] {
  const files = [...stayingFiles];
  const needed = new Set([...files, ...files.flatMap(parentsOf)].map(foldPath));
  return [...directories]
    .filter((directory) => !needed.has(foldPath(directory)))
    .sort((a, b) => depth(b) - depth(a));
}

function depth(path: string): number {
  return path.split('/').length;
}
