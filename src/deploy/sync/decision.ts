import { NoChecksumError, PlanError } from '../errors.ts';
import type { Verification } from '../file/verification.ts';
import { sanitize } from '../../sanitize.ts';
import type { Comparison, LocalVersion, UploadReason } from './comparison.ts';
import { compare } from './comparison.ts';
import type { Conflict } from './conflicts.ts';
import { findConflicts } from './conflicts.ts';
import type { DeletionLimit, NoDeletions, Observed, Ownership } from './deletions.ts';
import {
  directoriesToProbe,
  formatLimit,
  isWithinLimit,
  ownershipOf,
  reasonAgainstDeletions,
} from './deletions.ts';
import { DeleteLimitError } from './errors.ts';
import type { Doubt } from './journal-lines.ts';
import type { Knowledge } from './journal.ts';
import type { Fate } from './next-state.ts';
import { areSameFiles, nextFiles } from './next-state.ts';
import type { Reading } from './reading.ts';
import { parentOf, parentsOf } from './relative-path.ts';
import type { RemoteFiles } from './remote-files.ts';
import { ServerCheck } from './server-check.ts';
import type { FileRecord, Selection } from './state.ts';
import { selectionDigest } from './state.ts';

/** The inputs that decide what a run does. */
export interface DecisionOptions {
  readonly uploadsAll: boolean;
  readonly verifyUploads: Verification;
  readonly deleteRemoved: boolean;
  readonly maxDeletions: DeletionLimit;
  /** Whether a path is never deleted. */
  readonly isProtected: (path: string) => boolean;
  readonly selection: Selection;
  /** Name of a state file: a directory with one belongs to another deployment. */
  readonly stateName: string;
}

/** What {@link decide} starts from. */
export interface DecisionInput {
  readonly remote: RemoteFiles;
  readonly toRemotePath: (path: string) => string;
  readonly planned: ReadonlyMap<string, LocalVersion>;
  readonly existsLocally: (path: string) => boolean;
  readonly reading: Reading;
  /** What state and journal say, or what was adopted. */
  readonly knowledge: Knowledge;
  readonly isAdopted: boolean;
  readonly options: DecisionOptions;
}

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

