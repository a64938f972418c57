import { ReplyError } from '../ftps/index.ts';
import { FileNameError, LocalFileError, PublishError, VerificationError } from './errors.ts';
import { rejectsPath } from './rejected-path.ts';
import { isTransient } from './retry.ts';

const maxConsecutiveFailures = 3;

/**
 * Decides whether a run continues after files have failed. An error that concerns a single file (its name is rejected,
 * it can't be read) doesn't stop the others. One that concerns all of them does: a full disk, an account that may not
 * rename, several failures in a row.
 */
export class FailurePolicy {
  readonly #stopAtFirst: boolean;
  #firstError: Error | undefined;
  #consecutiveFailures = 0;
  #shouldContinue = true;

  /** @param options.stopAtFirst - Whether any failure stops the run. */
  constructor({ stopAtFirst }: { readonly stopAtFirst: boolean }) {
    this.#stopAtFirst = stopAtFirst;
  }

  get firstError(): Error | undefined {
    return this.#firstError;
  }

  get shouldContinue(): boolean {
    return this.#shouldContinue;
  }

  recordFailure(error: Error): void {
    this.#firstError ??= error;
    // Any number of names can be the same to a server. That says nothing about other files.
    if (!isSameFile(error)) this.#consecutiveFailures += 1;
    const isTolerable =
      !this.#stopAtFirst &&
      this.#consecutiveFailures < maxConsecutiveFailures &&
      concernsOneFile(error);
    if (!isTolerable) this.#shouldContinue = false;
  }

  recordSuccess(): void {
    this.#consecutiveFailures = 0;
  }
}

function isSameFile(error: Error): boolean {
  return error instanceof FileNameError && error.problem === 'same-file';
}

function concernsOneFile(error: Error): boolean {
  if (error instanceof LocalFileError || error instanceof VerificationError) return true;
  if (error instanceof FileNameError) return true;
  if (error instanceof ReplyError) return rejectsPath(error);
  // A server that refuses RNFR allows no renames. One that refuses RNTO may only refuse this name.
  if (error instanceof PublishError) {
    return error.cause instanceof ReplyError && rejectsPath(error.cause);
  }
  // A transient error that outlasted all retries, although the server still accepts connections.
  return isTransient(error);
}
