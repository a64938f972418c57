import type { DeletionLimit } from './deletions.ts';
import type { JobId } from './journal-lines.ts';
import type { Adopt } from './preparation.ts';
import type { Repository, Selection } from './state.ts';

/** The inputs of an incremental deployment. */
export interface SyncSettings {
  /** `all` uploads every file, and takes over a state of another deployment. */
  readonly mode: 'changed' | 'all';
  /** Whether files of earlier deployments that are not in the plan are deleted. */
  readonly deleteRemoved: boolean;
  readonly maxDeletions: DeletionLimit;
  /** `.gitignore` patterns without a problem, relative to the remote directory: files that are never deleted. */
  readonly neverDelete: readonly string[];
  /** Normalized remote path of the state; undefined: the default name in the remote directory. */
  readonly stateFile: string | undefined;
  readonly adopt: Adopt;
  /** With the effective base directory, in a form that is the same on every machine. */
  readonly selection: Selection;
  readonly repository: Repository;
  /** The job that runs the action; undefined outside of a workflow. */
  readonly job: JobId | undefined;
  /** Whether the run only reads from the server. */
  readonly isDryRun: boolean;
}
