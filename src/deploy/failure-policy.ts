import { ReplyError } from '../ftps/index.ts';
import { LocalFileError, PublishError, VerificationError } from './errors.ts';
import { isTransient } from './retry.ts';

const maxConsecutiveFailures = 3;

/**
 * Whether to try the next file after one has failed. What concerns one file alone (its name is refused, it cannot be
 * read) must not keep the others from the server; what concerns all of them ends the run: a full disk, a rename that is
 * not allowed, several failures in a row.
 */
export function shouldContinue(error: Error, failuresInARow: number): boolean {
  if (failuresInARow >= maxConsecutiveFailures) return false;
  if (error instanceof LocalFileError || error instanceof VerificationError) return true;
  if (error instanceof ReplyError) return concernsOneFile(error);
  // A fault that all retries met again, with a server that can still be connected to.
  return !(error instanceof PublishError) && isTransient(error);
}

// RFC 959 section 4.2.2: 550 not found or no access, 553 name not allowed, 501 and 504 argument not understood.
function concernsOneFile(error: ReplyError): boolean {
  return ['STOR', 'APPE'].includes(error.verb) && [501, 504, 550, 553].includes(error.reply.code);
}
