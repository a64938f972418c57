import { sanitize } from '../../sanitize.ts';

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
  /** The file on the server is longer than any state or journal. */
  | 'too-long'
  /** The list of the files is too long for a state. */
  | 'too-many-files'
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

/** The error for a file that is longer than any state or journal. */
export function fileTooLong(path: string, maxBytes: number): StateError {
  const message = `${sanitize(path)} has more than ${maxBytes} bytes, or arrives too slowly.`;
  return new StateError('too-long', message);
}
