/** Loaded before the action: redirects its connections to the network of the test, and rejects all others. */
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

import type { Network } from './network.ts';
import { networkVariable } from './network.ts';

const network = JSON.parse(process.env[networkVariable] ?? '{}') as Network;
const connect = net.connect.bind(net) as (options: net.TcpNetConnectOpts) => net.Socket;

net.connect = ((options: net.TcpNetConnectOpts) => {
  const { host = '', port } = options;
  // Data connections go to the address of the control connection.
  if (host === '127.0.0.1') return connect(options);
  const forwarded = network[`${host}:${port}`];
  if (forwarded === undefined) throw new Error(`The test's network has no ${host}:${port}.`);
  return connect({ ...options, host: '127.0.0.1', port: forwarded });
}) as typeof net.connect;
syncBuiltinESMExports();
