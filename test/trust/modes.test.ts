import { embedded, raw, scripted } from './peers.ts';
import type { Row } from './table.ts';
import { table, uploaded } from './table.ts';

const explicit = { 'tls-mode': 'explicit' };
const none = { 'tls-mode': 'none' };
const clearTextWarning =
  'tls-mode is none: user name, password and files travel in clear text, for everybody on the way to read.';
const slippedIn =
  'Nothing secret was sent. A faulty server does this, and so does somebody on the way who slips in replies of his own; ask its operator, or use "tls-mode: implicit" if it has a port for that (usually 990).';

/** Agrees to TLS and says something more in clear. */
const injecting = (more: string) =>
  scripted(`S: 220 Ready\nC: AUTH TLS\nS-raw: 234 Proceed\\r\\n${more}\n! client-ended`, {
    mode: 'explicit',
  });

const rows: readonly Row[] = [
  {
    name: 'implicit TLS works and resumes the session',
    peer: embedded(),
    exit: 0,
    says: '1 of 1 data connections resumed the TLS session.',
    reached: uploaded,
  },
  {
    name: 'explicit TLS works: AUTH first, all else under TLS',
    peer: embedded({ mode: 'explicit' }),
    inputs: explicit,
    exit: 0,
    says: '1 of 1 data connections resumed the TLS session.',
    reached: `AUTH ${uploaded}`,
  },
  {
    name: 'explicit: a reply slipped in before the handshake is fatal',
    peer: injecting('230 Logged in\\r\\n'),
    inputs: explicit,
    says: `The server broke the protocol (RFC 4217 section 4): bytes came in clear after the reply to AUTH; it sent "230 Logged in".\n${slippedIn}`,
    reached: 'AUTH',
  },
  {
    name: 'explicit: half a reply slipped in before the handshake is fatal',
    peer: injecting('230 Logged'),
    inputs: explicit,
    says: `The server broke the protocol (RFC 4217 section 4): bytes came in clear after the reply to AUTH; it sent "bytes that were discarded".\n${slippedIn}`,
    reached: 'AUTH',
  },
  {
    name: 'explicit: what comes in clear during the handshake is fatal',
    peer: raw((socket) => {
      socket.write('220 Ready\r\n');
      socket.once('data', () => {
        socket.write('234 Proceed\r\n');
        socket.once('data', () => socket.write('230 Logged in\r\n'));
      });
    }),
    inputs: explicit,
    says: `There is no TLS on the control connection to localhost:{port}: the server answers in clear text.\n${slippedIn}`,
    check: ({ log }, server) => {
      if (!server.raw.startsWith('AUTH TLS\r\n\x16\x03')) throw new Error(`no ClientHello: ${log}`);
    },
    reached: 'AUTH',
  },
  {
    name: 'explicit: AUTH refused, no step down to clear text',
    peer: embedded({ mode: 'explicit' }, { AUTH: '502 Not here.' }),
    inputs: explicit,
    says: 'The server refused "AUTH TLS": 502 Not here.\nThe server offers no explicit TLS on this port. If it has a port for implicit TLS (usually 990), use "tls-mode: implicit".',
    reached: 'AUTH',
  },
  {
    name: 'explicit: a 230 to AUTH is no consent',
    peer: embedded({ mode: 'explicit' }, { AUTH: '230 Logged in.' }),
    inputs: explicit,
    says: 'The server refused "AUTH TLS": 230 Logged in.',
    reached: 'AUTH',
  },
  {
    name: 'explicit: a certificate is refused before the user name',
    peer: embedded({ mode: 'explicit' }),
    inputs: { ...explicit, 'tls-ca': '' },
    says: 'The certificate of the control connection to localhost:{port} is not trusted: its issuer "CN=Test Authority" is not known.',
    reached: 'AUTH',
  },
  {
    name: 'none works, with a warning',
    peer: embedded({ mode: 'none' }),
    inputs: none,
    exit: 0,
    says: 'Logged in.',
    warns: [clearTextWarning],
    reached: uploaded.replace('PBSZ PROT ', ''),
  },
  {
    name: 'PROT P refused: no STOR',
    peer: embedded({}, { PROT: '536 Only clear.' }),
    says: `The server refused "PROT P": 536 Only clear.\nNo byte of a file was sent: without protected data connections the files would travel in clear text. Ask the server's operator to allow PROT P.`,
    reached: 'USER PASS PBSZ PROT FEAT QUIT',
  },
  {
    name: 'PBSZ refused: no STOR',
    peer: embedded({}, { PBSZ: '500 What?' }),
    says: 'The server refused "PBSZ 0": 500 What?',
    reached: 'USER PASS PBSZ PROT FEAT QUIT',
  },
  {
    name: 'implicit never falls back to a server that offers explicit TLS',
    peer: embedded({ mode: 'explicit' }),
    says: 'There is no TLS on the control connection to localhost:{port}: the server greets in clear text, as FTP with explicit TLS does.\nSet "tls-mode: explicit" (and "port: 21" if that is the server\'s port).',
    connections: 2,
  },
];

table('Modes', rows);
