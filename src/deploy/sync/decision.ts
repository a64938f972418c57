import { sanitize } from '../../sanitize.ts';
import { PlanError } from '../errors.ts';
import type { Comparison, LocalVersion, UploadReason } from './comparison.ts';
import { compare } from './comparison.ts';
import type { Conflict } from './conflicts.ts';
import { findConflicts } from './conflicts.ts';
import type { DecisionInput } from './decision-input.ts';
import type { DeleteLimitError } from './errors.ts';
import type { NoDeletions, Observed, Ownership } from './deletions.ts';
import { reasonAgainstDeletions, removableDirectories } from './deletions.ts';
import type { Doubt } from './journal-lines.ts';
import type { Knowledge } from './journal.ts';
import { areSameFiles, nextFiles } from './next-state.ts';
import {
  checkUnchanged,
  findMissingDirectories,
  findOwners,
  observeKnown,
  observeNew,
} from './observations.ts';
import { parentsOf } from './relative-path.ts';
import type { KeepReason } from './removals.ts';
import { decideRemovals, limitError } from './removals.ts';
import { ServerCheck } from './server-check.ts';
import type { FileRecord } from './state.ts';
import { selectionDigest } from './state.ts';

/** What a run does, decided before anything is changed. */
export interface Decision {
  readonly comparison: Comparison;
  readonly uploads: ReadonlyMap<string, UploadReason>;
  readonly unchanged: ReadonlySet<string>;
  /** Number of unchanged files that the server couldn't confirm, so that they are uploaded again. */
  readonly unconfirmed: number;
  readonly doubts: ReadonlyMap<string, Doubt>;
  readonly deletions: ReadonlySet<string>;
  /** Why the run must not change anything: there are too many deletions. */
  readonly limitError: DeleteLimitError | undefined;
  /** Files and directories in the place of planned ones, deleted before the uploads. */
  readonly conflicts: Conflict;
  readonly kept: ReadonlyMap<string, KeepReason>;
  readonly noDeletions: NoDeletions | undefined;
  /** Whether the known files are those of another tool, or that match on the server. */
  readonly isAdopted: boolean;
  readonly missingDirectories: readonly string[];
  readonly nextFiles: ReadonlyMap<string, FileRecord>;
  /** Sizes of files on the server that are what this action left there. */
  readonly confirmedSizes: ReadonlyMap<string, number>;
  /** Whether there is anything to upload, delete or record. */
  readonly hasWork: boolean;
}

/**
 * Compares, checks the server and decides. Only reads.
 *
 * @throws {@link PlanError} when a file is in the place of a directory, or the reverse; {@link NoChecksumError}.
 */
export async function decide(input: DecisionInput): Promise<Decision> {
  const { remote, toRemotePath, planned, knowledge, options } = input;
  const check = new ServerCheck(remote, toRemotePath);
  const comparison = compare({
    ...input,
    uploadsAll: options.uploadsAll,
    reserved: options.reserved,
  });
  const noDeletions = againstDeletions(input);
  if (comparison.uploads.size > 0) await input.remote.expectTransfer();
  const observed = await observeKnown(check, input, { comparison, noDeletions });
  const { uploads, unchanged, unconfirmed } = await checkUnchanged(input, comparison, observed);
  const missingDirectories = await findMissingDirectories(check, uploads, observed);
  await observeNew(check, { uploads, observed, missingDirectories });
  for (const path of uploads.keys()) {
    if (!knowledge.records.has(path) && observed.get(path) === 'missing') uploads.set(path, 'new');
  }
  const ownership = await findOwners(check, input, { comparison, observed, uploads });
  const removal = await decideRemovals(input, { comparison, observed, ownership, noDeletions });
  const conflicts = await findConflicts({
    planned: new Set(planned.keys()),
    knowledge,
    observed,
    deletions: removal.deletions,
    missingDirectories: (paths) => check.missingDirectories(paths),
  });
  if (conflicts.problems.length > 0)
    throw new PlanError(conflicts.problems.map((problem) => sanitize(problem)));
  const confirmedSizes = sizesOfOwn(ownership, observed);
  const files = nextFiles({ ...input, comparison, fates: removal.fates, confirmedSizes });
  const hasChanges = uploads.size > 0 || removal.deletions.size > 0;
  return {
    comparison,
    uploads,
    unchanged,
    unconfirmed,
    doubts: doubtsOf(uploads, { planned, observed, ownership, knowledge }),
    deletions: removal.deletions,
    limitError: limitError(input, removal.deletions),
    conflicts,
    kept: removal.kept,
    noDeletions,
    isAdopted: input.isAdopted,
    missingDirectories: sortByDepth([...missingDirectories]),
    nextFiles: files,
    confirmedSizes,
    hasWork:
      hasChanges ||
      hasRecordsToWrite(input, files) ||
      (noDeletions === undefined && unneededDirectories(knowledge, files).length > 0),
  };
}

function againstDeletions({ reading, knowledge, isAdopted, planned, options }: DecisionInput) {
  const { state } = reading;
  return reasonAgainstDeletions({
    isRequested: options.deleteRemoved,
    hasState: state !== undefined,
    isAdopted,
    isTakenOver: reading.isTakenOver,
    knowledge,
    planned: new Set(planned.keys()),
    limit: options.maxDeletions,
    selection: selectionDigest(options.selection),
    stateSelection: state && selectionDigest(state.selection),
  });
}

function sizesOfOwn(
  ownership: ReadonlyMap<string, Ownership>,
  observed: ReadonlyMap<string, Observed>,
): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const [path, owner] of ownership) {
    const size = observed.get(path);
    if (owner === 'ours' && typeof size === 'number') sizes.set(path, size);
  }
  return sizes;
}

/** What the server has before the uploads. A part that an unfinished run left counts as nothing. */
function doubtsOf(
  uploads: ReadonlyMap<string, UploadReason>,
  found: {
    readonly planned: ReadonlyMap<string, LocalVersion>;
    readonly observed: ReadonlyMap<string, Observed>;
    readonly ownership: ReadonlyMap<string, Ownership>;
    readonly knowledge: Knowledge;
  },
): Map<string, Doubt> {
  const doubts = new Map<string, Doubt>();
  for (const path of uploads.keys()) {
    const size = found.observed.get(path);
    const isOwn = found.ownership.get(path) === 'ours' && found.knowledge.doubts.has(path);
    const before = size === 'missing' || isOwn ? null : typeof size === 'number' ? size : undefined;
    doubts.set(path, { before, planned: found.planned.get(path)?.sizeBytes ?? 0 });
  }
  return doubts;
}

/** Whether state or journal must be written although no file changes. */
function hasRecordsToWrite(
  { reading, options, knowledge }: DecisionInput,
  files: ReadonlyMap<string, FileRecord>,
): boolean {
  const { state, hasOld } = reading;
  const isUnfinished = knowledge.isJournalValid || knowledge.uncertainty !== undefined;
  if (isUnfinished || hasOld || reading.isTakenOver) return true;
  if (!areSameFiles(files, state?.files ?? new Map<string, FileRecord>())) return true;
  return (
    state !== undefined && selectionDigest(state.selection) !== selectionDigest(options.selection)
  );
}

/** Directories that no file needs anymore; a run that deletes removes them, or forgets them. */
function unneededDirectories(
  { directories }: Knowledge,
  files: ReadonlyMap<string, FileRecord>,
): string[] {
  return removableDirectories(directories, files.keys());
}

function sortByDepth(paths: readonly string[]): string[] {
  return paths.toSorted((a, b) => parentsOf(a).length - parentsOf(b).length || (a < b ? -1 : 1));
}
