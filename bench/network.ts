import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';

/** A network namespace. It is gone when the last process in it has ended. */
export interface Namespace extends AsyncDisposable {
  /** A process in it. */
  readonly pid: number;
  /** The command line that runs a command in it. */
  enter(command: readonly string[]): string[];
}

/** The namespaces of a client and its server. Over loopback they are the same. */
export interface NetworkPath extends AsyncDisposable {
  readonly client: Namespace;
  readonly server: Namespace;
  readonly serverAddress: string;
}

/** All addresses that a server may have. */
export const SERVER_ADDRESSES = { loopback: '127.0.0.1', link: '10.77.0.1' } as const;
const CLIENT_ADDRESS = '10.77.0.2';

// The settings of Ubuntu, and so of GitHub's runners. Without the last one, a run would start with what the kernel learned
// about the link in the previous run.
const TCP_SETTINGS = `
  echo '4096 131072 6291456' >/proc/sys/net/ipv4/tcp_rmem
  echo '4096 16384 4194304' >/proc/sys/net/ipv4/tcp_wmem
  echo 1 >/proc/sys/net/ipv4/tcp_no_metrics_save
  ip link set lo up
`;

/**
 * Creates a path with this round-trip time: loopback for 0, otherwise a link between two namespaces.
 *
 * @param wan - Path of the program that forwards the packets.
 */
export async function createPath(rttMs: number, wan: string): Promise<NetworkPath> {
  await using stack = new AsyncDisposableStack();
  const server = stack.use(await createNamespace());
  const client = rttMs === 0 ? server : stack.use(await createNamespace());
  if (rttMs > 0) {
    const delay = String(Math.round((rttMs * 1000) / 2));
    stack.use(await startHelper([wan, delay, String(server.pid), String(client.pid)]));
    await configure(server, SERVER_ADDRESSES.link);
    await configure(client, CLIENT_ADDRESS);
  }
  const parts = stack.move();
  const serverAddress = rttMs === 0 ? SERVER_ADDRESSES.loopback : SERVER_ADDRESSES.link;
  return { client, server, serverAddress, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}

async function createNamespace(): Promise<Namespace> {
  const helper = await startHelper(['unshare', '--net', 'sh', '-c', 'echo ready; exec cat']);
  const namespace: Namespace = {
    ...helper,
    enter: (command) => ['nsenter', `--target=${helper.pid}`, '--net', '--', ...command],
  };
  await runScript(namespace, TCP_SETTINGS);
  return namespace;
}

async function configure(namespace: Namespace, address: string): Promise<void> {
  // One packet per segment, as on a real link. Otherwise a batch of segments costs the receiver's kernel twice its size,
  // and it offers a smaller window to clients that write large pieces. The congestion control is set by the route, because
  // a namespace can't choose one that the system doesn't allow for all.
  const script = `
    ip address add ${address}/24 dev wan0
    ip link set dev wan0 mtu 1500 txqueuelen 10000 gso_max_segs 1 up
    ip route change 10.77.0.0/24 dev wan0 src ${address} congctl cubic
  `;
  await runScript(namespace, script);
}

async function runScript(namespace: Namespace, script: string): Promise<void> {
  const [program = '', ...args] = namespace.enter(['sh', '-ec', script]);
  await promisify(execFile)(program, args);
}

/** Starts a program that prints a line when it is ready and runs until its standard input ends. */
async function startHelper([program = '', ...args]: readonly string[]) {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  child.stdin.on('error', () => undefined);
  await Promise.race([once(child.stdout, 'data'), closed]);
  if (child.pid === undefined || child.exitCode !== null) throw new Error(`${program} failed`);
  return {
    pid: child.pid,
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await closed;
    },
  };
}
