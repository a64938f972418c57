import { once } from 'node:events';
import net from 'node:net';

import type { ConnectionFault, ProxiedConnection, Side } from './proxied-connection.ts';
import { forward } from './proxied-connection.ts';

export type { ConnectionFault };

/** Addresses of the proxy and its server, and the faults to inject. */
export interface FaultProxyOptions {
  /** The server. */
  readonly target: {
    readonly host: string;
    readonly port: number;
    readonly passivePorts: readonly number[];
  };
  /** An address other than the target's, because the ports are the same. Default: `127.0.0.2`. */
  readonly host?: string;
  /** Called for each accepted connection; returns its fault. */
  readonly onConnection?: (connection: ConnectionContext) => ConnectionFault | 'refuse' | undefined;
  /** Limit for data from the client, in bytes per second. */
  readonly bytesPerSecond?: number;
}

/** One connection through the proxy. */
export interface ConnectionContext {
  readonly kind: 'control' | 'data';
  /** From 1 for each kind. */
  readonly number: number;
}

/** What was forwarded by the connections of one kind. */
export interface Traffic {
  readonly connections: number;
  /** Number of {@link connections} that are still open. */
  readonly open: number;
  readonly bytesFromClient: number;
  readonly bytesFromServer: number;
  /** Bytes for each connection. */
  readonly each: readonly Readonly<Record<Side, number>>[];
}

/** A running proxy; disposal closes every connection. */
export interface FaultProxy extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  readonly control: Traffic;
  readonly data: Traffic;
  /** Number of injected faults. */
  readonly faults: number;
}

/**
 * Forwards connections between a client and a TLS server without decrypting them. It listens on another loopback address
 * at the ports of the server: clients open data connections to the address of the control connection, so these go through
 * the proxy too, although it can't read the replies that name their ports.
 */
export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const { target, host = '127.0.0.2' } = options;
  const connections: Record<ConnectionContext['kind'], ProxiedConnection[]> = {
    control: [],
    data: [],
  };
  const accept = (kind: ConnectionContext['kind'], port: number, client: net.Socket) => {
    const number = connections[kind].length + 1;
    const fault = options.onConnection?.({ kind, number });
    const bytesPerSecond = kind === 'data' ? options.bytesPerSecond : undefined;
    const upstream = fault === 'refuse' ? undefined : { host: target.host, port };
    const injected = fault === 'refuse' ? undefined : fault;
    const onFault = () => {
      if (injected?.endsSession !== true) return;
      for (const connection of connections.control) connection.destroy();
    };
    connections[kind].push(forward({ client, upstream, fault: injected, bytesPerSecond, onFault }));
  };
  await using servers = new AsyncDisposableStack();
  const ports = [target.port, ...target.passivePorts];
  await Promise.all(
    ports.map(async (port) => {
      const kind = port === target.port ? 'control' : 'data';
      servers.use(
        await listenAt(host, port, (client) => {
          accept(kind, port, client);
        }),
      );
    }),
  );
  const listening = servers.move();
  return {
    host,
    port: target.port,
    get control() {
      return traffic(connections.control);
    },
    get data() {
      return traffic(connections.data);
    },
    get faults() {
      return Object.values(connections)
        .flat()
        .filter(({ hasFault }) => hasFault).length;
    },
    [Symbol.asyncDispose]: async () => {
      const open = Object.values(connections).flat();
      for (const connection of open) connection.destroy();
      await listening.disposeAsync();
    },
  };
}

async function listenAt(host: string, port: number, accept: (client: net.Socket) => void) {
  const server = net.createServer({ allowHalfOpen: true, pauseOnConnect: true }, accept);
  await once(server.listen(port, host), 'listening');
  return {
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}

function traffic(connections: readonly ProxiedConnection[]): Traffic {
  return {
    connections: connections.length,
    open: connections.filter(({ isOpen }) => isOpen).length,
    bytesFromClient: sum(connections.map((connection) => connection.forwarded.client)),
    bytesFromServer: sum(connections.map((connection) => connection.forwarded.server)),
    each: connections.map(({ forwarded }) => ({ ...forwarded })),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
