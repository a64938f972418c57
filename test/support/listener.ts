import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import net from 'node:net';

/** The loopback addresses on which test servers can listen. */
export type LoopbackHost = '127.0.0.1' | '::1';

/** A TCP port on loopback; disposal destroys every accepted connection. */
export interface Listener extends AsyncDisposable {
  readonly port: number;
  /** Accepts no further connections; the accepted ones stay open. */
  stop(): void;
}

/**
 * Listens on a loopback address.
 *
 * @param accept - Receives each connection paused, so that no data is lost before it attaches its listeners.
 * @param port - Default: a free port.
 */
export async function listen(
  host: LoopbackHost,
  accept: (socket: net.Socket) => void,
  port = 0,
): Promise<Listener> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer({ pauseOnConnect: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => undefined); // many tests reset connections
    accept(socket);
  });
  await once(server.listen(port, host), 'listening');
  const stop = () => {
    if (server.listening) server.close();
  };
  return {
    port: (server.address() as AddressInfo).port,
    stop,
    [Symbol.asyncDispose]: async () => {
      stop();
      // Node emits no `close` for a TLS connection that was reset after its client had ended.
      const open = [...sockets].filter((socket) => !socket.destroyed);
      const closed = open.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
      for (const socket of open) socket.destroy();
      await Promise.all(closed);
    },
  };
}

/**
 * A port on which nothing listens. A port that was free a moment ago wouldn't do: the servers of other tests get those.
 */
export const closedPort = 1;
