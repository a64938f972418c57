import type { Programs } from '../native.ts';
import { startHelper } from './helper.ts';
import { createNamespace, runIn, type Namespace } from './namespace.ts';

/** Where a client runs, where its server runs, and what lies between them. */
export interface NetworkPath extends AsyncDisposable {
  readonly client: Namespace;
  readonly server: Namespace;
  readonly serverAddress: string;
  /** Whether there is nothing between them. */
  readonly isLoopback: boolean;
}

/** How the packets of a path are delayed: by the kernel's netem, or by our own forwarder where it has none. */
export type DelayKind = 'netem' | 'forwarder';

const LOOPBACK = '127.0.0.1';
const SERVER_ADDRESS = '10.77.0.1';
const CLIENT_ADDRESS = '10.77.0.2';
const NETWORK = '10.77.0.0/24';
const DEVICE = 'wan0';

/** Makes the path for a round-trip time: loopback for none, else two namespaces with a WAN between them. */
export async function createPath(
  rttMs: number,
  kind: DelayKind,
  programs: Programs,
): Promise<NetworkPath> {
  await using stack = new AsyncDisposableStack();
  const isLoopback = rttMs === 0;
  const server = stack.use(await createNamespace());
  const client = isLoopback ? server : stack.use(await createNamespace());
  if (!isLoopback) {
    if (kind === 'netem') {
      await joinByNetem(server, client, rttMs);
    } else {
      const delay = String(Math.round((rttMs * 1000) / 2));
      stack.use(await startHelper([programs.wan, delay, String(server.pid), String(client.pid)]));
    }
    await configure(server, SERVER_ADDRESS);
    await configure(client, CLIENT_ADDRESS);
  }
  const parts = stack.move();
  return {
    client,
    server,
    serverAddress: isLoopback ? LOOPBACK : SERVER_ADDRESS,
    isLoopback,
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

/**
 * Two devices with a cable, and the whole delay on the server's side: neither end can tell on which way a packet waited,
 * and the client's packets are seen at the moment when they leave.
 */
async function joinByNetem(server: Namespace, client: Namespace, rttMs: number): Promise<void> {
  const peer = ['peer', 'name', DEVICE, 'netns', String(client.pid)];
  await runIn(server, ['ip', 'link', 'add', DEVICE, 'type', 'veth', ...peer]);
  const delay = ['delay', `${rttMs}ms`, 'limit', '100000'];
  await runIn(server, ['tc', 'qdisc', 'add', 'dev', DEVICE, 'root', 'netem', ...delay]);
}

async function configure(namespace: Namespace, address: string): Promise<void> {
  const device = ['dev', DEVICE];
  await runIn(namespace, ['ip', 'address', 'add', `${address}/24`, ...device]);
  // One packet a segment, as on a wire: a run of segments in one piece costs the receiver's kernel twice its
  // size, which then offers a smaller window to whoever writes in large pieces.
  const limits = ['mtu', '1500', 'txqueuelen', '10000', 'gso_max_segs', '1'];
  await runIn(namespace, ['ip', 'link', 'set', ...device, ...limits, 'up']);
  // By the route, because a namespace may not choose for itself what the machine's administrator has not allowed.
  const control = ['src', address, 'congctl', 'cubic'];
  await runIn(namespace, ['ip', 'route', 'change', NETWORK, ...device, ...control]);
}
