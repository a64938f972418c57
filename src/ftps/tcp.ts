import net from 'node:net';

import { Deadline } from './deadline.ts';
import { ConnectionError, TimeoutError } from './connection-errors.ts';
import type { ConnectionKind, Endpoint } from './endpoint.ts';
import { limits } from './limits.ts';

/** Where to connect, and how long to wait. */
export interface TcpOptions {
  readonly connection: ConnectionKind;
  readonly endpoint: Endpoint;
  readonly timeoutMs: number;
  /** Stops connecting when aborted; has no effect after that. */
  readonly signal?: AbortSignal | undefined;
  /** Called with each address of the host name. */
  readonly onAddress?: (address: string) => void;
}

/**
 * Opens a TCP connection without Nagle's algorithm and with keep-alive: the control connection is idle during a long
 * transfer, and firewalls drop idle connections.
 *
 * @throws {@link ConnectionError} when the connection is refused or the host name isn't found.
 * @throws {@link TimeoutError} when there is no response within `timeoutMs`.
 */
export async function connectTcp(options: TcpOptions): Promise<net.Socket> {
  const { connection, endpoint, timeoutMs, signal, onAddress } = options;
  const socket = net.connect({
    host: endpoint.host,
    port: endpoint.port,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: 30_000,
    autoSelectFamilyAttemptTimeout: Math.min(limits.addressAttemptMs, timeoutMs),
  });
  socket.on('lookup', (error: Error | null, address: string) => {
    if (error === null) onAddress?.(address);
  });
  // As an option of `net.connect`, the signal would destroy the socket even after it was connected.
  using _abortion = destroyOnAbort(socket, signal);
  using _deadline = new Deadline(timeoutMs, () => {
    socket.destroy(new TimeoutError({ connection, endpoint, phase: 'connect', timeoutMs }));
  });
  try {
    await waitForEvent(socket, 'connect');
    return socket;
  } catch (cause) {
    socket.destroy();
    if (cause instanceof TimeoutError) throw cause;
    throw new ConnectionError({ connection, endpoint, cause: cause as Error });
  }
}

/** Destroys the socket when the signal is aborted, until disposed. */
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

/** Resolves with `event`; rejects when the socket fails or is closed. */
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
