/**
 * Unpacks the FTP servers that some tests use from Debian packages, into `.servers/`:
 *
 *     node scripts/install-test-servers.ts
 *
 * The packages conflict with each other, and a machine that runs tests should not start an FTP server at boot. So nothing
 * is installed on the system.
 */
import {
  SERVER_NAMES,
  SERVER_PACKAGES,
  SERVERS_DIRECTORY,
} from '../test/support/real-servers/installed.ts';
import { unpackPackages } from './unpack-packages.ts';

/** Unpacks the servers that are missing. Returns why that failed; `undefined` if all are unpacked. */
export function installTestServers(signal?: AbortSignal): Promise<string | undefined> {
  const sets = SERVER_NAMES.map((name) => ({ name, packages: SERVER_PACKAGES[name] }));
  return unpackPackages(sets, SERVERS_DIRECTORY, signal);
}

if (import.meta.main) {
  const problem = await installTestServers();
  console.log(problem ?? 'The test servers are unpacked.');
  if (problem !== undefined) process.exitCode = 1;
}
