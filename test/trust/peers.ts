/** Servers for the tables, with a tap that records the raw bytes that clients send. */
import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import { Worker } from 'node:worker_threads';

import { createAuthority } from '../support/certificates.ts';
import { startEmbeddedServer } from '../support/embedded-server/embedded-server.ts';
import type { CommandOverride, EmbeddedServerOptions } from '../support/embedded-server/options.ts';
import { closedPort, listen } from '../support/listener.ts';
import type { ServerTlsOptions } from '../support/server-tls.ts';
import { ServerTls } from '../support/server-tls.ts';
import type { TranscriptServerOptions } from '../support/transcript-server.ts';
import { startTranscriptServer } from '../support/transcript-server.ts';
import { createWorkspace } from '../support/workspace.ts';

/** The account of all servers; its parts don't occur in messages of the action. */
export const account = { username: 'anna.lund', password: 'Tr0ub4dor&3 %0A"x' } as const;

/** The CA that rows trust by default. */
export const authority = await createAuthority();

/** The default certificate of the servers. */
export const certificate = await authority.issue({
  commonName: 'localhost',
  dnsNames: ['localhost'],
});

/** The server of a row. */
export interface Peer extends AsyncDisposable {
  readonly port: number;
  /** Everything that clients sent on control connections, decrypted. */
  readonly text: string;
  /** Port of the last data connection, if known. */
  readonly dataPort?: number | undefined;
  /** Bytes received on data connections. */
  readonly fileBytes: number;
}

/** Starts a server for one row. */
export type PeerFactory = () => Promise<Peer>;

/** A server with a tap. */
export interface TappedPeer extends Peer {
  readonly connections: number;
  /** Everything that clients sent, encrypted or not. */
  readonly raw: string;
}

/** The embedded server; answers can be replaced by verb. */
export function embedded(
  options: Partial<EmbeddedServerOptions> = {},
  answers: Readonly<Record<string, CommandOverride>> = {},
): PeerFactory {
  return async () => {
    const root = await createWorkspace();
    const server = await startEmbeddedServer({
      ...{ root: root.path, certificate, ...account },
      onCommand: ({ verb }) => answers[verb],
      ...options,
    });
    return {
      port: server.port,
      get dataPort() {
        const replies = server.dialogue.join('\n').matchAll(/^S: 229 .*\(\|\|\|(\d+)\|\)/gm);
        return Number([...replies].at(-1)?.[1]);
      },
      get text() {
        return server.clientText;
      },
      get fileBytes() {
        return server.bytesReceived;
      },
      [Symbol.asyncDispose]: async () => {
        await server[Symbol.asyncDispose]();
        await root[Symbol.asyncDispose]();
      },
    };
  };
}

/** A server that follows a script. */
export function scripted(
  script: string,
  options: Partial<TranscriptServerOptions> = {},
): PeerFactory {
  return async () => {
    const server = await startTranscriptServer(script, { certificate, ...options });
    return {
      port: server.port,
      get text() {
        return server.clientText;
      },
      get fileBytes() {
        return server.dataBytes;
      },
      [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    };
  };
}

/** A server with a custom handler of connections; with `secured`, after the TLS handshake. */
export function raw(
  onConnection: (socket: net.Socket) => void,
  secured?: Partial<ServerTlsOptions>,
): PeerFactory {
  return async () => {
    const received: Buffer[][] = [];
    const serverTls = secured && new ServerTls({ certificate, ...secured });
    const begin = (socket: net.Socket) => {
      const chunks: Buffer[] = [];
      received.push(chunks);
      socket.on('error', () => undefined).on('data', (chunk: Buffer) => chunks.push(chunk));
      onConnection(socket);
    };
    const listener = await listen('127.0.0.1', (socket) => {
      if (serverTls === undefined) begin(socket.resume());
      else void serverTls.secureControl(socket).then(begin, () => undefined);
    });
    return {
      port: listener.port,
      get text() {
        return received.map((chunks) => plaintextOf(Buffer.concat(chunks))).join('');
      },
      fileBytes: 0,
      [Symbol.asyncDispose]: () => listener[Symbol.asyncDispose](),
    };
  };
}

/** Everything outside of TLS records (RFC 8446 section 5.1), whose bytes may look like the end of a command. */
function plaintextOf(bytes: Buffer): string {
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const isRecord = (bytes[at] ?? 0) <= 0x17 && bytes[at + 1] === 3 && at + 5 <= bytes.length;
    const end = isRecord ? at + 5 + bytes.readUInt16BE(at + 3) : bytes.indexOf('\n', at) + 1;
    const next = end > at ? end : bytes.length;
    if (!isRecord) text += bytes.toString('latin1', at, next);
    at = next;
  }
  return text;
}

