import type net from 'node:net';
import tls from 'node:tls';

import type { CommandScope } from './command.ts';

/** Starts TLS on a data connection unless the server has none; `undefined` if the handshake fails. */
export async function secureData(
  { server }: CommandScope,
  raw: net.Socket,
): Promise<net.Socket | undefined> {
  if (server.tls === undefined) return raw;
  try {
    const secured = await server.tls.secureData(raw);
    if (secured.isSessionReused()) server.dataConnectionsResumed++;
    return secured;
  } catch {
    return undefined;
  }
}

/** Whether a data connection satisfies `requireSessionReuse`. */
export function mayBeUsed({ server }: CommandScope, data: net.Socket): boolean {
  const { requireSessionReuse = true } = server.options;
  return !requireSessionReuse || !(data instanceof tls.TLSSocket) || data.isSessionReused();
}
