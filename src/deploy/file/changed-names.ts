import type { FtpsClient } from '../../ftps/index.ts';
import { FileNameError } from '../errors.ts';
import { sizeIfExists } from './remote-files.ts';

const controls = /\p{Cc}/u;

/**
 * Whether servers are known to change such a name while they confirm it: one that has white space at the start or end of
 * a segment, or control characters. Pure-FTPd replaces them by `_`.
 */
export function mayBeChanged(path: string): boolean {
  return controls.test(path) || path.split('/').some((segment) => /^\s|\s$/.test(segment));
}

/**
 * Checks that the server knows an uploaded file by its own name, and not by a changed one that it computes from both.
 *
 * @throws {@link FileNameError} when it doesn't; {@link ReplyError} when the server refuses temporarily.
 */
export async function checkName(client: FtpsClient, path: string): Promise<void> {
  const size = await sizeIfExists(client, path);
  if (size === undefined) return;
  if (size === 'missing' || (await isConfused(client, path, size))) {
    throw new FileNameError(
      'changed',
      'The server has stored the file under another name: it replaces spaces at the start or end of names, or control characters.',
    );
  }
}

/** Whether the server finds the file by other control characters as well, in a name that no file has. */
async function isConfused(client: FtpsClient, path: string, size: number): Promise<boolean> {
  if (!controls.test(path)) return false;
  const other = path.replace(/\p{Cc}/gu, (character) => (character === '\x01' ? '\x02' : '\x01'));
  return (await sizeIfExists(client, other)) === size;
}
