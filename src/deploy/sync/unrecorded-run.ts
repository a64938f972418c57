import type { Clock } from './clock.ts';
import { JournalFile, OtherRunError } from './journal-file.ts';
import type { Doubt, JournalHeader, JournalLine } from './journal-lines.ts';
import { combine, lastRunOf } from './journal.ts';
import type { Stored, StatePaths } from './reading.ts';
import { newerVersion, readStored } from './reading.ts';
import { relativeTo } from './relative-path.ts';
import type { FileStatus, RemoteFiles } from './remote-files.ts';
import type { StoredState } from './state.ts';
import { selectionDigest } from './state.ts';
import { isSameStatus } from './state-file.ts';

/** A run with `sync: off` in a directory that has a state or a journal. */
export interface UnrecordedRun {
  readonly remote: RemoteFiles;
  readonly clock: Clock;
  readonly paths: StatePaths;
  /** Identifies the run. */
  readonly run: string;
  readonly remoteDirectory: string;
  /** Remote paths of the files that it uploads, with their sizes in bytes. */
  readonly uploads: ReadonlyMap<string, number>;
  /** Text of random length. */
  readonly randomText: () => string;
}

const maxAttempts = 5;

/** SIZE and MDTM of state and journal after an announcement. */
export interface Announcement {
  readonly state: FileStatus;
  readonly journal: FileStatus;
}

/**
 * Adds the files of a run to the journal as doubtful, so that the next run with `sync` uploads them again. The run
 * itself neither waits for others nor writes anything else.
 *
 * @throws {@link StateError} when the journal can't be written, or the state can't be read.
 */
export async function announceUnrecorded(unrecorded: UnrecordedRun): Promise<Announcement> {
  const { remote, clock, paths, run } = unrecorded;
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    const stored = await readStored(unrecorded, paths);
    const { decoded, journal, journalFile, stateFile } = stored;
    if (decoded?.kind === 'newer-version' || journal?.isNewerVersion === true) throw newerVersion();
    const state = decoded?.kind === 'usable' ? decoded.state : undefined;
    const doubts = doubtsOf(unrecorded, state);
    if (isAnnounced(stored, state, doubts)) {
      return { state: stateFile.status, journal: journalFile.status };
    }
    const file = new JournalFile(remote, clock, { path: paths.journal, run, ...journalFile });
    const lines = [headerOf(unrecorded, stored, state), changesOf(run, doubts)];
    try {
      await file.append([...lines, { kind: 'end', run }]);
    } catch (error) {
      if (error instanceof OtherRunError) continue;
      throw error;
    }
    // If another run has finished in the meantime, these lines belong to an older state.
    const current = await statusesOf(unrecorded);
    if (isSameStatus(current.state, stateFile.status)) return current;
  }
  throw new OtherRunError();
}

/**
 * After the uploads, adds the files once more if another run has changed state or journal in the meantime: it may have
 * finished before the last of these uploads, and then it took the files on the server for its own.
 *
 * @throws what {@link announceUnrecorded} throws.
 */
export async function announceAgain(
  unrecorded: UnrecordedRun,
  before: Announcement,
): Promise<void> {
  const { state, journal } = await statusesOf(unrecorded);
  if (isSameStatus(state, before.state) && isSameStatus(journal, before.journal)) return;
  await announceUnrecorded(unrecorded);
}

async function statusesOf({ remote, paths }: UnrecordedRun): Promise<Announcement> {
  const [state, journal] = await remote.statuses([paths.state, paths.journal]);
  if (state === undefined || journal === undefined) throw new Error('A status is missing.');
  return { state, journal };
}

/** Undefined: the state may name the files in another way. */
function doubtsOf(
  { paths, remoteDirectory, uploads }: UnrecordedRun,
  state: StoredState | undefined,
): ReadonlyMap<string, Doubt> | undefined {
  const isOutside = relativeTo(remoteDirectory, paths.state) === undefined;
  if (isOutside && state?.remoteDirectory !== remoteDirectory) return undefined;
  const doubts = new Map<string, Doubt>();
  for (const [remotePath, planned] of uploads) {
    const path = relativeTo(remoteDirectory, remotePath);
    if (path !== undefined) doubts.set(path, { before: undefined, planned });
  }
  return doubts;
}

/** Whether the next run uploads all of the files anyway, and no other run is about to delete the journal. */
function isAnnounced(
  { journal }: Stored,
  state: StoredState | undefined,
  doubts: ReadonlyMap<string, Doubt> | undefined,
): boolean {
  if (journal === undefined || lastRunOf(journal)?.hasEnded !== true) return false;
  const known = combine(state, journal);
  if (known.uncertainty !== undefined) return true;
  return doubts !== undefined && [...doubts.keys()].every((path) => known.doubts.has(path));
}

/** The first line of the run. It belongs to the deployment whose state it is: this run makes none of its decisions. */
function headerOf(
  { run, randomText }: UnrecordedRun,
  { journal }: Stored,
  state: StoredState | undefined,
): JournalHeader {
  const last = journal?.headers.at(-1);
  const selection = state === undefined ? last?.selection : selectionDigest(state.selection);
  return {
    kind: 'header',
    run,
    job: undefined,
    repository: state?.repository ?? last?.repository ?? {},
    state: state?.digest ?? null,
    generation: state?.generation ?? 0,
    selection: selection ?? '',
    padding: randomText(),
  };
}

function changesOf(run: string, doubts: ReadonlyMap<string, Doubt> | undefined): JournalLine {
  if (doubts === undefined) return { kind: 'everything', run };
  return { kind: 'changes', run, doubts, deletes: [], directories: [], temporary: [] };
}
