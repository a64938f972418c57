import type { FtpsClient } from '../ftps/index.ts';
import { ReplyError } from '../ftps/index.ts';
import { LocalFileError } from './errors.ts';

const refusalsInARow = 3;

/**
 * Whether to try the next file after one has failed. What concerns one file alone (its name is refused, it cannot be
 * read) must not keep the others from the server; what concerns all of them ends the run: a lost connection, a full
 * disk, several refusals in a row.
 */
export function shouldGoOn(
  error: Error,
  client: Pick<FtpsClient, 'failure'>,
  failuresInARow: number,
): boolean {
  if (client.failure !== undefined || failuresInARow >= refusalsInARow) return false;
  if (error instanceof LocalFileError) return true;
  return error instanceof ReplyError && concernsOneFile(error);
}

// RFC 959 section 4.2.2: 550 not found or no access, 553 name not allowed, 501 and 504 argument not understood.
function concernsOneFile(error: ReplyError): boolean {
  return error.verb === 'STOR' && [501, 504, 550, 553].includes(error.reply.code);
}
