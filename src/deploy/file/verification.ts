import type { ChecksumMethod, CommandReply, FtpsClient } from '../../ftps/index.ts';
import { VerificationError } from '../errors.ts';

/** How an upload is verified: the input `verify-uploads`, and in a result what was actually verified. */
export type Verification = 'size' | 'checksum' | 'none';

/** An uploaded file as it should be. */
export interface ExpectedFile {
  readonly path: string;
  readonly sizeBytes: number;
}

/**
 * Compares the reply to SIZE with the size of the local file.
 *
 * @returns False when the reply contains no size, or a sentence with another number.
 * @throws {@link VerificationError} when the sizes differ; {@link ReplyError} when the server rejects SIZE.
 */
export function verifySize(client: FtpsClient, answer: CommandReply, file: ExpectedFile): boolean {
  const size = client.files.parseSize(answer);
  const { path, sizeBytes } = file;
  if (size?.bytes === sizeBytes) return true;
  if (size?.isPlain !== true) return false;
  const problem =
    size.bytes < sizeBytes
      ? `is incomplete on the server: ${size.bytes} of ${sizeBytes} bytes`
      : `has ${size.bytes} bytes on the server instead of ${sizeBytes}`;
  throw new VerificationError(path, problem);
}

/**
 * Compares the checksum of the server with that of the local file.
 *
 * @param file.checksum - Lowercase hexadecimal.
 * @throws {@link VerificationError} when they differ; {@link ReplyError} when the server rejects the command.
 */
export async function verifyChecksum(
  client: FtpsClient,
  method: ChecksumMethod,
  file: ExpectedFile & { readonly checksum: string },
): Promise<void> {
  const remote = await client.files.checksum(file.path, method);
  if (remote === file.checksum) return;
  throw new VerificationError(
    file.path,
    `is damaged on the server: its ${method.hash} is ${remote} instead of ${file.checksum}`,
  );
}
