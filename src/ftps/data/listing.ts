import type { Command } from '../control/command.ts';
import { Deadline } from '../deadline.ts';
import { limits } from '../limits.ts';
import type { Transfer } from './transfer.ts';

/**
 * Receives a directory listing and discards it (RFC 959 section 5.4, RFC 3659 section 7): this tests the data
 * connection without a change on the server.
 *
 * A listing that is too long is cut off, and counts as a success: the data connection works.
 *
 * @param list - MLSD or LIST.
 * @throws what {@link Transfer.open} and {@link Transfer.run} throw.
 */
export async function discardListing(transfer: Transfer, list: Command): Promise<void> {
  const tooLong = new Error('The listing is too long.');
  const cutOff = () => {
    transfer.abort(tooLong);
  };
  const data = await transfer.open();
  try {
    await transfer.run(data, {
      command: list,
      move: async () => {
        using _deadline = new Deadline(limits.listingMs, cutOff);
        let bytes = 0;
        for await (const chunk of data.receive()) {
          bytes += chunk.length;
          if (bytes > limits.listingBytes) cutOff();
        }
      },
    });
  } catch (error) {
    if (transfer.abortReason !== tooLong) throw error;
  }
}
