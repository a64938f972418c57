import type { FtpsClient } from '../ftps/index.ts';
import type { Plan } from './plan/plan.ts';
import { parentDirectories, wirePath } from './plan/remote-path.ts';

/** How many directories were made, and how many were found. */
export interface DirectoryCount {
  readonly created: number;
  readonly existing: number;
}

/**
 * Makes the directories of a plan that are missing, each once and its parent before it.
 *
 * The remote directory itself is looked for first, from its end upwards: accounts often may not see, let alone make,
 * what lies above their own directory.
 *
 * @throws {@link ReplyError} when one is missing and cannot be made.
 */
export async function createDirectories(client: FtpsClient, plan: Plan): Promise<DirectoryCount> {
  const missing = await missingLevels(client, plan.remoteDirectory);
  const wanted = [...missing, ...plan.directories];
  const made = await client.createDirectories(wanted.map(wirePath));
  return { created: made, existing: wanted.length - made };
}

async function missingLevels(client: FtpsClient, remoteDirectory: string): Promise<string[]> {
  if (remoteDirectory === '' || remoteDirectory === '/') return [];
  const levels = [...parentDirectories(remoteDirectory), remoteDirectory];
  let present = levels.length;
  while (present > 0 && !(await client.directoryExists(wirePath(levels[present - 1] ?? '')))) {
    present -= 1;
  }
  return levels.slice(present);
}