/** What a run does, decided before anything is changed. */
export interface Decision {
  readonly comparison: Comparison;
  readonly uploads: ReadonlyMap<string, UploadReason>;
  readonly unchanged: ReadonlySet<string>;
  /** Number of unchanged files that the server couldn't confirm, so that they are uploaded again. */
  readonly unconfirmed: number;
  readonly doubts: ReadonlyMap<string, Doubt>;
  readonly deletions: ReadonlySet<string>;
  /** Files and directories in the place of planned ones, deleted before the uploads. */
  readonly conflicts: Conflict;
  readonly kept: ReadonlyMap<string, KeepReason>;
  readonly noDeletions: NoDeletions | undefined;
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
 * @throws {@link PlanError} when a file is in the place of a directory, or the reverse; {@link DeleteLimitError};
 *   {@link NoChecksumError}.
 */
export async function decide(input: DecisionInput): Promise<Decision> {
  const { remote, toRemotePath, planned, knowledge, options } = input;
  const check = new ServerCheck(remote, toRemotePath);
  const comparison = compare({ ...input, uploadsAll: options.uploadsAll });
  const noDeletions = againstDeletions(input);
  const observed = await observeKnown(check, input, { comparison, noDeletions });
  const { uploads, unchanged, unconfirmed } = await checkUnchanged(input, comparison, observed);
  const missingDirectories = await findMissingDirectories(check, uploads, observed);
  await observeNew(check, { uploads, observed, missingDirectories });
  const ownership = await findOwners(check, input, { comparison, observed, uploads });
  const removal = await decideRemovals(input, { comparison, observed, ownership, noDeletions });
  const conflicts = await findConflicts({
    planned: new Set(planned.keys()),
    knowledge,
    observed,
    deletions: removal.deletions,
    missingDirectories: (paths) => check.missingDirectories(paths),
  });
  if (conflicts.problems.length > 0) throw new PlanError(conflicts.problems.map((problem) => sanitize(problem)));
  assertWithinLimit(input, { deletions: removal.deletions, uploads });
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
    conflicts,
    kept: removal.kept,
    noDeletions,
    missingDirectories: sortByDepth([...missingDirectories]),
    nextFiles: files,
    confirmedSizes,
    hasWork: hasChanges || hasRecordsToWrite(input, files),
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

/** Asks for the files that are known: those to compare, those to overwrite, and those that may be deleted. */
async function observeKnown(
  check: ServerCheck,
  { knowledge, options, planned }: DecisionInput,
  {
    comparison,
    noDeletions,
  }: { readonly comparison: Comparison; readonly noDeletions: NoDeletions | undefined },
): Promise<Map<string, Observed>> {
  const { records, doubts, deletes } = knowledge;
  const checksUnchanged = options.verifyUploads === 'size';
  const neededDirectories = new Set([...planned.keys()].flatMap(parentsOf));
  const isInTheWay = (path: string) =>
    neededDirectories.has(path) || parentsOf(path).some((parent) => planned.has(parent));
  const mayBeRemoved = (path: string) =>
    noDeletions === undefined || doubts.has(path) || deletes.has(path) || isInTheWay(path);
  const paths = [
    ...(checksUnchanged ? comparison.unchanged : []),
    ...[...comparison.uploads.keys()].filter((path) => records.has(path)),
    ...[...comparison.removed].filter(mayBeRemoved),
  ];
  const sizeOf = (path: string) => records.get(path)?.sizeBytes;
  const observed = await check.observe(new Map(paths.map((path) => [path, sizeOf(path)])));
  // Servers also answer 550 when a file is in use. A removed file that is gone is forgotten, so it is asked for twice.
  const gone = [...comparison.removed].filter((path) => observed.get(path) === 'missing');
  const again = await check.observe(new Map(gone.map((path) => [path, undefined])));
  return new Map([...observed, ...again]);
}

/** Adds the unchanged files that aren't on the server as they were uploaded to the uploads. */
async function checkUnchanged(
  { remote, toRemotePath, planned, options }: DecisionInput,
  comparison: Comparison,
  observed: ReadonlyMap<string, Observed>,
) {
  const uploads = new Map(comparison.uploads);
  const unchanged = new Set(comparison.unchanged);
  if (options.verifyUploads === 'none') return { uploads, unchanged, unconfirmed: 0 };
  const paths = [...unchanged];
  let unconfirmed = 0;
  let isConfirmed = (path: string, _index: number) =>
    observed.get(path) === planned.get(path)?.sizeBytes;
  if (options.verifyUploads === 'checksum') {
    const matches = await remote.matchChecksums(paths.map(toRemotePath));
    if (matches === undefined) throw new NoChecksumError();
    isConfirmed = (_path, index) => matches[index] === true;
  }
  for (const [index, path] of paths.entries()) {
    if (isConfirmed(path, index)) continue;
    if (observed.get(path) === 'unknown') unconfirmed += 1;
    unchanged.delete(path);
    uploads.set(path, 'differs-on-server');
  }
  return { uploads, unchanged, unconfirmed };
}

/** The directories of uploads that don't exist. A file that was seen in one proves that it exists. */
async function findMissingDirectories(
  check: ServerCheck,
  uploads: ReadonlyMap<string, UploadReason>,
  observed: ReadonlyMap<string, Observed>,
): Promise<Set<string>> {
  const seen = [...observed].filter(([, size]) => typeof size === 'number').map(([path]) => path);
  const existing = new Set(seen.flatMap(parentsOf));
  const needed = new Set([...uploads.keys()].flatMap(parentsOf));
  return await check.missingDirectories([...needed].filter((path) => !existing.has(path)));
}

/** Asks for the files that would be overwritten although nothing is known about them. */
async function observeNew(
  check: ServerCheck,
  {
    uploads,
    observed,
    missingDirectories,
  }: {
    readonly uploads: ReadonlyMap<string, UploadReason>;
    readonly observed: Map<string, Observed>;
    readonly missingDirectories: ReadonlySet<string>;
  },
): Promise<void> {
  const unobserved = [...uploads.keys()].filter((path) => !observed.has(path));
  const isMissing = (path: string) => missingDirectories.has(parentOf(path));
  const asked = unobserved.filter((path) => !isMissing(path));
  const sizes = await check.observe(new Map(asked.map((path) => [path, undefined])));
  for (const path of unobserved) observed.set(path, sizes.get(path) ?? 'missing');
}

interface Observations {
  readonly comparison: Comparison;
  readonly observed: ReadonlyMap<string, Observed>;
}

/** Who owns the files that are removed, or that an unfinished run may have changed. */
async function findOwners(
  check: ServerCheck,
  { knowledge, reading }: DecisionInput,
  {
    comparison,
    observed,
    uploads,
  }: Observations & { readonly uploads: ReadonlyMap<string, UploadReason> },
): Promise<Map<string, Ownership>> {
  const { records, doubts } = knowledge;
  const isInDoubt = (path: string) => doubts.has(path) && typeof observed.get(path) === 'number';
  const candidates = [...comparison.removed, ...uploads.keys()].filter((path) =>
    observed.has(path),
  );
  const times = await check.modificationTimes(candidates.filter(isInDoubt));
  return new Map(
    candidates.map((path) => [
      path,
      ownershipOf({
        recordedSize: records.get(path)?.sizeBytes,
        doubts: doubts.get(path) ?? [],
        observed: observed.get(path) ?? 'unknown',
        modifiedMs: times.get(path),
        journalModifiedMs: reading.journalFile.status.modifiedMs,
      }),
    ]),
  );
}

/** Decides for every file that is no longer selected whether it is deleted, and if not, why. */
async function decideRemovals(
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

function assertWithinLimit(
  { options, reading, knowledge, planned }: DecisionInput,
  changes: {
    readonly deletions: ReadonlySet<string>;
    readonly uploads: ReadonlyMap<string, UploadReason>;
  },
): void {
  const newFiles = [...planned.keys()].filter((path) => changes.uploads.get(path) === 'new');
  const knownFiles = reading.state?.files.size ?? knowledge.records.size;
  const limit = options.maxDeletions;
  if (isWithinLimit(changes.deletions, newFiles, { limit, knownFiles })) return;
  throw new DeleteLimitError([...changes.deletions], formatLimit(limit));
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
  return state !== undefined && selectionDigest(state.selection) !== selectionDigest(options.selection);
}

function sortByDepth(paths: readonly string[]): string[] {
  return paths.toSorted((a, b) => parentsOf(a).length - parentsOf(b).length || (a < b ? -1 : 1));
}
