import { formatReply, ReplyError } from '../ftps/index.ts';
import { sanitize } from '../sanitize.ts';

const maxProblemsInMessage = 10;

/** The files can't be uploaded as requested; found before connecting. */
export class PlanError extends Error {
  readonly code = 'PLAN';
  /** Every problem as a sentence, safe to display. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const shown = problems.slice(0, maxProblemsInMessage);
    const more = problems.length - shown.length;
    super([...shown, ...(more > 0 ? [`And ${more} more.`] : [])].join('\n'));
    this.name = 'PlanError';
    this.problems = problems;
  }
}

/** A local file can't be read, or isn't the file that was planned. */
export class LocalFileError extends Error {
  readonly code = 'LOCAL_FILE';
  readonly path: string;

  constructor(path: string, problem: string, options?: ErrorOptions) {
    super(`The local file ${sanitize(path)} ${problem}.`, options);
    this.name = 'LocalFileError';
    this.path = path;
  }
}

/** The file on the server isn't what was sent. */
export class VerificationError extends Error {
  readonly code = 'VERIFICATION';
  readonly remotePath: string;

  /** @param problem - The rest of a sentence that starts with the path. */
  constructor(remotePath: string, problem: string) {
    super(`${sanitize(remotePath)} ${problem}.`);
    this.name = 'VerificationError';
    this.remotePath = remotePath;
  }
}

/** `verify-uploads: checksum` needs a server that supports checksums. */
export class NoChecksumError extends Error {
  readonly code = 'NO_CHECKSUM';

  constructor() {
    super("The server doesn't support checksums (HASH, XSHA256, XSHA1, XMD5, XCRC).");
    this.name = 'NoChecksumError';
  }
}

/** An uploaded file couldn't be renamed to its final path. */
export class PublishError extends Error {
  readonly code = 'PUBLISH';

  constructor(problem: string, cause: Error) {
    super(`${problem}: ${cause.message}`, { cause });
    this.name = 'PublishError';
  }
}

/** The maintenance file could not be uploaded or deleted. */
export class MaintenanceError extends Error {
  readonly code = 'MAINTENANCE';
  readonly operation: 'upload' | 'delete';

  constructor(operation: 'upload' | 'delete', remotePath: string, cause: Error) {
    // The message of a ReplyError says itself what failed.
    const reason = cause instanceof ReplyError ? formatReply(cause.reply) : cause.message;
    super(`Could not ${operation} the maintenance file ${sanitize(remotePath)}: ${reason}`, {
      cause,
    });
    this.name = 'MaintenanceError';
    this.operation = operation;
  }
}

/** Why a server can't store a file under its name. */
export type NameProblem =
  /** A directory has this name. */
  | 'directory-exists'
  /** The server takes it for the name of another file of the run. */
  | 'same-file'
  /** The server has stored the file under another name. */
  | 'changed';

/** The server can't store a file under its name. Concerns no other file, and no retry would help. */
export class FileNameError extends Error {
  readonly code = 'FILE_NAME';
  readonly problem: NameProblem;
  /** The file that the server has under this name, if `problem` is `same-file`. */
  readonly otherPath: string | undefined;

  /** @param message - A sentence that doesn't name the file itself. */
  constructor(
    problem: NameProblem,
    message: string,
    options: ErrorOptions & { readonly otherPath?: string } = {},
  ) {
    super(message, options);
    this.name = 'FileNameError';
    this.problem = problem;
    this.otherPath = options.otherPath;
  }
}

/** The run was cancelled. */
export class CancelledError extends Error {
  readonly code = 'CANCELLED';

  /** @param origin - What cancelled it, such as `SIGINT`. */
  constructor(origin: string) {
    super(`The run was cancelled (${origin}).`);
    this.name = 'CancelledError';
  }
}

/** The message of an error of the system, which quotes file names unchanged: safe to display. */
export function systemMessage(error: unknown): string {
  return sanitize((error as Error).message);
}
