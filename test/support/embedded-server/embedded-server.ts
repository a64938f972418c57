import type net from 'node:net';

import { listen } from '../listener.ts';
import { ServerTls } from '../server-tls.ts';
import { ControlConnection } from './control-connection.ts';
import type { EmbeddedServerOptions } from './options.ts';
import { RemoteRoot } from './remote-root.ts';
import { ServerState } from './server-state.ts';

/** A running server with its records; disposal stops it and closes every connection. */
export interface EmbeddedServer extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** `C: ...` and `S: ...` lines, one control connection after the other. */
  readonly dialogue: readonly string[];
  /** The same as one list for each control connection. */
  readonly dialogues: readonly (readonly string[])[];
  /** Everything that clients sent on control connections, decrypted. */
  readonly clientText: string;
  /** Accepted TCP connections, including those without a successful TLS handshake. */
  readonly controlConnections: number;
  /** Largest number of greeted clients at the same time. */
  readonly maxConcurrentControlConnections: number;
  readonly dataConnections: number;
  /** Number of data connections that resumed a TLS session. */
  readonly dataConnectionsResumed: number;
  /** Stored bytes of files. */
  readonly bytesReceived: number;
}

/** Starts a small FTPS server on loopback that stores uploads in `options.root`. */
export async function startEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const { host = '127.0.0.1', port } = options;
  const root = await RemoteRoot.open(options.root, options.windowsNames);
  const state = new ServerState(options, root, serverTls(options));
  const connections: ControlConnection[] = [];
  const running: Promise<void>[] = [];
  const accept = (socket: net.Socket) => {
    const connection = new ControlConnection(state, socket, connections.length + 1);
    connections.push(connection);
    running.push(connection.run());
  };
  const listener = await listen(host, accept, port);
  return {
    host,
    port: listener.port,
    get dialogue() {
      return connections.flatMap(({ dialogue }) => dialogue);
    },
    get dialogues() {
      return connections.map(({ dialogue }) => dialogue);
    },
    get clientText() {
      return connections.map(({ clientText }) => clientText).join('');
    },
    get controlConnections() {
      return connections.length;
    },
    get maxConcurrentControlConnections() {
      return state.open.peak;
    },
    get dataConnections() {
      return state.dataConnections;
    },
    get dataConnectionsResumed() {
      return state.dataConnectionsResumed;
    },
    get bytesReceived() {
      return state.bytesReceived;
    },
    [Symbol.asyncDispose]: async () => {
      await listener[Symbol.asyncDispose]();
      await Promise.all(running);
    },
  };
}

function serverTls(options: EmbeddedServerOptions): ServerTls | undefined {
  const { certificate, mode = 'implicit', ...tls } = options;
  if (mode === 'none') return undefined;
  if (certificate === undefined) throw new Error('The server needs a certificate.');
  return new ServerTls({ ...tls, certificate });
}
