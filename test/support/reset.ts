import type net from 'node:net';

/**
 * Resets a connection. One that is shutting down, because its other end has come to an end, is closed instead: libuv
 * refuses to reset it, and leaves it open for good.
 *
 * @param upper - The TLS socket on top, where there is one.
 */
export function resetConnection(tcp: net.Socket, upper: net.Socket = tcp): void {
  // Never both: the one takes the other with it, and Node crashes when a TLS socket goes twice.
  if (tcp.writableEnded || upper.writableEnded) upper.destroy();
  else tcp.resetAndDestroy();
}
