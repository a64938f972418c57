import type { SyncJob } from './preparation.ts';
import type { FileStatus } from './remote-files.ts';
import type { State } from './state.ts';
import { encodeState } from './state.ts';

/** The state after a run. */
export function newState(
  { options, clock }: SyncJob,
  found: Pick<State, 'generation' | 'files' | 'directories'>,
): State {
  return {
    repository: options.repository,
    remoteDirectory: options.remoteDirectory,
    writtenAt: new Date(clock.date()).toISOString(),
    selection: options.selection,
    ...found,
  };
}

/** Encodes a state with another size than the one that it replaces. */
export function encodeDifferently(
  job: SyncJob,
  state: State,
  sizeBefore: FileStatus['size'],
): Buffer {
  for (;;) {
    const { bytes } = encodeState(state, job.randomText());
    if (bytes.length !== sizeBefore) return bytes;
  }
}
