import type { FtpsClient } from '../../ftps/index.ts';
import { VerificationError } from '../errors.ts';
import type { FileHash } from './file-hash.ts';
import type { OnceNotifier } from '../once-notifier.ts';

/** How an upload is verified: the input `verify-uploads`, and in a result what was really done. */
export type Verification = 'size' | 'checksum' | 'none';

/** What should be on the server. */
export interface Expected {
  readonly path: string;
  readonly sizeBytes: number;
  /** Holds the hash that the client's checksum method asks for. */
  readonly hash: FileHash;
}

/**
 * Compares what is on the server with what was sent.
 *
 * @returns What was compared: `none` for a server without SIZE, which gets one notice.
 * @throws {@link VerificationError} when they differ; {@link ReplyError} when the server refuses to tell.
 */
export async function verifyUpload(
  client: FtpsClient,
  expected: Expected,
  wanted: Verification,
  notices: OnceNotifier,
): Promise<Verification> {
  switch (wanted) {
    case 'none':
      return 'none';
    case 'size':
      return verifySize(client, expected, notices);
    case 'checksum':
      return verifyChecksum(client, expected);
  }
}

async function verifySize(
  client: FtpsClient,
  expected: Expected,
  notices: OnceNotifier,
): Promise<Verification> {
  const size = await client.size(expected.path);
  if (size === undefined) {
    notices.once(
      'The server does not know SIZE: the sizes of the uploaded files were not compared.',
    );
    return 'none';
  }
  if (size !== expected.sizeBytes) {
    const problem = `the server has ${size} bytes of ${expected.sizeBytes}`;
    throw new VerificationError(expected.path, problem);
  }
  return 'size';
}

async function verifyChecksum(client: FtpsClient, expected: Expected): Promise<Verification> {
  const method = client.checksumMethod;
  if (method === undefined) throw new Error('A checksum was asked for where there is none.');
  const remote = await client.checksum(expected.path, method);
  if (remote !== expected.hash.checksum) {
    const problem = `its ${method.hash} is ${remote}, not ${expected.hash.checksum}`;
    throw new VerificationError(expected.path, problem);
  }
  return 'checksum';
}
