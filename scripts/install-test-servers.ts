/**
 * Unpacks the FTP servers that some tests talk to, from Debian packages, below `.servers/`:
 *
 *     node scripts/install-test-servers.ts
 *
 * Nothing is installed on the system: the servers conflict with each other as packages, and a
 * machine that runs tests should not end up with an FTP server that starts at boot.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import {
  pythonFor,
  searchPaths,
  SERVER_NAMES,
  SERVER_PACKAGES,
  SERVERS_DIRECTORY,
} from '../test/support/real-servers/installed.ts';
import type { ServerName } from '../test/support/real-servers/types.ts';
import { unpackPackages, type UnpackOutcome } from './unpack-packages.ts';

const BINARIES: Readonly<Record<ServerName, readonly string[]>> = {
  vsftpd: ['usr/sbin/vsftpd'],
  proftpd: ['usr/sbin/proftpd', 'usr/lib/proftpd/mod_tls.so', 'usr/lib/proftpd/mod_digest.so'],
  'pure-ftpd': ['usr/sbin/pure-ftpd', 'usr/bin/pure-pw'],
  pyftpdlib: [],
};

/** Unpacks the servers that are not there yet; quick when all are. */
export function installTestServers(): Promise<UnpackOutcome> {
  const sets = SERVER_NAMES.map((name) => ({
    name,
    packages: SERVER_PACKAGES[name],
    binaries: BINARIES[name],
    ...(name === 'pyftpdlib' ? { verify: verifyPyftpdlib } : {}),
  }));
  return unpackPackages(sets, SERVERS_DIRECTORY);
}

async function verifyPyftpdlib(directory: string): Promise<void> {
  const program = 'import OpenSSL.SSL, pyftpdlib.handlers; pyftpdlib.handlers.TLS_FTPHandler';
  await promisify(execFile)(pythonFor(directory), ['-W', 'ignore', '-c', program], {
    env: { ...process.env, ...searchPaths(directory), PYTHONDONTWRITEBYTECODE: '1' },
  });
}

if (import.meta.main) {
  const started = performance.now();
  const result = await installTestServers();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (result.outcome === 'unavailable') {
    console.error(`Test servers are unavailable. ${result.reason}`);
    process.exitCode = 1;
  } else if (result.unpacked.length === 0) {
    console.log('Test servers are installed already.');
  } else {
    console.log(`Unpacked ${result.unpacked.join(', ')} in ${seconds} s.`);
  }
}
