/** The state of the previous deployment can't be used, or another run is changing the server. */
export class StateError extends Error {
  readonly code = 'STATE';
  readonly reason: StateProblem;

  constructor(reason: StateProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StateError';
    this.reason = reason;
  }
}

/** What is wrong with the state or the journal. */
export type StateProblem =
  /** It belongs to another repository, or to another remote directory. */
  | 'other-deployment'
  | 'newer-version'
  /** Another run is changing the server, or has done so. */
  | 'other-run'
  /** It can't be read. */
  | 'unreadable'
  /** It can't be written. */
  | 'write-failed';

/** More files would be deleted than `max-deletions` allows. */
export class DeleteLimitError extends Error {
  readonly code = 'DELETE_LIMIT';
  /** The files that would be deleted, relative to the remote directory. */
  readonly paths: readonly string[];

  /** @param knownFiles - Number of files that the last deployment left. */
  constructor(
    paths: readonly string[],
    { limit, knownFiles }: { readonly limit: string; readonly knownFiles: number },
  ) {
    super(
      `${paths.length} of ${knownFiles} files would be deleted, more than max-deletions: ${limit} allows. Nothing was changed.`,
    );
    this.name = 'DeleteLimitError';
    this.paths = paths;
  }
}

/** A file is longer than any state or journal. */
export class FileTooLongError extends Error {
  readonly code = 'FILE_TOO_LONG';

  constructor(path: string, maxBytes: number) {
    super(`${path} has more than ${maxBytes} bytes, or arrives too slowly.`);
    this.name = 'FileTooLongError';
  }
}
