import type { FtpsClient } from '../ftps/index.ts';
import type { Plan } from './plan/plan.ts';
import { parentDirectories } from './plan/remote-path.ts';

/** Number of directories that were created, and that already existed. */
export interface DirectoryCount {
  readonly created: number;
  readonly existing: number;
}

/**
 * Creates the missing directories of a plan, parents first.
 *
 * The remote directory and its parents are probed first, from the innermost upwards: accounts often can't access, let
 * alone create, what is above their own directory. Where that isn't possible, all of them are created, and an upload shows
 * whether they exist.
 *
 * @throws {@link ReplyError} when one is missing and can't be created.
 */
export async function createDirectories(
  client: FtpsClient,
  plan: Pick<Plan, 'remoteDirectory' | 'directories'>,
): Promise<DirectoryCount> {
  const missing = await missingLevels(client, plan.remoteDirectory);
  const wanted = [...missing, ...plan.directories];
  const created = await client.createDirectories(wanted);
  return { created, existing: wanted.length - created };
}

async function missingLevels(client: FtpsClient, remoteDirectory: string): Promise<string[]> {
  if (remoteDirectory === '' || remoteDirectory === '/') return [];
  const levels = [...parentDirectories(remoteDirectory), remoteDirectory];
  let existing = levels.length;
  while (existing > 0) {
    const found = await client.probeDirectory(levels[existing - 1] ?? '');
    if (found === 'unknown') return levels;
    if (found === 'exists') break;
    existing -= 1;
  }
  return levels.slice(existing);
}
