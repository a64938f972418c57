import type { Adopt, DeletionLimit } from '../../deploy/index.ts';
import { joinRemotePath, normalizeRemoteDirectory, remotePathProblem } from '../../deploy/index.ts';
import { readIgnorePatterns } from './ignore-inputs.ts';
import type { InputReader } from './input-reader.ts';

/** The inputs about incremental deployments, validated. */
export interface SyncInputs {
  readonly mode: 'off' | 'changed' | 'all';
  readonly deleteRemoved: boolean;
  readonly maxDeletions: DeletionLimit;
  /** `.gitignore` patterns, relative to the remote directory. */
  readonly neverDelete: readonly string[];
  /** Remote path. Without `sync` it says which state must not be trusted after the run. */
  readonly stateFile: string;
  readonly adopt: Adopt;
}

/** @param remoteDir - Normalized by `normalizeRemoteDirectory`. */
export function readSyncInputs(reader: InputReader, remoteDir: string): SyncInputs {
  const mode = reader.choice('sync', ['off', 'changed', 'all']);
  const deleteRemoved = reader.boolean('delete-removed', false);
  const adopt = reader.choice('adopt', ['none', 'checksum', 'ftp-deploy-action']);
  if (mode === 'off' && deleteRemoved) {
    reader.problem(
      'delete-removed',
      'delete-removed requires sync, which records the files that were uploaded. Add "sync: changed".',
    );
  }
  if (mode === 'off' && adopt !== 'none') {
    reader.problem('adopt', 'adopt has no effect without sync. Add "sync: changed".');
  }
  return {
    mode,
    deleteRemoved,
    maxDeletions: readMaxDeletions(reader),
    neverDelete: readIgnorePatterns(reader, 'never-delete', reader.lines('never-delete')),
    stateFile: readStateFile(reader, remoteDir),
    adopt,
  };
}

const defaultLimit: DeletionLimit = { value: 50, isPercentage: true };

function readMaxDeletions(reader: InputReader): DeletionLimit {
  const text = reader.text('max-deletions', '50%');
  const { number, percent } = /^(?<number>\d{1,9})(?<percent> ?%)?$/.exec(text)?.groups ?? {};
  const limit = { value: Number(number), isPercentage: percent !== undefined };
  if (number !== undefined && (!limit.isPercentage || limit.value <= 100)) return limit;
  const expected = 'a number of files such as 20, or a percentage from 0% to 100%.';
  reader.invalid('max-deletions', text, { words: ['1000000000%'], expected });
  return defaultLimit;
}

function readStateFile(reader: InputReader, remoteDir: string): string {
  const text = reader.text('state-file', '.htopen-ftps');
  const path = normalizeRemoteDirectory(text);
  const problem = remotePathProblem(text);
  if (problem !== undefined) {
    reader.problem('state-file', `state-file ${problem}.`);
  } else if (text.endsWith('/') || path === '') {
    reader.problem('state-file', 'state-file must be the path of a file, not of a directory.');
  }
  return path.startsWith('/') ? path : joinRemotePath(remoteDir, path);
}
