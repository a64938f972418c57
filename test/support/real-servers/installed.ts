import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { arch } from 'node:os';
import { join, resolve } from 'node:path';
import type { ServerName } from './types.ts';

/** Where the packages are unpacked, one directory a server; git ignores it. */
export const SERVERS_DIRECTORY = resolve(import.meta.dirname, '../../../.servers');

/** The Debian packages of each server; what they depend on is found out by apt. */
export const SERVER_PACKAGES: Readonly<Record<ServerName, readonly string[]>> = {
  vsftpd: ['vsftpd'],
  proftpd: ['proftpd-core', 'proftpd-mod-crypto'],
  'pure-ftpd': ['pure-ftpd', 'pure-ftpd-common'],
  pyftpdlib: ['python3-pyftpdlib', 'python3-openssl'],
};

/** All servers, in the order in which they are reported. */
export const SERVER_NAMES = Object.keys(SERVER_PACKAGES) as ServerName[];

/** The file that says a directory is complete, and from which packages it came. */
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

/** Names the system that packages were resolved for: another one may lack other libraries. */
export function systemIdentity(): string {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  const field = (key: string): string =>
    new RegExp(`^${key}="?([^"\n]*)"?$`, 'm').exec(release)?.[1] ?? 'unknown';
  return `${field('ID')} ${field('VERSION_ID')} ${arch()}`;
}

/** Whether a server was unpacked completely, and on this system. */
export function isUnpacked(name: ServerName): boolean {
  return isComplete(unpackedDirectory(name));
}

/** Whether packages were unpacked completely into a directory, and on this system. */
export function isComplete(directory: string): boolean {
  try {
    const text = readFileSync(join(directory, STAMP_FILE), 'utf8');
    return (JSON.parse(text) as Stamp).system === systemIdentity();
  } catch {
    return false;
  }
}

/** The variables that let programs find what was unpacked below a directory. */
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
 * The interpreter for unpacked Python packages: Debian's, because they are made for its version.
 * It is unpacked too where the system has none.
 */
export function pythonFor(unpacked: string): string {
  const own = join(unpacked, 'usr/bin/python3');
  return existsSync(own) ? own : '/usr/bin/python3';
}
