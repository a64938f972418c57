import type net from 'node:net';

import { listen } from '../listener.ts';
import { ServerTls } from '../server-tls.ts';
import { ControlConnection } from './control-connection.ts';
import type { EmbeddedServerOptions } from './options.ts';
import { RemoteRoot } from './remote-root.ts';
import { ServerState } from './server-state.ts';

/** A running server and what it has seen; leaving its scope ends it and every connection. */
export interface EmbeddedServer extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** `C: ...` and `S: ...`, one control connection after the other. */
  readonly dialogue: readonly string[];
  /** The same, one list for each control connection. */
  readonly dialogues: readonly (readonly string[])[];
  /** Everything that clients have sent on control connections, decrypted. */
  readonly clientText: string;
  /** TCP connections accepted, whether or not TLS came about. */
  readonly controlConnections: number;
  /** Largest number of greeted clients at one time. */
  readonly maxConcurrentControlConnections: number;
  readonly dataConnections: number;
  /** How many of them resumed a TLS session. */
  readonly dataConnectionsResumed: number;
  /** Bytes of files that were stored. */
  readonly bytesReceived: number;
}

/** Starts a small FTPS server on loopback; uploads go into `options.root`. */
export async function startEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const { host = '127.0.0.1', port } = options;
  const state = new ServerState(options, await RemoteRoot.open(options.root), serverTls(options));
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
