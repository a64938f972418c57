import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { searchPaths } from '../../test/support/real-servers/installed.ts';

/** Where the clients from Debian packages are unpacked, one directory each; git ignores it. */
export const PEERS_DIRECTORY = resolve(import.meta.dirname, '../.peers');

/** The clients that are Debian packages, each one program of the package's name. */
export const DEBIAN_PEERS = ['lftp', 'curl', 'rclone'] as const;

/** The name of such a client. */
export type DebianPeer = (typeof DEBIAN_PEERS)[number];

/** An unpacked program, and the variables that let it find its libraries. */
export function unpackedPeer(name: DebianPeer): { program: string; env: Record<string, string> } {
  const directory = join(PEERS_DIRECTORY, name);
  const { LD_LIBRARY_PATH = '' } = searchPaths(directory);
  return { program: join(directory, 'usr/bin', name), env: { LD_LIBRARY_PATH } };
}

/** What the program says about itself, the first line of it. */
export async function peerVersion(name: DebianPeer, option = '--version'): Promise<string> {
  const { program, env } = unpackedPeer(name);
  const { stdout } = await promisify(execFile)(program, [option], { env });
  return /\d+(\.\d+)+\S*/.exec(stdout)?.[0] ?? 'unknown version';
}
