import assert from 'node:assert/strict';
import type net from 'node:net';

import { account, embedded, raw } from './peers.ts';
import type { Row } from './table.ts';
import { once, session, table } from './table.ts';

const mebibyte = 1 << 20;
const floodBytes = 20 * mebibyte;
const limits = { timeout: '1' };
const notFtp =
  'Check "server" and "port": is this an FTP server? The transcript (output "transcript") shows what it said.';

/** Memory, where the system tells it, and the log stay small whatever comes; the log is also held to 20 kB in every row. */
const staysSmall: NonNullable<Row['check']> = ({ log, peakRssBytes }) => {
  assert.ok(Buffer.byteLength(log) < 20_000);
  if (process.platform !== 'linux') return;
  assert.ok(peakRssBytes !== undefined);
  assert.ok(peakRssBytes < 150 * mebibyte, `${peakRssBytes} bytes were resident`);
};

/** Writes 20 MB as fast as they are taken, whoever reads them. */
function flood(socket: net.Socket, chunk: Buffer, first = ''): void {
  let left = floodBytes;
  socket.write(first);
  const pour = () => {
    while (left > 0 && !socket.destroyed) {
      left -= chunk.length;
      if (!socket.write(chunk)) return;
    }
  };
  socket.on('drain', pour).on('error', () => undefined);
  pour();
}

/** Writes a text without end, two characters a second. */
function drip(socket: net.Socket, text: string): void {
  let position = 0;
  const timer = setInterval(() => {
    if (socket.destroyed) clearInterval(timer);
    socket.write(text.charAt(position++ % text.length));
  }, 500);
  socket.once('close', () => {
    clearInterval(timer);
  });
}

const lineTooLong = `The server broke the protocol (RFC 959 section 4.2): a reply line is longer than 8192 bytes; it sent "${'x'.repeat(300)}...".\n${notFtp}`;
const noLineEnd = Buffer.alloc(64 * 1024, 'x');
const lines = Buffer.from('220-and another line\r\n'.repeat(3_000));
const emptyLines = Buffer.from('\r\n'.repeat(32_000));

/** Talks like a server until this command comes, and then does something else. */
const until = (verb: string, misbehave: (socket: net.Socket) => void) =>
  raw((socket) => {
    const replies: Record<string, string> = { USER: '331 Password?', PASS: '230 Come in.' };
    socket.write('220 Ready\r\n');
    socket.on('data', (chunk: Buffer) => {
      const said = chunk.toString('latin1').split(' ', 1)[0]?.trim() ?? '';
      if (said === verb) misbehave(socket);
      else socket.write(`${replies[said] ?? '200 Ok.'}\r\n`);
    });
  }, {});

const rows: readonly Row[] = [
  {
    name: '20 MB without a line end, as greeting',
    peer: raw((socket) => {
      flood(socket, noLineEnd);
    }, {}),
    says: lineTooLong,
  },
  {
    name: '20 MB without a line end, in clear before AUTH',
    peer: raw((socket) => {
      flood(socket, noLineEnd);
    }),
    inputs: { 'tls-mode': 'explicit' },
    says: lineTooLong,
  },
  {
    name: '20 MB without a line end, in reply to PASS, full of the password',
    peer: until('PASS', (socket) => {
      flood(socket, Buffer.from(account.password.repeat(2_000)), '530 ');
    }),
    says: notFtp,
    reached: 'USER PASS',
  },
  {
    name: '20 MB where TLS should begin',
    peer: raw((socket) => {
      flood(socket, noLineEnd);
    }),
    says: 'There is no TLS on the control connection to localhost:{port}: the server answers in clear text.',
    connections: 2,
  },
  {
    name: 'a multi-line reply of 20 MB that never ends',
    peer: raw((socket) => {
      flood(socket, lines);
    }, {}),
    says: 'The server broke the protocol (RFC 959 section 4.2): a reply is longer than 65536 bytes; it sent "and another line".',
  },
  {
    name: '20 MB of empty lines',
    peer: raw((socket) => {
      flood(socket, emptyLines);
    }, {}),
    says: 'The server broke the protocol (RFC 959 section 4.2): a reply is longer than 65536 bytes; it sent "".',
  },
  {
    name: '20 MB of replies that nothing asked for',
    peer: raw((socket) => {
      flood(
        socket,
        Buffer.from('230 Logged in.\r\n'.repeat(4_000)),
        '220 Ready\r\n230 Logged in.\r\n',
      );
    }, {}),
    says: 'The server broke the protocol (RFC 959 section 5.4): a reply came that no command asked for; it sent "230 Logged in.".',
  },
  {
    name: 'a greeting that drips, two bytes a second',
    peer: raw((socket) => {
      drip(socket, '220 Hello to all of you\r\n');
    }, {}),
    says: "Waited 1 s in vain for the server's greeting on the control connection to localhost:{port}.",
  },
  {
    name: 'a multi-line reply to USER that drips and never ends',
    peer: until('USER', (socket) => {
      drip(socket, '331-\r\n');
    }),
    says: 'Waited 1 s in vain for the reply to USER on the control connection to localhost:{port}.\nThe server stopped answering. If it is only slow, set a higher "timeout".',
    reached: 'USER',
  },
  {
    name: 'a TLS handshake that drips',
    peer: raw((socket) => {
      drip(socket, '\x16\x03\x03\x40\x00\x02\x00\x3f\xfc');
    }),
    says: 'Waited 1 s in vain for the TLS handshake on the control connection to localhost:{port}.',
  },
  {
    name: 'a data connection that takes nothing',
    peer: embedded({ onData: () => ({ at: 0, data: 'silence', final: 'silence' }) }),
    files: { 'site/large.bin': 8 * mebibyte },
    says: 'large.bin: Waited 1 s in vain for data to move on the data connection to 127.0.0.1:{data-port}.',
    reached: `${session} SIZE EPSV STOR`,
  },
];

table(
  'Hostile floods and drips',
  rows.map((row) => ({ ...row, check: staysSmall })),
  { ...limits, ...once },
);
