import { closed, embedded, raw, unreachable, withDataPort } from './peers.ts';
import type { Row } from './table.ts';
import { once, session, testTable } from './table.ts';

const explicit = { 'tls-mode': 'explicit' };
const quick = { timeout: '1' };
const notSftp =
  'This action speaks FTPS only. Ask the hoster for an FTPS port (usually 990 or 21), or use an SFTP tool.';
const closedPorts =
  "The server chose this port for the data connection (passive mode), and it cannot be reached: open the server's passive port range in its firewall.";
const greeting = (text: string) => raw((socket) => socket.write(text));
const ssh = greeting('SSH-2.0-OpenSSH_9.9\r\n');
const http = greeting('HTTP/1.0 400 Bad Request\r\n\r\n');
const isThisFtp =
  'Check "server" and "port": is this an FTP server? The transcript (output "transcript") shows what it said.';

const connecting: readonly Row[] = [
  {
    name: 'advises on a refused connection with implicit TLS',
    peer: closed,
    direct: true,
    message:
      'The control connection to localhost:{port} could not be made: nothing listens there (ECONNREFUSED).\nCheck "server" and "port"; implicit TLS is usually on port 990. A server that has only port 21 needs "tls-mode: explicit".',
  },
  {
    name: 'advises on a refused connection with explicit TLS',
    peer: closed,
    direct: true,
    inputs: explicit,
    message:
      'The control connection to localhost:{port} could not be made: nothing listens there (ECONNREFUSED).\nCheck "server" and "port"; a server that has only port 990 needs "tls-mode: implicit".',
  },
  {
    name: 'advises on a connection that times out',
    peer: unreachable,
    direct: true,
    platform: 'linux',
    inputs: quick,
    message:
      'Waited 1 s in vain for the TCP connection on the control connection to localhost:{port}.\nCheck "server" and "port". If they are right, a firewall drops the connection: hosters often block the addresses of hosted runners.',
  },
];

const protocols: readonly Row[] = [
  {
    name: 'advises on a server that sends nothing with implicit TLS',
    peer: raw(() => undefined),
    inputs: quick,
    message:
      'Waited 1 s in vain for the TLS handshake on the control connection to localhost:{port}.\nSomething listens there but does not answer TLS: check "port", and whether the server wants "tls-mode: explicit".',
  },
  {
    name: 'advises on a server that sends nothing with explicit TLS',
    peer: embedded(),
    inputs: { ...explicit, ...quick },
    message:
      'Waited 1 s in vain for the server\'s greeting on the control connection to localhost:{port}.\nA server that says nothing usually waits for TLS: use "tls-mode: implicit" (usually with port 990).',
  },
  {
    name: 'advises on a missing greeting after the TLS handshake',
    peer: raw(() => undefined, {}),
    inputs: quick,
    message:
      'Waited 1 s in vain for the server\'s greeting on the control connection to localhost:{port}.\nTLS is up but the server does not greet: it may be overloaded. A higher "timeout" may help.',
  },
  {
    name: 'recognizes SSH with implicit TLS',
    peer: ssh,
    message: `There is no TLS on the control connection to localhost:{port}: the server speaks SSH, so this is SFTP and not FTPS.\n${notSftp}`,
    connections: 2,
  },
  {
    name: 'recognizes SSH with explicit TLS',
    peer: ssh,
    inputs: explicit,
    message: notSftp,
  },
  {
    name: 'recognizes another protocol with implicit TLS',
    peer: http,
    message:
      'There is no TLS on the control connection to localhost:{port}: the server answers in clear text.\nCheck "server" and "port": this is no FTPS server.',
    connections: 2,
  },
  {
    name: 'recognizes another protocol with explicit TLS',
    peer: http,
    inputs: explicit,
    message: `The server broke the protocol (RFC 959 section 4.2): a reply must begin with a code; it sent "HTTP/1.0 400 Bad Request".\n${isThisFtp}`,
  },
  {
    name: 'advises on a connection that is closed during the TLS handshake',
    peer: raw((socket) => socket.once('data', () => socket.end())),
    message:
      'The server ended the connection instead of answering TLS: check "port" and "tls-mode". A server that blocks the runner\'s address does this too.',
  },
  {
    name: 'advises on a connection that is closed after the TLS handshake',
    peer: raw((socket) => socket.end(), {}),
    message:
      'The control connection to localhost:{port} was closed by the server during the greeting.\nThe server ended the session as soon as TLS was up: it may want a client certificate ("tls-client-cert", "tls-client-key"), or block the runner\'s address.',
  },
  {
    name: 'advises on a connection that is closed before the greeting',
    peer: raw((socket) => socket.end()),
    inputs: explicit,
    message:
      'The control connection to localhost:{port} was closed by the server during the greeting.\nThe server said nothing: it may block the runner\'s address, or want TLS at once ("tls-mode: implicit").',
  },
  {
    name: 'advises on a missing TLS handshake after AUTH',
    peer: raw((socket) => {
      socket.write('220 Ready\r\n');
      socket.once('data', () => socket.write('234 Proceed\r\n'));
    }),
    inputs: { ...explicit, ...quick },
    message:
      'Waited 1 s in vain for the TLS handshake on the control connection to localhost:{port}.\nThe server agreed to TLS but does not answer the handshake; its log tells why.',
    commands: 'AUTH',
  },
];

const passive: readonly Row[] = [
  {
    name: 'advises on a passive port that is closed',
    peer: withDataPort(closed),
    message: `index.html: The data connection to 127.0.0.1:{data-port} could not be made: nothing listens there (ECONNREFUSED).\n${closedPorts}`,
    commands: `${session} EPSV QUIT`,
  },
  {
    name: 'advises on a passive port that times out, before STOR',
    peer: withDataPort(unreachable),
    platform: 'linux',
    inputs: quick,
    message: `index.html: Waited 1 s in vain for the TCP connection on the data connection to 127.0.0.1:{data-port}.\n${closedPorts}`,
    commands: `${session} EPSV QUIT`,
  },
  {
    name: 'advises on a missing TLS handshake on a data connection',
    peer: embedded({ onData: () => ({ at: 'connect', data: 'silence', final: 'silence' }) }),
    inputs: quick,
    message:
      'index.html: Waited 1 s in vain for the TLS handshake on the data connection to 127.0.0.1:{data-port}.\nThe server accepted the data connection but no TLS on it; its log tells why.',
    commands: `${session} EPSV STOR`,
  },
  {
    name: 'advises on a missing final reply to STOR',
    peer: embedded({ onData: () => ({ final: 'silence' }) }),
    inputs: quick,
    message: 'The server stopped answering. If it is only slow, set a higher "timeout".',
    commands: `${session} EPSV STOR`,
    bytes: 25,
  },
];

testTable('The action', connecting, once);
testTable('The action', protocols, once);
testTable('The action', passive, once);
