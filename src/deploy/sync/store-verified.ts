import { StateError } from './errors.ts';
import type { Refusal, RemoteFiles } from './remote-files.ts';

const maxAttempts = 3;

/**
 * Stores a small file and compares its size on the server, or its content if the server doesn't report sizes.
 *
 * @returns The refusal, if the server refuses to store it.
 * @throws {@link StateError} when it doesn't arrive whole.
 */
export async function storeVerified(
  remote: RemoteFiles,
  path: string,
  bytes: Buffer,
): Promise<Refusal | undefined> {
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    const refusal = await tryChange(remote, () => remote.store(path, bytes));
    if (refusal !== 'unknown' && refusal !== undefined) return refusal;
    if (await isStored(remote, path, bytes)) return undefined;
  }
  throw new StateError('write-failed', `${path} could not be stored completely.`);
}

/** Whether a file has this content, by its size if the server reports sizes. */
export async function isStored(remote: RemoteFiles, path: string, bytes: Buffer): Promise<boolean> {
  const [size] = await remote.sizes([path]);
  if (size !== 'unknown') return size === bytes.length;
  const stored = await remote.retrieve(path, bytes.length + 1);
  return stored?.equals(bytes) === true;
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
