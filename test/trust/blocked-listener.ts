/** A worker thread that listens, reports its port, and never accepts a connection. */
import type { AddressInfo } from 'node:net';
import net from 'node:net';
import { parentPort } from 'node:worker_threads';

const server = net.createServer();
server.listen({ host: '127.0.0.1', port: 0, backlog: 1 }, () => {
  parentPort?.postMessage((server.address() as AddressInfo).port);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});
