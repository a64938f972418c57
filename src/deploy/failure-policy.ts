import { replyCode, ReplyError } from '../ftps/index.ts';
import { LocalFileError, PublishError, VerificationError } from './errors.ts';
import { isTransient } from './retry.ts';

const maxConsecutiveFailures = 3;

/**
 * Decides whether a run continues after files have failed. An error that concerns a single file (its name is rejected,
 * it can't be read) doesn't stop the others. One that concerns all of them does: a full disk, a refused rename, several
 * failures in a row.
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
    this.#consecutiveFailures += 1;
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

function concernsOneFile(error: Error): boolean {
  if (error instanceof LocalFileError || error instanceof VerificationError) return true;
  if (error instanceof ReplyError) return isRejectedFile(error);
  // A transient error that outlasted all retries, although the server still accepts connections.
  return !(error instanceof PublishError) && isTransient(error);
}

/** Codes that reject a path: its syntax, its name, or access to it. */
const pathRejections: readonly number[] = [
  replyCode.argumentError,
  replyCode.parameterNotImplemented,
  replyCode.fileUnavailable,
  replyCode.nameNotAllowed,
];

function isRejectedFile({ verb, reply }: ReplyError): boolean {
  return ['STOR', 'APPE'].includes(verb) && pathRejections.includes(reply.code);
}
