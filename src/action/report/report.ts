import type { ConnectionInfo, FileResult } from '../../deploy/index.ts';
import type { Endpoint } from '../../ftps/index.ts';
import type { PreflightReport } from './preflight-lines.ts';
import type { Trust } from './tls-lines.ts';

/** What a run came to, however far it got: what the outputs, the manifest and the summary are made of. */
export interface RunReport {
  /** Every planned file; of a dry run all of them pending. */
  readonly files: readonly FileResult[];
  /** Nothing was to be uploaded: the files are a plan. */
  readonly isDryRun?: boolean;
  readonly preflight?: PreflightReport;
  /** Undefined when the inputs could not be used. */
  readonly endpoint?: Endpoint;
  /** Undefined when the run ended before a connection was tried. */
  readonly connection?: ConnectionInfo;
  /** By what the server's certificate was judged. */
  readonly trust?: Trust;
  /** How often something was tried again. */
  readonly retries?: number;
  readonly startedAt: Date;
  readonly milliseconds: number;
  readonly error?: ShownError;
}

/** An error in words for the user. */
export interface ShownError {
  /** Stable code, such as `FTPS_REPLY`. */
  readonly code: string;
  /** What happened, and what to do; may have several lines. */
  readonly message: string;
}
