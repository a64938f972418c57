import type { OptionalParts } from '../ftps/index.ts';
import type { Connection } from './connection.ts';
import { joinRemotePath } from './plan/remote-path.ts';
import { runClock } from './run-clock.ts';
import type { SyncSettings } from './sync/index.ts';
import {
  ClientFiles,
  ReadOnlyFiles,
  readDeployment,
  relativeTo,
  statePathOf,
  statePaths,
} from './sync/index.ts';

/** What a preflight says about the state of the last deployment. */
export interface PreflightState {
  /** Remote path. */
  readonly path: string;
  readonly kind: 'none' | 'usable' | 'unusable';
  /** Number of files in the state. */
  readonly files: number;
  /** ISO 8601; from the server, so it can be anything. */
  readonly writtenAt: string | undefined;
  /** Whether there is a journal of a run that hasn't finished. */
  readonly isUnfinished: boolean;
}

/** Where to read the state. */
export interface StateCheck {
  readonly settings: SyncSettings;
  readonly remoteDirectory: string;
  readonly signal: AbortSignal;
  readonly optional: OptionalParts;
}

/**
 * Reads state and journal, and changes nothing.
 *
 * @throws {@link StateError} when a deployment couldn't use them either.
 */
export async function checkState(
  connection: Connection,
  { settings, remoteDirectory, signal, optional }: StateCheck,
): Promise<PreflightState> {
  const files = new ClientFiles(connection, {
    retry: { retries: 0, firstPauseMs: 0 },
    onRetry: () => undefined,
    signal,
    optional,
    hashOf: () => Promise.resolve(''),
  });
  const toRemotePath = (path: string) => joinRemotePath(remoteDirectory, path);
  const path = statePathOf(remoteDirectory, settings.stateFile);
  const { state, stateProblem, knowledge } = await readDeployment(
    new ReadOnlyFiles(files),
    runClock(signal),
    {
      paths: statePaths(path),
      run: '',
      job: settings.job,
      repository: settings.repository,
      toRemotePath,
      remoteDirectory:
        relativeTo(remoteDirectory, path) === undefined ? remoteDirectory : undefined,
      takesOver: settings.mode === 'all',
    },
  );
  return {
    path,
    kind: stateProblem !== undefined ? 'unusable' : state === undefined ? 'none' : 'usable',
    files: state?.files.size ?? 0,
    writtenAt: state?.writtenAt,
    isUnfinished: knowledge.isJournalValid || knowledge.uncertainty !== undefined,
  };
}
