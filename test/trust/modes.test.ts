import { embedded, raw, scripted } from './peers.ts';
import type { Row } from './table.ts';
import { testTable, uploaded } from './table.ts';

const explicit = { 'tls-mode': 'explicit' };
const none = { 'tls-mode': 'none' };
const plaintextWarning =
  'tls-mode is none: user name, password and files travel in clear text, for everybody on the way to read.';
const injectionAdvice =
  'Nothing secret was sent. A faulty server does this, and so does somebody on the way who slips in replies of his own; ask its operator, or use "tls-mode: implicit" if it has a port for that (usually 990).';

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
    message: '1 of 1 data connections resumed the TLS session.',
    commands: uploaded,
  },
  {
    name: 'explicit sends AUTH, and everything else over TLS',
    peer: embedded({ mode: 'explicit' }),
    inputs: explicit,
    exit: 0,
    message: '1 of 1 data connections resumed the TLS session.',
    commands: `AUTH ${uploaded}`,
  },
  {
    name: 'explicit fails when a reply is injected before the handshake',
    peer: injecting('230 Logged in\\r\\n'),
    inputs: explicit,
    message: `The server broke the protocol (RFC 4217 section 4): bytes came in clear after the reply to AUTH; it sent "230 Logged in".\n${injectionAdvice}`,
    commands: 'AUTH',
  },
  {
    name: 'explicit fails when part of a reply is injected before the handshake',
    peer: injecting('230 Logged'),
    inputs: explicit,
    message: `The server broke the protocol (RFC 4217 section 4): bytes came in clear after the reply to AUTH; it sent "bytes that were discarded".\n${injectionAdvice}`,
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
    message: `There is no TLS on the control connection to localhost:{port}: the server answers in clear text.\n${injectionAdvice}`,
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
      'The server refused "AUTH TLS": 502 Not here.\nThe server offers no explicit TLS on this port. If it has a port for implicit TLS (usually 990), use "tls-mode: implicit".',
    commands: 'AUTH',
  },
  {
    name: 'explicit fails when the reply to AUTH is 230',
    peer: embedded({ mode: 'explicit' }, { AUTH: '230 Logged in.' }),
    inputs: explicit,
    message: 'The server refused "AUTH TLS": 230 Logged in.',
    commands: 'AUTH',
  },
  {
    name: 'explicit rejects a certificate before sending the user name',
    peer: embedded({ mode: 'explicit' }),
    inputs: { ...explicit, 'tls-ca': '' },
    message:
      'The certificate of the control connection to localhost:{port} is not trusted: its issuer "CN=Test Authority" is not known.',
    commands: 'AUTH',
  },
  {
    name: 'none uploads with a warning',
    peer: embedded({ mode: 'none' }),
    inputs: none,
    exit: 0,
    message: 'Logged in.',
    warnings: [plaintextWarning],
    commands: uploaded.replace('PBSZ PROT ', ''),
  },
  {
    name: 'implicit sends no file when PROT P is rejected',
    peer: embedded({}, { PROT: '536 Only clear.' }),
    message: `The server refused "PROT P": 536 Only clear.\nNo byte of a file was sent: without protected data connections the files would travel in clear text. Ask the server's operator to allow PROT P.`,
    commands: 'USER PASS PBSZ PROT FEAT QUIT',
  },
  {
    name: 'implicit sends no file when PBSZ is rejected',
    peer: embedded({}, { PBSZ: '500 What?' }),
    message: 'The server refused "PBSZ 0": 500 What?',
    commands: 'USER PASS PBSZ PROT FEAT QUIT',
  },
  {
    name: 'implicit never falls back to explicit',
    peer: embedded({ mode: 'explicit' }),
    message:
      'There is no TLS on the control connection to localhost:{port}: the server greets in clear text, as FTP with explicit TLS does.\nSet "tls-mode: explicit" (and "port: 21" if that is the server\'s port).',
    connections: 2,
  },
];

testTable('tls-mode', rows);
