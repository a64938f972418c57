import type {
  DataConnectionCount,
  Endpoint,
  PortFinding,
  TlsMode,
  TlsInfo,
} from '../ftps/index.ts';
import type { PlannedUpload } from './plan/plan.ts';
import type { Verification } from './file/verification.ts';

interface CommonResult extends PlannedUpload {
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

/** The result of one planned file. */
export type FileResult = PendingFile | UploadedFile | FailedFile;
export type FileStatus = FileResult['status'];

/** The result of a file that was not attempted. */
export function pendingResult(file: PlannedUpload): PendingFile {
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
  readonly controlConnections: number;
  readonly dataConnections: DataConnectionCount;
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
  /** Number of retries, free ones included. */
  readonly retries: number;
  /** Temporary files left on the server: they could not be deleted, or are the only copy of their file. */
  readonly remainingTemporaryFiles: readonly string[];
  /** Old files that were moved aside and could not be put back: the temporary path of each by its own. */
  readonly movedAside: ReadonlyMap<string, string>;
  readonly facts: RunFacts;
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
