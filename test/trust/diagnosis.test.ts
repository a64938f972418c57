import { closed, embedded, raw, unreachable, withDataPort } from './peers.ts';
import type { Row } from './table.ts';
import { once, session, testTable } from './table.ts';

const explicit = { 'tls-mode': 'explicit' };
const quick = { timeout: '1' };
const notSftp =
  'This action supports FTPS only. Ask your host for an FTPS port (usually 990 or 21), or use an SFTP tool.';
const closedPorts =
  "The server chose this port for the data connection (passive mode), but it can't be reached. Open the server's passive port range in its firewall, or ask your host to.";
const greeting = (text: string) => raw((socket) => socket.write(text));
const ssh = greeting('SSH-2.0-OpenSSH_9.9\r\n');
const http = greeting('HTTP/1.0 400 Bad Request\r\n\r\n');
const isThisFtp =
  'Check "server" and "port": is this an FTP server? The transcript (output "transcript") shows what it sent.';

const connecting: readonly Row[] = [
  {
    name: 'advises on a refused connection with implicit TLS',
    peer: closed,
    direct: true,
    message:
      'Could not connect to localhost:{port}: connection refused (ECONNREFUSED).\nCheck "server" and "port". If the server only has port 21, set "port: 21" and "tls-mode: explicit".',
  },
  {
    name: 'advises on a refused connection with explicit TLS',
    peer: closed,
    direct: true,
    inputs: explicit,
    message:
      'Could not connect to localhost:{port}: connection refused (ECONNREFUSED).\nCheck "server" and "port". If the server only has port 990, set "port: 990" and "tls-mode: implicit".',
  },
  {
    name: 'advises on a connection that times out',
    peer: unreachable,
    direct: true,
    platform: 'linux',
    inputs: quick,
    message:
      'Could not connect to localhost:{port}: no response within 1 s.\nCheck "server" and "port". If the server only has port 21, set "port: 21" and "tls-mode: explicit". If they are correct, a firewall drops the connection: many hosts block the IP addresses of hosted runners.',
  },
];

const protocols: readonly Row[] = [
  {
    name: 'advises on a server that sends nothing with implicit TLS',
    peer: raw(() => undefined),
    inputs: quick,
    message:
      'Timed out after 1 s waiting for the TLS handshake with localhost:{port}.\nThe port is open but doesn\'t respond to TLS. Check "port", and whether the server needs "tls-mode: explicit".',
  },
  {
    name: 'advises on a server that sends nothing with explicit TLS',
    peer: embedded(),
    inputs: { ...explicit, ...quick },
    message:
      'Timed out after 1 s waiting for the greeting from localhost:{port}.\nA server that sends nothing usually waits for TLS. Set "tls-mode: implicit" (usually with port 990).',
  },
  {
    name: 'advises on a missing greeting after the TLS handshake',
    peer: raw(() => undefined, {}),
    inputs: quick,
    message:
      'Timed out after 1 s waiting for the greeting from localhost:{port}.\nTLS is established but the server doesn\'t send a greeting. It may be overloaded. Try a higher "timeout".',
  },
  {
    name: 'recognizes SSH with implicit TLS',
    peer: ssh,
    message: `localhost:{port} doesn't speak FTPS: it is an SSH (SFTP) server.\n${notSftp}`,
    connections: 1,
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
      'localhost:{port} doesn\'t speak TLS: it sent plaintext.\nCheck "server" and "port": this is not an FTPS server.',
    connections: 1,
  },
  {
    name: 'recognizes another protocol with explicit TLS',
    peer: http,
    inputs: explicit,
    message: `Protocol error: a reply must begin with a code (RFC 959, section 4.2). Received "HTTP/1.0 400 Bad Request".\n${isThisFtp}`,
  },
  {
    name: 'advises on a connection that is closed during the TLS handshake',
    peer: raw((socket) => socket.once('data', () => socket.end())),
    message:
      'The server closed the connection instead of responding to TLS. Check "port" and "tls-mode". The server may also block the runner\'s IP address.',
  },
  {
    name: 'advises on a connection that is closed after the TLS handshake',
    peer: raw((socket) => socket.end(), {}),
    message:
      'The control connection to localhost:{port} was closed by the server while waiting for the greeting.\nThe server closed the connection right after the TLS handshake. It may require a client certificate ("tls-client-cert", "tls-client-key"), or block the runner\'s IP address.',
  },
  {
    name: 'advises on a connection that is closed before the greeting',
    peer: raw((socket) => socket.end()),
    inputs: explicit,
    message:
      'The control connection to localhost:{port} was closed by the server while waiting for the greeting.\nThe server sent nothing. It may block the runner\'s IP address, or need TLS from the start ("tls-mode: implicit").',
  },
  {
    name: 'advises on a missing TLS handshake after AUTH',
    peer: raw((socket) => {
      socket.write('220 Ready\r\n');
      socket.once('data', () => socket.write('234 Proceed\r\n'));
    }),
    inputs: { ...explicit, ...quick },
    message:
      "Timed out after 1 s waiting for the TLS handshake with localhost:{port}.\nThe server agreed to TLS but doesn't respond to the handshake. Check the server's log, or ask your host to.",
    commands: 'AUTH',
  },
];

const passive: readonly Row[] = [
  {
    name: 'advises on a passive port that is closed',
    peer: withDataPort(closed),
    message: `index.html: Could not open the data connection to 127.0.0.1:{data-port}: connection refused (ECONNREFUSED).\n${closedPorts}`,
    commands: `${session} EPSV PASV QUIT`,
  },
  {
    name: 'advises on a passive port that times out, before STOR',
    peer: withDataPort(unreachable),
    platform: 'linux',
    inputs: quick,
    message: `index.html: Could not open a data connection to 127.0.0.1:{data-port}: no response within 1 s.\n${closedPorts}`,
    commands: `${session} EPSV PASV QUIT`,
  },
  {
    name: 'advises on a missing TLS handshake on a data connection',
    peer: embedded({ onData: () => ({ at: 'connect', data: 'silence', final: 'silence' }) }),
    inputs: quick,
    message:
      "index.html: Timed out after 1 s waiting for the TLS handshake on the data connection to 127.0.0.1:{data-port}.\nThe server accepted the data connection but didn't complete TLS. Check the server's log, or ask your host to.",
    commands: `${session} EPSV STOR`,
  },
  {
    name: 'advises on a missing final reply to STOR',
    peer: embedded({ onData: () => ({ final: 'silence' }) }),
    inputs: quick,
    message:
      'The server stopped responding. If it is only slow, set a higher "timeout". A partial file may be left on the server; "publish: atomic" avoids that.',
    commands: `${session} EPSV STOR`,
    bytes: 25,
  },
];

testTable('The action', connecting, once);
testTable('The action', protocols, once);
testTable('The action', passive, once);
