import type {
  DataConnectionCount,
  Endpoint,
  PortFinding,
  TlsMode,
  TlsInfo,
} from '../ftps/index.ts';
import type { PlannedUpload } from './plan/plan.ts';
import type { Verification } from './file/verification.ts';
import type { KeepReason, NoDeletions, UploadReason } from './sync/index.ts';

/** A planned file, and why it is uploaded. */
export interface QueuedUpload extends PlannedUpload {
  /** Undefined without `sync`, and before it is known. */
  readonly reason?: UploadReason;
}

interface CommonResult extends QueuedUpload {
  /** Number of upload attempts. */
  readonly attempts: number;
  /** Time spent on the file, in milliseconds. */
  readonly milliseconds: number;
}

/** A file that neither arrived at its final path nor failed. */
export interface PendingFile extends CommonResult {
  readonly status: 'pending';
}

/** A file that is on the server, at its final path. */
export interface UploadedFile extends CommonResult {
  readonly status: 'uploaded';
  /** SHA-256 of the bytes sent, in hexadecimal. */
  readonly sha256: string;
  /** How the upload was verified. */
  readonly verified: Verification;
}

/** A file whose upload or rename failed. */
export interface FailedFile extends CommonResult {
  readonly status: 'failed';
  readonly error: Error;
}

/** A file that is on the server already, and was not uploaded. */
export interface UnchangedFile extends CommonResult {
  readonly status: 'unchanged';
  /** SHA-256 of the local file, in hexadecimal. */
  readonly sha256: string;
  /** How the file on the server was checked in this run. */
  readonly verified: Verification;
}

/** The result of one planned file. */
export type FileResult = PendingFile | UploadedFile | FailedFile | UnchangedFile;
export type FileStatus = FileResult['status'];

/** A file of an earlier deployment that is not in the plan. */
export type OtherFile = {
  readonly remotePath: string;
  /** Its size by the state; undefined if that isn't known. */
  readonly sizeBytes: number | undefined;
} & (
  | { readonly status: 'deleted'; readonly reason: 'removed' }
  | {
      readonly status: 'kept';
      /** `to-be-deleted`: the run ended before, is a dry run, or the server refused to delete it. */
      readonly reason: KeepReason | 'to-be-deleted';
    }
);

/** What a run with `sync` does, by number of files. */
export interface SyncCounts {
  readonly new: number;
  /** Uploaded again, for whatever reason. */
  readonly changed: number;
  /** To be deleted. */
  readonly deleted: number;
  readonly unchanged: number;
  /** Not in the plan, and kept on the server. */
  readonly kept: number;
}

/** What `sync` found and did. */
export interface SyncOutcome {
  /** Remote path of the state. */
  readonly statePath: string;
  /** Whether a state that could be used was found; undefined if the run ended before. */
  readonly isFound: boolean | undefined;
  /** Generation of the state on the server after the run; 0 without a state. */
  readonly generation: number;
  /** Whether this run has written a state. */
  readonly isWritten: boolean;
  /** Whether anything on the server may have been changed. */
  readonly isChanged: boolean;
  /** Why nothing was deleted; undefined if deletions were possible, or the run ended before the decision. */
  readonly noDeletions: NoDeletions | undefined;
  /** Number of unchanged files that were not checked on the server. */
  readonly unverified: number;
  /** What was decided, before anything was changed; undefined if the run ended before. */
  readonly counts: SyncCounts | undefined;
  /** Files of earlier deployments that are not in the plan, sorted by path. */
  readonly otherFiles: readonly OtherFile[];
}

/** The result of a file that was not attempted. */
export function pendingResult(file: QueuedUpload): PendingFile {
  return { ...file, status: 'pending', attempts: 0, milliseconds: 0 };
}

/** What is known about the connections of a run; optional parts are missing if no connection got that far. */
export interface ConnectionInfo {
  readonly endpoint: Endpoint;
  readonly mode: TlsMode;
  readonly tls?: TlsInfo;
  /** The server's greeting, safe to display. */
  readonly greeting?: string;
  readonly loginDirectory?: string;
  /** What was found on the usual port of the other TLS modes, if the server didn't answer on its own. */
  readonly alternativePort?: PortFinding;
  /** Number of control connections that were opened, one after the other or at the same time. */
  readonly controlConnections: number;
  readonly dataConnections: DataConnectionCount;
}

/** How many control connections were used at the same time. */
export interface ConnectionUsage {
  /** Most connections that were allowed. */
  readonly wanted: number;
  readonly used: number;
  /** Why the server didn't accept another one, if it was asked. */
  readonly refusal?: Error;
}

/** What a run has done so far: it narrows down the cause of an error. */
export interface RunFacts {
  /** Whether a login succeeded. */
  readonly loggedIn: boolean;
  /** Remote directories in which the server accepted an upload; `''` is the login directory, `/` the root. */
  readonly acceptedIn: ReadonlySet<string>;
  /** Number of data connections opened. */
  readonly dataConnections: number;
  /** Number of files that were renamed to their final path. */
  readonly renames: number;
}

/** The result of a deployment, complete or not. */
export interface DeployResult {
  /** Every planned file, in planned order. */
  readonly files: readonly FileResult[];
  readonly connection: ConnectionInfo;
  readonly connections: ConnectionUsage;
  /** Number of retries, free ones included. */
  readonly retries: number;
  /** Temporary files left on the server: they could not be deleted, or are the only copy of their file. */
  readonly remainingTemporaryFiles: readonly string[];
  /** Old files that were moved aside and could not be put back: the temporary path of each by its own. */
  readonly movedAside: ReadonlyMap<string, string>;
  readonly facts: RunFacts;
  /** Undefined with `sync: off`. */
  readonly sync?: SyncOutcome;
  /** The first error, or the cancellation; a run can also be cancelled after its last file. */
  readonly error?: Error;
}

/** Number and size of the files with one status. */
export interface Total {
  readonly files: number;
  readonly bytes: number;
}

/** Adds up the files with one status. */
export function total(files: readonly FileResult[], status: FileStatus): Total {
  const matching = files.filter((file) => file.status === status);
  return {
    files: matching.length,
    bytes: matching.reduce((sum, file) => sum + file.sizeBytes, 0),
  };
}