/** A server that rejects clients with a TLS alert. */
export function alerting(options: tls.TlsOptions): PeerFactory {
  return async () => {
    const received: Buffer[] = [];
    const { cert, key } = certificate;
    const server = tls.createServer({ cert, key, ...options }, (socket) => {
      socket.on('error', () => undefined).on('data', (chunk: Buffer) => received.push(chunk));
      socket.write('220 Ready\r\n');
    });
    server.on('tlsClientError', () => undefined);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return {
      port: (server.address() as net.AddressInfo).port,
      get text() {
        return Buffer.concat(received).toString('latin1');
      },
      fileBytes: 0,
      [Symbol.asyncDispose]: async () => {
        await new Promise((resolve) => server.close(resolve));
      },
    };
  };
}

/** The embedded server, with the data port of another peer in its replies to EPSV and PASV. */
export function withDataPort(other: PeerFactory): PeerFactory {
  return async () => {
    const data = await other();
    const port = `${Math.floor(data.port / 256)},${data.port % 256}`;
    const server = await embedded(
      {},
      {
        EPSV: `229 Extended Passive Mode (|||${data.port}|)`,
        PASV: `227 Passive Mode (127,0,0,1,${port})`,
      },
    )();
    return {
      port: server.port,
      dataPort: data.port,
      get text() {
        return server.text;
      },
      get fileBytes() {
        return server.fileBytes;
      },
      [Symbol.asyncDispose]: async () => {
        await server[Symbol.asyncDispose]();
        await data[Symbol.asyncDispose]();
      },
    };
  };
}

/** A port without a listener. */
export const closed: PeerFactory = () =>
  Promise.resolve({
    port: closedPort,
    text: '',
    fileBytes: 0,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });

/**
 * A port where connections time out, as with a firewall that drops packets: the listener's thread is blocked and its
 * queue is full, so Linux drops further connections.
 */
export const unreachable: PeerFactory = async () => {
  const worker = new Worker(new URL('./blocked-listener.ts', import.meta.url));
  const port = await new Promise<number>((resolve) => {
    worker.once('message', resolve);
  });
  const queued: net.Socket[] = [];
  while (await canConnect(queued, port));
  return {
    ...{ port, text: '', fileBytes: 0 },
    [Symbol.asyncDispose]: async () => {
      for (const socket of queued) socket.destroy();
      await worker.terminate();
    },
  };
};

/** Opens another connection; false if it times out. */
async function canConnect(queued: net.Socket[], port: number): Promise<boolean> {
  const socket = net.connect({ host: '127.0.0.1', port, timeout: 300 });
  socket.on('error', () => undefined);
  queued.push(socket);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  socket.once('connect', () => {
    resolve(true);
  });
  socket.once('timeout', () => {
    resolve(false);
  });
  return promise;
}

/** Ends one side of a tap in the same way as the other side. */
function linkEnds(side: net.Socket, other: net.Socket): void {
  other.on('error', () => {
    // Resetting a socket that is shutting down fails, and it would never close (uv_tcp_close_reset).
    if (side.writableEnded) side.destroy();
    else side.resetAndDestroy();
  });
  other.on('close', () => {
    side.destroySoon();
  });
}

/** Adds a tap to a server. */
export async function tap(peer: Peer): Promise<TappedPeer> {
  const received: Buffer[] = [];
  let connections = 0;
  const listener = await listen('127.0.0.1', (client) => {
    connections += 1;
    const server = net.connect({ host: '127.0.0.1', port: peer.port, noDelay: true });
    client.on('data', (chunk: Buffer) => received.push(chunk));
    client.pipe(server).pipe(client);
    linkEnds(client, server);
    linkEnds(server, client);
  });
  return {
    port: listener.port,
    get dataPort() {
      return peer.dataPort;
    },
    get connections() {
      return connections;
    },
    get raw() {
      return Buffer.concat(received).toString('latin1');
    },
    get text() {
      return peer.text;
    },
    get fileBytes() {
      return peer.fileBytes;
    },
    [Symbol.asyncDispose]: async () => {
      await listener[Symbol.asyncDispose]();
      await peer[Symbol.asyncDispose]();
    },
  };
}
