import { embedded, raw, scripted } from './peers.ts';
import type { Row } from './table.ts';
import { testTable, uploaded } from './table.ts';

const explicit = { 'tls-mode': 'explicit' };
const none = { 'tls-mode': 'none' };
const plaintextWarning =
  'tls-mode is none: the username, the password and the files are sent unencrypted, readable by anyone on the network path.';
const injectionAdvice =
  'No credentials were sent. The cause is either a faulty server or someone tampering with the connection. Ask your host, or set "tls-mode: implicit" if the server has a port for it (usually 990).';

/** Accepts AUTH TLS and sends more unencrypted text. */
const injecting = (more: string) =>
  scripted(`S: 220 Ready\nC: AUTH TLS\nS-raw: 234 Proceed\\r\\n${more}\n! client-ended`, {
    mode: 'explicit',
  });

const rows: readonly Row[] = [
  {
    name: 'implicit uploads and resumes the TLS session',
    peer: embedded(),
    exit: 0,
    commands: uploaded,
  },
  {
    name: 'explicit sends AUTH, and everything else over TLS',
    peer: embedded({ mode: 'explicit' }),
    inputs: explicit,
    exit: 0,
    commands: `AUTH ${uploaded}`,
  },
  {
    name: 'explicit fails when a reply is injected before the handshake',
    peer: injecting('230 Logged in\\r\\n'),
    inputs: explicit,
    message: `Protocol error: unencrypted data after the reply to AUTH (RFC 4217, section 4). Received "230 Logged in".\n${injectionAdvice}`,
    commands: 'AUTH',
  },
  {
    name: 'explicit fails when part of a reply is injected before the handshake',
    peer: injecting('230 Logged'),
    inputs: explicit,
    message: `Protocol error: unencrypted data after the reply to AUTH (RFC 4217, section 4). Received "discarded bytes".\n${injectionAdvice}`,
    commands: 'AUTH',
  },
  {
    name: 'explicit fails when a reply is injected during the handshake',
    peer: raw((socket) => {
      socket.write('220 Ready\r\n');
      socket.once('data', () => {
        socket.write('234 Proceed\r\n');
        socket.once('data', () => socket.write('230 Logged in\r\n'));
      });
    }),
    inputs: explicit,
    message: `localhost:{port} doesn't speak TLS: it sent plaintext.\n${injectionAdvice}`,
    check: ({ log }, server) => {
      if (!server.raw.startsWith('AUTH TLS\r\n\x16\x03')) throw new Error(`no ClientHello: ${log}`);
    },
    commands: 'AUTH',
  },
  {
    name: 'explicit never falls back to plaintext when AUTH is rejected',
    peer: embedded({ mode: 'explicit' }, { AUTH: '502 Not here.' }),
    inputs: explicit,
    message:
      '"AUTH TLS" failed: 502 Not here.\nThe server doesn\'t support explicit TLS on this port. If it has a port for implicit TLS (usually 990), set "tls-mode: implicit".',
    commands: 'AUTH',
  },
  {
    name: 'explicit fails when the reply to AUTH is 230',
    peer: embedded({ mode: 'explicit' }, { AUTH: '230 Logged in.' }),
    inputs: explicit,
    message: '"AUTH TLS" failed: 230 Logged in.',
    commands: 'AUTH',
  },
  {
    name: 'explicit rejects a certificate before sending the username',
    peer: embedded({ mode: 'explicit' }),
    inputs: { ...explicit, 'tls-ca': '' },
    message:
      'The certificate of localhost:{port} isn\'t trusted: its issuer "CN=Test Authority" is unknown.',
    commands: 'AUTH',
  },
  {
    name: 'none uploads with a warning',
    peer: embedded({ mode: 'none' }),
    inputs: none,
    exit: 0,
    warnings: [plaintextWarning],
    commands: uploaded.replace('PBSZ PROT ', ''),
  },
  {
    name: 'implicit sends no file when PROT P is rejected',
    peer: embedded({}, { PROT: '536 Only clear.' }),
    message: `"PROT P" failed: 536 Only clear.\nNo file data was sent: without encrypted data connections, the files would be readable on the network. Ask your host to allow PROT P.`,
    commands: 'USER PASS PBSZ PROT FEAT PROT QUIT',
  },
  {
    name: 'implicit sends no file when PBSZ is rejected',
    peer: embedded({}, { PBSZ: '500 What?' }),
    message: '"PROT P" failed: 503 PROT needs PBSZ first.',
    commands: 'USER PASS PBSZ PROT FEAT PROT QUIT',
  },
  {
    name: 'implicit never falls back to explicit',
    peer: embedded({ mode: 'explicit' }),
    message:
      'localhost:{port} doesn\'t use implicit TLS: it sent an unencrypted FTP greeting.\nSet "tls-mode: explicit" (and "port: 21" if that is the server\'s port).',
    connections: 1,
  },
];

testTable('tls-mode', rows);
