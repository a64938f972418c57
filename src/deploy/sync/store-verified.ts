import { StateError } from './errors.ts';
import { maxStateBytes } from './state.ts';
import type { AfterTransfer, FileStatus, Refusal, RemoteFiles } from './remote-files.ts';

const maxAttempts = 3;

/** A file that has arrived, and what the server said about others after that; empty if it wasn't asked. */
export interface StoredFile {
  readonly kind: 'stored';
  readonly statuses: readonly FileStatus[];
}

/**
 * Stores a small file and compares its size on the server, or its content if the server doesn't report sizes.
 *
 * @param others - Other files to ask about right after that.
 * @returns The refusal, if the server refuses to store it; otherwise what it said about the others, if it did.
 * @throws {@link StateError} when it doesn't arrive whole.
 */
export async function storeVerified(
  remote: RemoteFiles,
  path: string,
  bytes: Buffer,
  others: readonly string[] = [],
): Promise<Refusal | StoredFile> {
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    let answers: readonly FileStatus[] = [];
    const after: AfterTransfer = {
      paths: [path, ...others],
      transferFollows: false,
      answered: (statuses) => {
        answers = statuses;
      },
    };
    const refusal = await tryChange(remote, () => remote.store(path, bytes, after));
    if (refusal !== 'unknown' && refusal !== undefined) return refusal;
    const [own, ...statuses] = answers;
    if (own?.size === bytes.length || (await isStored(remote, path, bytes))) {
      return { kind: 'stored', statuses };
    }
  }
  throw new StateError('write-failed', `${path} could not be stored completely.`);
}

/** Whether a file has this content, by its size if the server reports sizes. */
async function isStored(remote: RemoteFiles, path: string, bytes: Buffer): Promise<boolean> {
  const [size] = await remote.sizes([path]);
  if (size !== 'unknown') return size === bytes.length;
  return await hasContent(remote, path, bytes);
}

/** Whether a file is this one in any case: a file of another run can have the same size. */
export async function hasContent(
  remote: RemoteFiles,
  path: string,
  bytes: Buffer,
): Promise<boolean> {
  const [size] = await remote.sizes([path]);
  if (size !== 'unknown' && size !== bytes.length) return false;
  return (await remote.retrieve(path, maxStateBytes))?.equals(bytes) === true;
}

/** Sends a command that changes something, over an open connection. */
export async function tryChange<T>(
  remote: RemoteFiles,
  change: () => Promise<T>,
): Promise<T | 'unknown'> {
  await remote.connect();
  try {
    return await change();
  } catch (error) {
    if (remote.isTransient(error as Error)) return 'unknown';
    throw error;
  }
}
