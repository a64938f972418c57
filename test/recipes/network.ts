import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where connections lead instead: the port on loopback, by host and port such as `ftp.example.com:990`. */
export type Network = Readonly<Record<string, number>>;

/** The environment variable that carries the network to the action's process. */
export const networkVariable = 'TEST_NETWORK';

/**
 * Environment variables that put a process into a network of its own, as a hosts file and a forwarding of ports would:
 * the program, its inputs and the names it asks certificates for stay as they are.
 */
export function inNetwork(network: Network): Record<string, string> {
  const preload = pathToFileURL(path.join(import.meta.dirname, 'preload-network.ts'));
  return { NODE_OPTIONS: `--import ${preload.href}`, [networkVariable]: JSON.stringify(network) };
}
