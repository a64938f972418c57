import { Deadline } from '../deadline.ts';
import { limits } from '../limits.ts';
import type { DataConnection } from './data-connection.ts';

/**
 * Reads what arrives on an unencrypted data connection before anything is sent: a line, or less after a short time. A
 * server that starts TLS sends nothing then. Closes the connection.
 *
 * @throws {@link ConnectionError}, {@link TimeoutError} when it can't be opened.
 */
export async function readUnencrypted(data: DataConnection): Promise<Buffer> {
  const end = new Error('Enough was read.');
  using _deadline = new Deadline(limits.unencryptedDataMs, () => {
    data.abort(end);
  });
  const chunks: Buffer[] = [];
  let bytes = 0;
  await data.connected();
  try {
    for await (const chunk of data.receive()) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (chunk.includes('\n') || bytes > limits.replyLineBytes) break;
    }
  } catch {
    // What has arrived counts.
  }
  data.abort(end);
  return Buffer.concat(chunks);
}
