import { pathCommand } from '../control/command.ts';
import { replyCode } from '../control/reply.ts';
import type { WorkingDirectory } from '../control/working-directory.ts';
import { Deadline } from '../deadline.ts';
import { ReplyError } from '../errors.ts';
import { limits } from '../limits.ts';
import { MemorySink } from './memory-sink.ts';
import type { Transfer } from './transfer.ts';

/** What to retrieve. */
export interface RetrievalRequest {
  readonly path: string;
  /** A file with more bytes isn't retrieved. */
  readonly maxBytes: number;
  /** Milliseconds for the whole transfer. Default: 10 minutes. */
  readonly maxMs?: number;
}

/** The result of retrieving a file. */
export type Retrieval =
  | { readonly outcome: 'retrieved'; readonly bytes: Buffer }
  /** 550 or 551 without any data: usually the file doesn't exist, but it may be unreadable as well. */
  | { readonly outcome: 'refused'; readonly refusal: ReplyError }
  /** The file is longer than requested, or arrives too slowly. */
  | { readonly outcome: 'cut-off' };

/**
 * Retrieves a file into memory (RETR, RFC 959 section 4.1.3). Both the final reply and the end of the data connection
 * must show success.
 *
 * A connection that is closed without the end of TLS looks like the end of the data. Compare the number of bytes with
 * SIZE where it matters.
 *
 * @throws what {@link WorkingDirectory.enter}, {@link Transfer.open} and {@link Transfer.run} throw.
 */
export async function retrieve(
  transfer: Transfer,
  request: RetrievalRequest,
  working: WorkingDirectory,
): Promise<Retrieval> {
  const { path, maxBytes, maxMs = limits.retrievalMs } = request;
  const missing = await working.enter(path);
  if (missing !== undefined) return refused(new ReplyError(missing.command, missing.reply));
  const sink = new MemorySink(maxBytes);
  const tooLong = new Error('The file is too long.');
  const cutOff = () => {
    transfer.abort(tooLong);
  };
  const data = await transfer.open();
  try {
    await transfer.run(data, {
      command: pathCommand('RETR', working.pathOf(path)),
      move: async () => {
        using _deadline = new Deadline(maxMs, cutOff);
        for await (const chunk of data.receive()) if (!sink.add(chunk)) cutOff();
      },
    });
    return { outcome: 'retrieved', bytes: sink.bytes };
  } catch (error) {
    if (transfer.abortReason === tooLong) return { outcome: 'cut-off' };
    if (sink.bytes.length === 0 && error instanceof ReplyError) return refused(error);
    throw error;
  }
}

/** @throws `refusal` when it isn't about the file, as after 4yz, or when the data connection was lost. */
function refused(refusal: ReplyError): Retrieval {
  const codes: readonly number[] = [replyCode.fileUnavailable, replyCode.pageTypeUnknown];
  const isAboutFile = ['RETR', 'CWD'].includes(refusal.verb) && codes.includes(refusal.reply.code);
  if (!isAboutFile || refusal.isTransient) throw refusal;
  return { outcome: 'refused', refusal };
}
