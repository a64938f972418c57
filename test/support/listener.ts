import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import net from 'node:net';

/** The loopback addresses that the test servers listen on. */
export type LoopbackHost = '127.0.0.1' | '::1';

/** A TCP port on loopback; leaving its scope destroys every connection that it accepted. */
export interface Listener extends AsyncDisposable {
  readonly port: number;
  /** Takes no further connection and leaves the accepted ones alone. */
  stop(): void;
}

/**
 * Listens on a loopback address.
 *
 * @param accept - Gets each connection paused, so that nothing is read before it says so.
 * @param port - Default: one that is free.
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
    socket.on('error', () => undefined); // a reset is what many tests are about
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
      // One that was reset under TLS when its client had ended never says that it is closed.
      const open = [...sockets].filter((socket) => !socket.destroyed);
      const closed = open.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
      for (const socket of open) socket.destroy();
      await Promise.all(closed);
    },
  };
}

/**
 * A port of the loopback interface on which nothing listens. Not one that was free a moment ago: those are what other
 * tests get for their servers.
 */
export const closedPort = 1;
