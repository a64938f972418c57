import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { searchPaths } from '../../test/support/real-servers/installed.ts';
import type { Client, Command, Task } from './client.ts';

/** Where clients from Debian packages are unpacked, one directory each. */
export const DEBIAN_CLIENTS_DIRECTORY = resolve(import.meta.dirname, '../.clients');

/** The clients that are Debian packages. Package and program have the same name. */
export const DEBIAN_CLIENTS = ['lftp', 'curl', 'rclone'] as const;

/** A client from a Debian package. `command` gets the path of the program. */
export function debianClient(
  name: (typeof DEBIAN_CLIENTS)[number],
  command: (program: string, task: Task) => Promise<Command>,
): Client {
  const directory = join(DEBIAN_CLIENTS_DIRECTORY, name);
  const program = join(directory, 'usr/bin', name);
  const { LD_LIBRARY_PATH = '' } = searchPaths(directory);
  const libraries = { LD_LIBRARY_PATH };
  return {
    async version() {
      const { stdout } = await promisify(execFile)(program, ['--version'], { env: libraries });
      return /\d+(\.\d+)+\S*/.exec(stdout)?.[0] ?? 'unknown version';
    },
    async command(task) {
      const { env, ...others } = await command(program, task);
      return { ...others, env: { ...libraries, ...env } };
    },
  };
}
