import assert from 'node:assert/strict';
import type net from 'node:net';

import { account, embedded, raw } from './peers.ts';
import type { Row } from './table.ts';
import { once, session, testTable } from './table.ts';

const mebibyte = 1 << 20;
const floodBytes = 20 * mebibyte;
const limits = { timeout: '1' };
const notFtp =
  'Check "server" and "port": is this an FTP server? The transcript (output "transcript") shows what it sent.';

/** Fails if the log is long, or if the process used much memory, which is only known on Linux. */
const assertBounded: NonNullable<Row['check']> = ({ log, peakRssBytes }) => {
  assert.ok(Buffer.byteLength(log) < 20_000);
  if (process.platform !== 'linux') return;
  assert.ok(peakRssBytes !== undefined);
  assert.ok(peakRssBytes < 150 * mebibyte, `${peakRssBytes} bytes resident`);
};

/** Writes 20 MiB as fast as the socket accepts them. */
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

/** Writes a text repeatedly, two characters per second. */
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

const lineTooLong = `Protocol error: a reply line is longer than 8192 bytes (RFC 959, section 4.2). Received "${'x'.repeat(300)}...".\n${notFtp}`;
const noLineEnd = Buffer.alloc(64 * 1024, 'x');
const lines = Buffer.from('220-and another line\r\n'.repeat(3_000));
const emptyLines = Buffer.from('\r\n'.repeat(32_000));

/** A normal server that misbehaves at a command. */
const until = (verb: string, misbehave: (socket: net.Socket) => void) =>
  raw((socket) => {
    const replies: Record<string, string> = { USER: '331 Password?', PASS: '230 Come in.' };
    socket.write('220 Ready\r\n');
    socket.on('data', (chunk: Buffer) => {
      const received = chunk.toString('latin1').split(' ', 1)[0]?.trim() ?? '';
      if (received === verb) misbehave(socket);
      else socket.write(`${replies[received] ?? '200 Ok.'}\r\n`);
    });
  }, {});

const rows: readonly Row[] = [
  {
    name: 'sends a greeting of 20 MiB without a line end',
    peer: raw((socket) => {
      flood(socket, noLineEnd);
    }, {}),
    message: lineTooLong,
  },
  {
    name: 'sends an unencrypted greeting of 20 MiB without a line end',
    peer: raw((socket) => {
      flood(socket, noLineEnd);
    }),
    inputs: { 'tls-mode': 'explicit' },
    message: lineTooLong,
  },
  {
    name: 'repeats the password in a reply of 20 MiB',
    peer: until('PASS', (socket) => {
      flood(socket, Buffer.from(account.password.repeat(2_000)), '530 ');
    }),
    message: notFtp,
    commands: 'USER PASS',
  },
  {
    name: 'sends 20 MiB instead of a TLS handshake',
    peer: raw((socket) => {
      flood(socket, noLineEnd);
    }),
    message: "localhost:{port} doesn't speak TLS: it sent plaintext.",
  },
  {
    name: 'sends a multi-line reply of 20 MiB',
    peer: raw((socket) => {
      flood(socket, lines);
    }, {}),
    message:
      'Protocol error: a reply is longer than 65536 bytes (RFC 959, section 4.2). Received "and another line".',
  },
  {
    name: 'sends 20 MiB of empty lines',
    peer: raw((socket) => {
      flood(socket, emptyLines);
    }, {}),
    message:
      'Protocol error: a reply is longer than 65536 bytes (RFC 959, section 4.2). Received "".',
  },
  {
    name: 'sends 20 MiB of unsolicited replies',
    peer: raw((socket) => {
      flood(
        socket,
        Buffer.from('230 Logged in.\r\n'.repeat(4_000)),
        '220 Ready\r\n230 Logged in.\r\n',
      );
    }, {}),
    message: 'Protocol error: unsolicited reply (RFC 959, section 5.4). Received "230 Logged in.".',
  },
  {
    name: 'sends a greeting at two bytes per second',
    peer: raw((socket) => {
      drip(socket, '220 Hello to all of you\r\n');
    }, {}),
    message: 'Timed out after 1 s waiting for the greeting from localhost:{port}.',
  },
  {
    name: 'sends an endless reply to USER at two bytes per second',
    peer: until('USER', (socket) => {
      drip(socket, '331-\r\n');
    }),
    message:
      'Timed out after 1 s waiting for the reply to USER from localhost:{port}.\nThe server didn\'t respond to the login. If it only takes long to check the password, set a higher "timeout". Logins aren\'t retried, to avoid locking the account.',
    commands: 'USER',
  },
  {
    name: 'sends its TLS handshake at two bytes per second',
    peer: raw((socket) => {
      drip(socket, '\x16\x03\x03\x40\x00\x02\x00\x3f\xfc');
    }),
    message: 'Timed out after 1 s waiting for the TLS handshake with localhost:{port}.',
  },
  {
    name: 'reads nothing from a data connection',
    peer: embedded({ onData: () => ({ at: 0, data: 'silence', final: 'silence' }) }),
    files: { 'site/large.bin': 8 * mebibyte },
    message:
      'large.bin: Timed out after 1 s waiting for data to be transferred on the data connection to 127.0.0.1:{data-port}.',
    commands: `${session} EPSV SIZE STOR`,
  },
];

testTable(
  'Memory, log and time are bounded when a server',
  rows.map((row) => ({ ...row, check: assertBounded })),
  { ...limits, ...once },
);
