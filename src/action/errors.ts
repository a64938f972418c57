import { formatReply, FtpsError, ReplyError } from '../ftps/index.ts';

/** What is wrong with one input. */
export interface InputProblem {
  /** The input's name in `action.yml`. */
  readonly input: string;
  /** Sentences that name the input and say what to write instead. Never contains a secret. */
  readonly message: string;
}

/** Inputs that can't be used; all of them are reported together. */
export class InputError extends Error {
  readonly code = 'INPUT';
  readonly problems: readonly InputProblem[];

  constructor(problems: readonly InputProblem[]) {
    super(problems.map(({ message }) => message).join('\n'));
    this.name = 'InputError';
    this.problems = problems;
  }
}

/** No file matches, and `if-no-files-found` makes that an error. */
export class NoFilesError extends Error {
  readonly code = 'NO_FILES';
  /** The lines of `files`, including those that start with `!`. */
  readonly patterns: readonly string[];
  /** The directory that the patterns are relative to. */
  readonly directory: string;
  /** Whether `exclude` leaves out files or directories that might match. */
  readonly hasExcluded: boolean;

  constructor(
    patterns: readonly string[],
    directory: string,
    { hasExcluded = false }: { readonly hasExcluded?: boolean } = {},
  ) {
    const apart = hasExcluded ? ', apart from what "exclude" leaves out' : '';
    super(`No files match "files" (${patterns.join(', ')}) in ${directory}${apart}.`);
    this.name = 'NoFilesError';
    this.patterns = patterns;
    this.directory = directory;
    this.hasExcluded = hasExcluded;
  }
}

/** The runner has no directory in which the action can create its files. */
export class RunFilesError extends Error {
  readonly code = 'TEMPORARY_DIRECTORY';

  constructor(cause: Error) {
    super(`Could not create a temporary directory: ${cause.message}`, { cause });
    this.name = 'RunFilesError';
  }
}

/** A caught value as an error. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** Why a file failed, for a line that names the file already. */
export function reasonOf(error: Error): string {
  const isUpload = error instanceof ReplyError && (error.verb === 'STOR' || error.verb === 'APPE');
  return isUpload ? formatReply(error.reply) : error.message;
}

/** The reason as the end of a sentence. */
export function asClause(error: Error): string {
  const reason = reasonOf(error);
  // Messages of the protocol layer start with a word of their own, other messages may start with a file's name.
  const clause =
    error instanceof FtpsError ? reason.replace(/^[A-Z](?=[a-z])/, (c) => c.toLowerCase()) : reason;
  return /[.!?]$/.test(clause) ? clause : `${clause}.`;
}
