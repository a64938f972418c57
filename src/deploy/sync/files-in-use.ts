import type { SyncJob } from './preparation.ts';
import type { Removal } from './removal.ts';

/** How long deletions of files in use are repeated, and how often, in milliseconds. */
const inUseMs = 30_000;
const pauseMs = 1_000;

/**
 * Deletes files. Behind a maintenance file, those that a program still uses get some time.
 *
 * @returns The files that the server refuses to delete.
 */
export async function deleteFiles(
  removal: Removal,
  paths: readonly string[],
  { clock, maintenance }: Pick<SyncJob, 'clock' | 'maintenance'>,
): Promise<readonly string[]> {
  const end = clock.now() + inUseMs;
  let remaining = await removal.deleteFiles(paths);
  while (remaining.length > 0 && maintenance?.isUp === true && clock.now() < end) {
    await clock.wait(pauseMs);
    remaining = await removal.deleteFiles(remaining);
  }
  return remaining;
}
