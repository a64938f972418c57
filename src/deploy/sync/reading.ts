import { sanitize } from '../../sanitize.ts';
import { joinRemotePath } from '../plan/remote-path.ts';
import type { Clock } from './clock.ts';
import { StateError } from './errors.ts';
import type { JobId } from './journal-lines.ts';
import type { Journal, Knowledge } from './journal.ts';
import { combine, decodeJournal } from './journal.ts';
import { maxJournalBytes } from './journal-file.ts';
import type { FileStatus, RemoteFiles } from './remote-files.ts';
import type { DecodedState, Repository, StoredState } from './state.ts';
import { decodeState, isOtherRepository, maxStateBytes } from './state.ts';

/** Where state and journal are on the server. */
export interface StatePaths {
  readonly state: string;
  readonly journal: string;
  /** Path for the old state on a server that can't rename over it. */
  readonly old: string;
}

/** The remote path of the state: the default name in the remote directory, unless another one was chosen. */
export function statePathOf(remoteDirectory: string, stateFile: string | undefined): string {
  return stateFile ?? joinRemotePath(remoteDirectory, '.htopen-ftps');
}

/** @param state - Remote path of the state. */
export function statePaths(state: string): StatePaths {
  return { state, journal: `${state}.journal`, old: `${state}.old` };
}

/** Who reads, and what a state must fit. */
export interface Reader {
  readonly paths: StatePaths;
  readonly run: string;
  readonly job: JobId | undefined;
  readonly repository: Repository;
  readonly toRemotePath: (path: string) => string;
  /** Compared only if the state is outside the remote directory. */
  readonly remoteDirectory: string | undefined;
  /** Whether a state of another deployment is replaced (`sync: all`). */
  readonly takesOver: boolean;
}

/** A file that was read. */
export interface ReadFile {
  readonly content: Buffer | undefined;
  readonly status: FileStatus;
}

/** State and journal of the previous deployments. */
export interface Reading {
  readonly journalFile: ReadFile;
  /** SIZE and MDTM of the state file. */
  readonly stateStatus: FileStatus;
  /** Content of the state file; undefined without one. */
  readonly stateContent: Buffer | undefined;
  readonly state: StoredState | undefined;
  readonly journal: Journal | undefined;
  readonly knowledge: Knowledge;
  /** Why there is a state that can't be used. */
  readonly stateProblem: string | undefined;
  /** Why the state of another tool wasn't adopted, although the user asked for it. */
  readonly adoptionProblem?: string | undefined;
  /** Whether a state of another deployment is being replaced. */
  readonly isTakenOver: boolean;
  /** Whether there is an old state that was moved aside. */
  readonly hasOld: boolean;
}

const maxAttempts = 4;
const pauseMs = 2_000;

/**
 * Reads what the previous deployments have left, and decides what it means for this one.
 *
 * @throws {@link StateError} when it can't be read, or belongs to another deployment.
 */
export async function readDeployment(
  remote: RemoteFiles,
  clock: Clock,
  reader: Reader,
): Promise<Reading> {
  const stored = await readStored({ remote, clock }, reader.paths);
  const { journalFile, stateFile, journal, decoded } = stored;
  const isNewer = decoded?.kind === 'newer-version' || journal?.isNewerVersion === true;
  const found = decoded?.kind === 'usable' ? decoded.state : undefined;
  const isOther = belongsToOther(reader, found, journal);
  if (!reader.takesOver && (isNewer || isOther)) {
    throw unusableState(reader, { isNewer, state: found, journal });
  }
  const isTakenOver = isNewer || isOther;
  const state = isTakenOver ? undefined : found;
  const { generation } = combine(found, journal);
  return {
    journalFile,
    stateStatus: stateFile.status,
    stateContent: stateFile.content,
    state,
    journal,
    // What another deployment left is none of our business, except that our state must be newer.
    knowledge: isTakenOver
      ? { ...combine(undefined, undefined), generation }
      : combine(state, journal),
    stateProblem: decoded?.kind === 'unusable' ? decoded.reason : undefined,
    isTakenOver,
    hasOld: stored.hasOld,
  };
}

/** State and journal on the server, whichever deployment has written them. */
export interface Stored {
  readonly journalFile: ReadFile;
  readonly stateFile: ReadFile;
  readonly journal: Journal | undefined;
  readonly decoded: DecodedState | undefined;
  readonly hasOld: boolean;
}

/**
 * Reads the journal, then the state. In this order a run that finishes in between leaves a journal that belongs to an
 * older state, and never a state without its journal.
 *
 * @throws {@link StateError} when one of them can't be read.
 */
