import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { arch } from 'node:os';
import { join, resolve } from 'node:path';
import type { ServerName } from './types.ts';

/** Where the packages are unpacked, one directory per server; ignored by git. */
export const SERVERS_DIRECTORY = resolve(import.meta.dirname, '../../../.servers');

/** The Debian packages of each server; apt resolves their dependencies. */
export const SERVER_PACKAGES: Readonly<Record<ServerName, readonly string[]>> = {
  vsftpd: ['vsftpd'],
  proftpd: ['proftpd-core', 'proftpd-mod-crypto'],
  'pure-ftpd': ['pure-ftpd', 'pure-ftpd-common'],
  pyftpdlib: ['python3-pyftpdlib', 'python3-openssl'],
};

/** All servers, in the order in which they are reported. */
export const SERVER_NAMES = Object.keys(SERVER_PACKAGES) as ServerName[];

/** The file that marks a directory as complete and lists its packages. */
export const STAMP_FILE = 'unpacked.json';

/** What the stamp file records. */
export interface Stamp {
  readonly system: string;
  readonly packages: readonly string[];
}

/** The directory of one server's unpacked packages. */
export function unpackedDirectory(name: ServerName): string {
  return join(SERVERS_DIRECTORY, name);
}

/** Identifies the system for which packages were resolved: another one may need other libraries. */
export function systemIdentity(): string {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  const field = (key: string): string =>
    new RegExp(`^${key}="?([^"\n]*)"?$`, 'm').exec(release)?.[1] ?? 'unknown';
  return `${field('ID')} ${field('VERSION_ID')} ${arch()}`;
}

/** Whether a server was unpacked completely on this system. */
export function isUnpacked(name: ServerName): boolean {
  return isComplete(unpackedDirectory(name));
}

/** Whether a directory was unpacked completely on this system. */
export function isComplete(directory: string): boolean {
  try {
    const text = readFileSync(join(directory, STAMP_FILE), 'utf8');
    return (JSON.parse(text) as Stamp).system === systemIdentity();
  } catch {
    return false;
  }
}

/** Environment variables for programs in a directory of unpacked packages. */
export function searchPaths(unpacked: string): Record<string, string> {
  const libraries = ['usr/lib', 'lib'].flatMap((parent) => {
    const directory = join(unpacked, parent);
    const triplets = existsSync(directory)
      ? readdirSync(directory).filter((entry) => entry.endsWith('-linux-gnu'))
      : [];
    return triplets.map((triplet) => join(directory, triplet));
  });
  return {
    LD_LIBRARY_PATH: libraries.join(':'),
    PYTHONPATH: join(unpacked, 'usr/lib/python3/dist-packages'),
  };
}

/**
 * The interpreter for unpacked Python packages: Debian's, because they are built for its version. It's unpacked too if the
 * system has none.
 */
export function pythonFor(unpacked: string): string {
  const own = join(unpacked, 'usr/bin/python3');
  return existsSync(own) ? own : '/usr/bin/python3';
}
