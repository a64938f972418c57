import { ReplyParser } from '../../src/ftps/control/reply-parser.ts';
import type { Reply } from '../../src/ftps/control/reply.ts';

/** Parses one reply. */
export function reply(text: string): Reply {
  const [only] = new ReplyParser().push(Buffer.from(`${text}\r\n`));
  if (only === undefined) throw new Error(`Not a complete reply: ${text}`);
  return only;
}

/** Divides bytes into chunks of one size. */
export function* inChunks(bytes: Buffer, bytesPerChunk: number): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += bytesPerChunk) {
    yield bytes.subarray(start, start + bytesPerChunk);
  }
}
