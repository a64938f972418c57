import type { DataConnectionCount, Endpoint, TlsMode, TlsInfo } from '../ftps/index.ts';
import type { PlannedUpload } from './plan/plan.ts';
import type { Verification } from './file/verification.ts';

/** What became of one file. */
export type FileStatus = 'uploaded' | 'failed' | 'pending';

/** One planned file and what became of it. */
export interface FileResult extends PlannedUpload {
  readonly status: FileStatus;
  /** Of the bytes sent, in hexadecimal; only of uploaded files. */
  readonly sha256?: string;
  readonly milliseconds: number;
  readonly attempts: number;
  /** What was compared after the upload. */
  readonly verified: Verification;
  /** Why it failed. */
  readonly error?: Error;
}

/** A planned file to which nothing has happened. */
export function pendingResult(file: PlannedUpload): FileResult {
  return { ...file, status: 'pending', milliseconds: 0, attempts: 0, verified: 'none' };
}

/**
 * A file that is on the server, in its place. Written out member by member: a copy of copies takes a third more memory,
 * and this is what is held of each file until the end.
 */
export function uploadedResult(
  file: FileResult,
  { sha256, verified }: { readonly sha256: string; readonly verified: Verification },
): FileResult {
  const { localPath, remotePath, sizeBytes, modifiedMs, attempts } = file;
  const milliseconds = Math.round(file.milliseconds);
  const status = 'uploaded';
  return {
    localPath,
    remotePath,
    sizeBytes,
    modifiedMs,
    status,
    sha256,
    milliseconds,
    attempts,
    verified,
  };
}

/** What is known of the connection; parts are missing when it was never made. */
export interface ConnectionInfo {
  readonly endpoint: Endpoint;
  readonly mode: TlsMode;
  readonly tls?: TlsInfo;
  /** The server's greeting, safe to show. */
  readonly greeting?: string;
  readonly loginDirectory?: string;
  readonly controlConnections: number;
  readonly dataConnections: DataConnectionCount;
}

/** What a deployment came to, complete or not. */
export interface DeployResult {
  /** In planned order; every planned file is there. */
  readonly files: readonly FileResult[];
  readonly connection: ConnectionInfo;
  readonly milliseconds: number;
  /** How often something was tried again. */
  readonly retries: number;
  /** Temporary files that are left on the server: they could not be removed, or are the only copy of their file. */
  readonly remainingTemporaryFiles: readonly string[];
  /** The first error; undefined exactly when every file was uploaded. */
  readonly error?: Error;
}

/** Files and bytes of one status. */
export interface Total {
  readonly files: number;
  readonly bytes: number;
}

/** Adds up the files of one status. */
export function total(files: readonly FileResult[], status: FileStatus): Total {
  const chosen = files.filter((file) => file.status === status);
  return {
    files: chosen.length,
    bytes: chosen.reduce((sum, file) => sum + file.sizeBytes, 0),
  };
}
