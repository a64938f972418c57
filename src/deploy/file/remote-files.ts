/** What the server has under a path. */
import type { FtpsClient } from '../../ftps/index.ts';
import { formatReply, ReplyError } from '../../ftps/index.ts';
import { FileNameError } from '../errors.ts';

/**
 * The size of a file in bytes; `missing` when the server rejects SIZE, undefined when it doesn't support SIZE.
 *
 * @throws {@link ReplyError} when it refuses temporarily.
 */
export async function sizeIfExists(
  client: FtpsClient,
  path: string,
): Promise<number | 'missing' | undefined> {
  try {
    return await client.size(path);
  } catch (error) {
    if (error instanceof ReplyError && !error.isTransient) return 'missing';
    throw error;
  }
}

/**
 * Whether a path is a directory. CWD decides: some servers reply to SIZE of a directory as well. Without a login
 * directory, which CWD has to return to, SIZE shows at least a file.
 *
 * @throws {@link ReplyError} when the server refuses temporarily.
 */
export async function kindOf(
  client: FtpsClient,
  path: string,
): Promise<'directory' | 'other' | 'unknown'> {
  if (client.loginDirectory !== undefined) {
    return (await client.probeDirectory(path)) === 'exists' ? 'directory' : 'other';
  }
  return typeof (await sizeIfExists(client, path)) === 'number' ? 'other' : 'unknown';
}

/** The error for a file whose name a directory has; `refusal` is what the server has said to that. */
export function directoryConflict(refusal: ReplyError | undefined): FileNameError {
  const reply = refusal === undefined ? '' : ` (${formatReply(refusal.reply)})`;
  const message = `A directory of that name exists on the server${reply}.`;
  return new FileNameError('directory-exists', message, { cause: refusal });
}

/** Asks for a file. Returns what identifies it, or undefined if the server doesn't find or know it. */
type Question = (client: FtpsClient, path: string) => Promise<string | undefined>;

const bySize: Question = async (client, path) => {
  const size = await sizeIfExists(client, path);
  return typeof size === 'number' ? String(size) : undefined;
};

const byTime: Question = async (client, path) => await client.files.modificationTime(path);

/** RNFR without RNTO changes nothing (RFC 959 section 4.1.3). */
const byRename: Question = async (client, path) => {
  const refusal = await client.files.renameFrom(path);
  if (refusal?.isTransient === true) throw refusal;
  return refusal === undefined ? 'exists' : undefined;
};

/** A command that shows whether a file exists. */
interface Found {
  readonly ask: Question;
  /** What identifies the file that was asked for. */
  readonly identity: string;
}

/**
 * Finds a command that shows whether a file exists: SIZE, MDTM or RNFR, the first that recognizes an existing file.
 *
 * @returns undefined when none does.
 */
export async function findQuestion(
  client: FtpsClient,
  existingPath: string,
): Promise<Found | undefined> {
  for (const ask of [bySize, byTime, byRename]) {
    const identity = await ask(client, existingPath);
    if (identity !== undefined) return { ask, identity };
  }
  return undefined;
}
