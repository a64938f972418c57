import net from 'node:net';

import { Deadline } from './deadline.ts';
import type { ConnectionKind, Endpoint } from './errors.ts';
import { ConnectionError, TimeoutError } from './errors.ts';

/**
 * Makes a TCP connection, with Nagle's delay off and keep-alive on: a control connection is silent while a
 * long transfer runs, and middle boxes drop what is silent.
 *
 * @param signal - Gives up connecting when aborted; has no meaning after that.
 * @param onAddress - Told each address that the host's name has.
 * @throws {@link ConnectionError} when it is refused or the host is not known.
 * @throws {@link TimeoutError} after `timeoutMs` without an answer.
 */
export async function connectTcp(
  connection: ConnectionKind,
  endpoint: Endpoint,
  timeoutMs: number,
  signal?: AbortSignal,
  onAddress?: (address: string) => void,
): Promise<net.Socket> {
  const socket = net.connect({
    host: endpoint.host,
    port: endpoint.port,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: 30_000,
  });
  socket.on('lookup', (error: Error | null, address: string) => {
    if (error === null) onAddress?.(address);
  });
  // Not as an option of `connect`: there it would destroy the socket for as long as that lives.
  using _abortion = destroyOnAbort(socket, signal);
  using _deadline = new Deadline(timeoutMs, () => {
    socket.destroy(new TimeoutError(connection, endpoint, 'connect', timeoutMs));
  });
  try {
    await waitForEvent(socket, 'connect');
    return socket;
  } catch (cause) {
    socket.destroy();
    if (cause instanceof TimeoutError) throw cause;
    throw new ConnectionError(connection, endpoint, cause as Error);
  }
}

/** Destroys the socket when the signal is aborted, for as long as this is in scope. */
export function destroyOnAbort(socket: net.Socket, signal: AbortSignal | undefined): Disposable {
  const destroy = () => {
    socket.destroy(signal?.reason as Error);
  };
  if (signal?.aborted === true) destroy();
  signal?.addEventListener('abort', destroy);
  return {
    [Symbol.dispose]() {
      signal?.removeEventListener('abort', destroy);
    },
  };
}

/** Resolves with `event`, rejects with the socket's error or its early end. */
export function waitForEvent(
  socket: net.Socket,
  event: 'connect' | 'secureConnect',
): Promise<void> {
  return new Promise((resolve, reject) => {
    const onEnd = () => {
      onError(Object.assign(new Error('The connection was closed.'), { code: 'ECONNRESET' }));
    };
    const onError = (error: Error) => {
      stop();
      reject(error);
    };
    const onEvent = () => {
      stop();
      resolve();
    };
    const stop = () => {
      socket.off(event, onEvent).off('error', onError).off('close', onEnd);
    };
    socket.once(event, onEvent).once('error', onError).once('close', onEnd);
  });
}
