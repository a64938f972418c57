import type { ConnectionReport, FileResult } from '../deploy/index.ts';

/** What a run came to, however far it got: what the outputs, the manifest and the summary are made of. */
export interface RunReport {
  readonly files: readonly FileResult[];
  /** Undefined when the run ended before a connection was tried. */
  readonly connection?: ConnectionReport;
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
