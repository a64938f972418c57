import { sanitize } from '../sanitize.ts';

const shownProblems = 10;

/** The files cannot be uploaded as asked; found before any connection. */
export class PlanError extends Error {
  readonly code = 'PLAN';
  /** Every problem, one sentence each, safe to show. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const shown = problems.slice(0, shownProblems);
    const more = problems.length - shown.length;
    super([...shown, ...(more > 0 ? [`And ${more} more such problems.`] : [])].join('\n'));
    this.name = 'PlanError';
    this.problems = problems;
  }
}

/** A local file could not be read as it was planned; nobody at the server is to blame. */
export class LocalFileError extends Error {
  readonly code = 'LOCAL_FILE';
  readonly path: string;

  constructor(path: string, problem: string, options?: ErrorOptions) {
    super(`The local file ${sanitize(path)} ${problem}.`, options);
    this.name = 'LocalFileError';
    this.path = path;
  }
}

/** What the server has is not what was sent. */
export class VerificationError extends Error {
  readonly code = 'VERIFICATION';

  constructor(remotePath: string, problem: string) {
    super(`The upload of ${sanitize(remotePath)} arrived wrong: ${problem}.`);
    this.name = 'VerificationError';
  }
}

/** `verify-uploads: checksum` was asked for, and the server offers no checksum. */
export class NoChecksumError extends Error {
  readonly code = 'NO_CHECKSUM';

  constructor() {
    super('The server offers no checksum (HASH, XSHA256, XSHA1, XMD5, XCRC).');
    this.name = 'NoChecksumError';
  }
}

/** An uploaded file could not be put in its place. */
export class PublishError extends Error {
  readonly code = 'PUBLISH';

  constructor(problem: string, cause: Error) {
    super(`${problem}: ${cause.message}`, { cause });
    this.name = 'PublishError';
  }
}

/** The run was cancelled from outside. */
export class CancelledError extends Error {
  readonly code = 'CANCELLED';

  constructor(how: string) {
    super(`The run was cancelled (${how}).`);
    this.name = 'CancelledError';
  }
}