export async function readStored(files: FileAccess, paths: StatePaths): Promise<Stored> {
  const { remote } = files;
  const { journal: journalPath, state: statePath, old: oldPath } = paths;
  // All in one write, before the first file: that costs one round trip instead of three.
  const statuses = await remote.statuses([journalPath, statePath, oldPath]);
  const [journalStatus, stateStatus, oldStatus] = statuses;
  const journalFile = await readFile(files, journalPath, {
    maxBytes: maxJournalBytes,
    status: journalStatus,
  });
  const stateFile = await readFile(files, statePath, {
    maxBytes: maxStateBytes,
    status: stateStatus,
  });
  const journal = journalFile.content && decodeJournal(journalFile.content);
  let decoded = stateFile.content && decodeState(stateFile.content);
  // The state may have been moved aside since then.
  const [oldSize] =
    decoded === undefined ? await remote.sizes([oldPath]) : [oldStatus?.size ?? 'unknown'];
  if (decoded === undefined && oldSize !== 'missing') {
    const old = await readFile(files, oldPath, { maxBytes: maxStateBytes });
    const digest = journal?.headers.at(-1)?.state;
    const candidate = old.content && decodeState(old.content);
    if (candidate?.kind === 'usable' && candidate.state.digest === digest) decoded = candidate;
  }
  return { journalFile, stateFile, journal, decoded, hasOld: typeof oldSize === 'number' };
}

/** The server, and the time to wait for it. */
interface FileAccess {
  readonly remote: RemoteFiles;
  readonly clock: Clock;
}

function belongsToOther(
  reader: Reader,
  state: StoredState | undefined,
  journal: Journal | undefined,
): boolean {
  const { repository } = reader;
  if (isElsewhere(reader, state)) return true;
  if (state !== undefined && isOtherRepository(state.repository, repository)) return true;
  const last = journal?.headers.at(-1);
  return last !== undefined && isOtherRepository(last.repository, repository);
}

/** Whether a state outside its remote directory is about another one. */
function isElsewhere({ remoteDirectory }: Reader, state: StoredState | undefined): boolean {
  return (
    state !== undefined &&
    remoteDirectory !== undefined &&
    state.remoteDirectory !== remoteDirectory
  );
}

function unusableState(
  reader: Reader,
  found: {
    readonly isNewer: boolean;
    readonly state: StoredState | undefined;
    readonly journal: Journal | undefined;
  },
): StateError {
  const { isNewer, state, journal } = found;
  if (isNewer) return newerVersion();
  const isOwnRepository =
    state !== undefined && !isOtherRepository(state.repository, reader.repository);
  if (isOwnRepository && isElsewhere(reader, state)) {
    const { remoteDirectory } = state;
    const where = remoteDirectory === '' ? 'the login directory' : sanitize(remoteDirectory);
    return new StateError(
      'other-deployment',
      `The state on the server belongs to a deployment to ${where}.`,
    );
  }
  const { name } = state?.repository ?? journal?.headers.at(-1)?.repository ?? {};
  const owner = name === undefined ? 'another deployment' : `a deployment of ${name}`;
  return new StateError('other-deployment', `The state on the server belongs to ${owner}.`);
}

/** The error for a state or journal of a newer version. */
export function newerVersion(): StateError {
  return new StateError(
    'newer-version',
    'The state was written by a newer version of this action.',
  );
}

/**
 * Reads a file. Only a file that is confirmed to be missing is missing: any other refusal is asked again.
 *
 * @param options.status - Its size and modification time, if the server was just asked for them.
 * @throws {@link StateError} when it can't be read.
 */
export async function readFile(
  { remote, clock }: FileAccess,
  path: string,
  {
    maxBytes,
    status: known,
  }: { readonly maxBytes: number; readonly status?: FileStatus | undefined },
): Promise<ReadFile> {
  for (let attempt = 1; ; attempt += 1) {
    const [asked] = attempt === 1 && known !== undefined ? [known] : await remote.statuses([path]);
    const status: FileStatus = asked ?? { size: 'unknown', modifiedMs: undefined };
    if (status.size === 'missing' && (await remote.isMissing(path))) {
      return { content: undefined, status };
    }
    const content = await remote.retrieve(path, maxBytes);
    if (content === undefined) {
      if (status.size === 'missing') return { content, status };
      const isConfirmed =
        status.size === 'unknown' && (await remote.retrieve(path, maxBytes)) === undefined;
      if (isConfirmed) return { content, status };
    } else if (typeof status.size !== 'number' || status.size === content.length) {
      return { content, status };
    }
    if (attempt === maxAttempts) {
      throw new StateError('unreadable', `${path} exists on the server, but can't be read.`);
    }
    await clock.wait(pauseMs);
  }
}
