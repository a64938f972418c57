import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';

/** The ports of one server: one for control connections, a range for data connections. */
export interface PortBlock extends AsyncDisposable {
  readonly control: number;
  readonly firstPassive: number;
  readonly lastPassive: number;
}

// Below the ephemeral ports of Linux (32768 and higher), so that no client's socket takes one of them before the server
// does.
const FIRST_PORT = 10_000;
const BLOCK_SIZE = 200;
const BLOCK_COUNT = 110;
const LISTENING = '0A';
const TIME_WAIT = '06';

/**
 * Claims a block of ports with a listening socket on its last port. Only one process can hold that socket, and the kernel
 * closes it when the process ends, even after SIGKILL.
 */
export async function claimPorts(): Promise<PortBlock> {
  const first = Math.floor(Math.random() * BLOCK_COUNT);
  const taken = await portsInUse();
  for (let step = 0; step < BLOCK_COUNT; step += 1) {
    const control = FIRST_PORT + ((first + step) % BLOCK_COUNT) * BLOCK_SIZE;
    const claimed = control + BLOCK_SIZE - 1;
    if (taken.some((port) => port >= control && port <= claimed)) continue;
    const claim = await listenExclusively(claimed);
    if (claim === undefined) continue;
    return {
      control,
      firstPassive: control + 1,
      lastPassive: claimed - 1,
      async [Symbol.asyncDispose]() {
        claim.close();
        await once(claim, 'close');
      },
    };
  }
  throw new Error('no free block of ports for a test server');
}

/**
 * Whether a process listens on a TCP port, according to the kernel's table: a test connection would count as a session of
 * the server.
 *
 * @param pid - A process in the network namespace to check. Default: this process.
 */
export async function isListening(port: number, pid = process.pid): Promise<boolean> {
  const number = port.toString(16).toUpperCase().padStart(4, '0');
  return new RegExp(`:${number} \\S+ ${LISTENING} `).test(await tcpSockets(pid));
}

async function portsInUse(): Promise<number[]> {
  const sockets = (await tcpSockets(process.pid)).matchAll(/:([0-9A-F]{4}) \S+ ([0-9A-F]{2}) /g);
  return [...sockets]
    .filter(([, , state]) => state !== TIME_WAIT)
    .map(([, port = '']) => parseInt(port, 16));
}

/** The kernel's table: lines are `slot: localAddress:port remoteAddress:port state ...`, numbers in hexadecimal. */
async function tcpSockets(pid: number): Promise<string> {
  const tables = ['tcp', 'tcp6'].map((name) =>
    readFile(`/proc/${pid}/net/${name}`, 'utf8').catch(() => ''),
  );
  return (await Promise.all(tables)).join('');
}

async function listenExclusively(port: number): Promise<Server | undefined> {
  const server = createServer((socket) => socket.destroy());
  try {
    server.listen({ host: '127.0.0.1', port, exclusive: true });
    await once(server, 'listening');
  } catch {
    return undefined;
  }
  server.unref();
  return server;
}
