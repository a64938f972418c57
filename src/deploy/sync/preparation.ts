import { isSameStatus } from './state-file.ts';
import { decodeFtpDeployState, ftpDeployStateName } from './adoption.ts';
import type { Clock } from './clock.ts';
import type { LocalVersion } from './comparison.ts';
import type { DecisionOptions } from './decision-input.ts';
import type { Decision } from './decision.ts';
import { decide } from './decision.ts';
import { OtherRunError } from './journal-file.ts';
import type { Knowledge } from './journal.ts';
import { NoChecksumError } from '../errors.ts';
import type { Reader, Reading } from './reading.ts';
import { readDeployment, readFile } from './reading.ts';
import type { RemoteFiles } from './remote-files.ts';
import type { FileRecord } from './state.ts';
import { assertStateFits, maxStateBytes } from './state.ts';
import type { Uploads } from './uploads.ts';
import type { WaitingFor } from './waiting.ts';
import { awaitOtherRun } from './waiting.ts';

/** What counts as already uploaded when there is no state. */
export type Adopt = 'none' | 'checksum' | 'ftp-deploy-action';

/** How to deploy what has changed. */
export interface SyncOptions extends DecisionOptions, Reader {
  readonly adopt: Adopt;
  readonly remoteDirectory: string;
  /** Whether the remote directory is compared with that of the state. */
  readonly comparesDirectory: boolean;
  /** Remote path of the directory that contains the state. */
  readonly stateDirectory: string;
  readonly isDryRun: boolean;
}

/** The local files; paths are relative to the remote directory. */
export interface LocalFiles {
  /** Sizes and hashes of the planned files; hashing may have begun before. */
  versions(): Promise<ReadonlyMap<string, LocalVersion>>;
  /** Whether a path that isn't planned exists locally. */
  exists(path: string): boolean;
}

/** Receives the events of a run. */
export interface SyncObserver {
  /** State and journal were read. This happens again if another run changes something. */
  read(reading: Reading): void;
  /** The plan, before anything is changed. */
  decided(decision: Decision, reading: Reading): void;
  deleted(path: string): void;
  /** Another run seems to be running. */
  waiting(run: WaitingFor): void;
  /** The run ends with an error. What follows only informs the next run. */
  stopping(): void;
}

/** What surrounds the changes that visitors can see. Uploads call it on their own. */
export interface VisibleChanges {
  /** Whether visitors don't see the site. */
  readonly isUp: boolean;
  beginDeletions(): Promise<void>;
  /** After the last visible change, if all were made. */
  end(): Promise<void>;
}

/** A deployment, and everything that it needs. */
export interface SyncJob {
  readonly options: SyncOptions;
  readonly remote: RemoteFiles;
  readonly uploads: Uploads;
  readonly local: LocalFiles;
  readonly clock: Clock;
  readonly observer: SyncObserver;
  /** Hides the site from visitors while it changes; undefined if nothing does. */
  readonly maintenance?: VisibleChanges | undefined;
  /** Text of random length. */
  randomText(): string;
}

/** What was found and decided before anything is changed. */
export interface Preparation {
  readonly reading: Reading;
  readonly knowledge: Knowledge;
  readonly decision: Decision;
}

const maxAttempts = 5;

/**
 * Reads, compares and decides; starts again if another run changes something in the meantime.
 *
 * @throws {@link DeleteLimitError} after the observer got the decision, and what reading and deciding throws.
 */
export async function prepare(job: SyncJob): Promise<Preparation> {
  const { remote, clock, options } = job;
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    const reading = await readDeployment(remote, clock, {
      ...options,
      remoteDirectory: options.comparesDirectory ? options.remoteDirectory : undefined,
    });
    job.observer.read(reading);
    const mustWait = !options.isDryRun;
    if (mustWait && (await awaitOtherRun(job, options, reading)) === 'again') continue;
    const preparation = await decideOn(job, reading);
    const { decision } = preparation;
    job.observer.decided(decision, preparation.reading);
    if (decision.limitError !== undefined) throw decision.limitError;
    if (decision.hasWork || options.isDryRun) return preparation;
    if (await isUntouched(job, reading)) return preparation;
  }
  throw new OtherRunError();
}

async function decideOn(job: SyncJob, reading: Reading): Promise<Preparation> {
  const { remote, options, local } = job;
  const planned = await local.versions();
  const { files: adopted, problem } = await adopt(job, reading, planned);
  const knowledge =
    adopted === undefined
      ? reading.knowledge
      : { ...reading.knowledge, records: new Map([...adopted, ...reading.knowledge.records]) };
  const decision = await decide({
    remote,
    toRemotePath: options.toRemotePath,
    planned,
    // With `flatten`, remote paths say nothing about local ones.
    existsLocally: (path) => !options.selection.flatten && local.exists(path),
    reading,
    knowledge,
    isAdopted: adopted !== undefined,
    options,
  });
  const directories = [...knowledge.directories, ...decision.missingDirectories];
  assertStateFits(decision.nextFiles, directories);
  return { reading: { ...reading, adoptionProblem: problem }, knowledge, decision };
}

interface Adoption {
  /** The files that count as uploaded although there is no state; undefined if nothing was adopted. */
  readonly files?: ReadonlyMap<string, FileRecord>;
  /** Why nothing was adopted although there is no state. */
  readonly problem?: string;
}

async function adopt(
  { remote, clock, options }: SyncJob,
  reading: Reading,
  planned: ReadonlyMap<string, LocalVersion>,
): Promise<Adoption> {
  if (reading.state !== undefined || reading.stateProblem !== undefined) return {};
  if (reading.isTakenOver || options.adopt === 'none') return {};
  if (options.adopt === 'ftp-deploy-action') {
    const path = options.toRemotePath(ftpDeployStateName);
    const { content } = await readFile({ remote, clock }, path, { maxBytes: maxStateBytes });
    if (content === undefined) return { problem: 'it is not in "remote-dir"' };
    const files = decodeFtpDeployState(content);
    return files === undefined ? { problem: 'it is damaged or contains unsafe paths' } : { files };
  }
  const paths = [...planned.keys()];
  const matches = await remote.matchChecksums(paths.map(options.toRemotePath));
  if (matches === undefined) throw new NoChecksumError();
  return { files: new Map([...planned].filter((_, index) => matches[index] === true)) };
}

/** Whether state and journal haven't changed since they were read. If so, nothing is left to do in the session. */
async function isUntouched({ remote, options }: SyncJob, reading: Reading): Promise<boolean> {
  const { state, journal } = options.paths;
  const [stateStatus, journalStatus] = await remote.statusesAndQuit([state, journal]);
  return (
    isSameStatus(stateStatus, reading.stateStatus) &&
    isSameStatus(journalStatus, reading.journalFile.status)
  );
}
