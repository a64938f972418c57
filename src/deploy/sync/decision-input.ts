import type { Verification } from '../file/verification.ts';
import type { LocalVersion } from './comparison.ts';
import type { DeletionLimit } from './deletions.ts';
import type { Knowledge } from './journal.ts';
import type { Reading } from './reading.ts';
import type { RemoteFiles } from './remote-files.ts';
import type { Selection } from './state.ts';

/** The inputs that decide what a run does. */
export interface DecisionOptions {
  readonly uploadsAll: boolean;
  /** Path of the maintenance file, which is never deleted as a file of an earlier deployment. */
  readonly reserved?: string | undefined;
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
