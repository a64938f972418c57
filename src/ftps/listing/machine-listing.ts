import { pathCommand } from '../control/command.ts';
import { Exchange } from '../control/exchange.ts';
import { isFileRefusal } from '../control/reply.ts';
import type { WorkingDirectory } from '../control/working-directory.ts';
import type { Transfer } from '../data/transfer.ts';
import { Deadline } from '../deadline.ts';
import { ReplyError } from '../errors.ts';
import { LineSplitter } from './line-splitter.ts';
import type { ListingEntry, ListingRequest } from './listing-entry.ts';
import { ListingEntries } from './listing-entry.ts';
import { parseMachineLine } from './machine-line.ts';
import { limits } from '../limits.ts';

/** The result of listing a directory. */
export type MachineListing =
  | { readonly outcome: 'listed'; readonly entries: ReadonlyMap<string, ListingEntry> }
  /** The directory doesn't exist or can't be read, or the server doesn't support MLSD. */
  | { readonly outcome: 'refused'; readonly refusal: ReplyError }
  /** The server says that it has left files out, or the listing is too long. */
  | { readonly outcome: 'truncated' };

/**
 * Lists a directory in a defined format (MLSD, RFC 3659 section 7). The listing is parsed while it arrives, and only what
 * the request accepts is kept.
 *
 * Some servers leave out files whose names they can't represent, so a listing doesn't show that a file is missing.
 *
 * @throws what {@link WorkingDirectory.enter}, {@link Transfer.open} and {@link Transfer.run} throw.
 */
export async function listDirectory(
  transfer: Transfer,
  request: ListingRequest,
  working: WorkingDirectory,
): Promise<MachineListing> {
  const path = request.path === '' ? '' : `${request.path}/`;
  const missing = await working.enter(path);
  if (missing !== undefined) return refused(new ReplyError(missing.command, missing.reply));
  const sent = working.pathOf(path) === '' ? '.' : request.path;
  const exchange = new Exchange(pathCommand('MLSD', sent));
  const listing = new ListingEntries(request);
  const lines = new LineSplitter();
  const tooLong = new Error('The listing is too long.');
  const cutOff = () => {
    transfer.abort(tooLong);
  };
  const data = await transfer.open();
  try {
    await transfer.run(data, {
      command: exchange,
      move: async () => {
        using _deadline = new Deadline(limits.directoryMs, cutOff);
        let bytes = 0;
        for await (const chunk of data.receive()) {
          bytes += chunk.length;
          if (bytes > limits.directoryBytes) cutOff();
          for (const line of lines.push(chunk)) listing.add(parseMachineLine(line));
        }
      },
    });
  } catch (error) {
    if (transfer.abortReason === tooLong) return { outcome: 'truncated' };
    if (error instanceof ReplyError) return refused(error);
    throw error;
  }
  // Pure-FTPd stops at 10,000 files: `226 Output truncated to 10000 matches`.
  const { lines: text } = await exchange.final;
  if (lines.isMidLine || /truncated/i.test(text.join('\n'))) return { outcome: 'truncated' };
  return { outcome: 'listed', entries: listing.entries };
}

/** @throws `refusal` when it isn't about the directory. */
function refused(refusal: ReplyError): MachineListing {
  if (!['MLSD', 'CWD'].includes(refusal.verb) || !isFileRefusal(refusal.reply)) throw refusal;
  return { outcome: 'refused', refusal };
}
