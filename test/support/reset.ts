import type net from 'node:net';

/**
 * Resets a connection. If it's already shutting down, closes it instead: libuv refuses to reset it and leaves it open.
 *
 * @param upper - The TLS socket on top of it, if any.
 */
export function resetConnection(tcp: net.Socket, upper: net.Socket = tcp): void {
  // Only one of them: it destroys the other, and Node crashes when a TLS socket is destroyed twice.
  if (tcp.writableEnded || upper.writableEnded) upper.destroy();
  else tcp.resetAndDestroy();
}
