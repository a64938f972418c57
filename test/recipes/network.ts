import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** Maps hosts with ports, such as `ftp.example.com:990`, to ports on the loopback interface. */
export type Network = Readonly<Record<string, number>>;

/** The environment variable that passes the network to the action. */
export const networkVariable = 'TEST_NETWORK';

/**
 * Environment variables that redirect a process's connections, as a hosts file and port forwarding would. The program,
 * its inputs and the host names that it verifies are unchanged.
 */
export function networkEnvironment(network: Network): Record<string, string> {
  const preload = pathToFileURL(path.join(import.meta.dirname, 'preload-network.ts'));
  return { NODE_OPTIONS: `--import ${preload.href}`, [networkVariable]: JSON.stringify(network) };
}
