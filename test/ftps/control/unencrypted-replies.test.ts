import assert from 'node:assert/strict';
import net from 'node:net';
import { describe, test } from 'node:test';

import { FtpsClient } from '../../../src/ftps/client.ts';
import { assertFails } from '../../support/assert-fails.ts';
import { certificate } from '../../support/embedded-server-fixture.ts';
import { listen } from '../../support/listener.ts';
import { ServerTls } from '../../support/server-tls.ts';
import { clientOptions } from '../../support/target.ts';

const host = '127.0.0.1';
const ftp = "127.0.0.1:{port} doesn't use implicit TLS: it sent an unencrypted FTP greeting.";
const ssh = "127.0.0.1:{port} doesn't speak FTPS: it is an SSH (SFTP) server.";
const plaintext = "127.0.0.1:{port} doesn't speak TLS: it sent plaintext.";
const rejected = (reply: string) => `The server rejected the connection: ${reply}`;

const banners: readonly (readonly [
  title: string,
  banner: string,
  code: string,
  message: string,
])[] = [
  ['an FTP greeting', '220 Ready\r\n', 'FTPS_TLS', ftp],
  ['a multi-line FTP greeting', '220-Ready\r\n220 Go\r\n', 'FTPS_TLS', ftp],
  ['a preliminary greeting', '120 Soon\r\n', 'FTPS_TLS', ftp],
  ['an SSH greeting', 'SSH-2.0-OpenSSH_9.2p1\r\n', 'FTPS_TLS', ssh],
  ['another greeting', '* OK IMAP4rev1\r\n', 'FTPS_TLS', plaintext],
  ['a reply code in the middle of a line', 'HTTP/1.1 400 Bad Request\r\n', 'FTPS_TLS', plaintext],
  ['less than a reply', '22\r\n', 'FTPS_TLS', plaintext],
  ['a number that is not a reply code', '42100\r\n', 'FTPS_TLS', plaintext],
  ['a refusal', '421 Too many\r\n', 'FTPS_REPLY', rejected('421 Too many')],
  ['a refusal without text', '421\r\n', 'FTPS_REPLY', rejected('421')],
  ['a permanent refusal', '500 OOPS: no\r\n', 'FTPS_REPLY', rejected('500 OOPS: no')],
  ['a refusal that ends early', '421 Too ma', 'FTPS_REPLY', rejected('421 Too ma')],
  ['a refusal after an empty line', '\r\n421 Full\r\n', 'FTPS_REPLY', rejected('421 Full')],
  [
    'a multi-line refusal',
    '421-Too\r\n421 many\r\n221 Bye\r\n',
    'FTPS_REPLY',
    rejected('421 Too / many'),
  ],
  [
    'a multi-line refusal that ends early',
    '421-Too\r\nmany',
    'FTPS_REPLY',
    rejected('421 Too / many'),
  ],
  [
    'a closed connection',
    '',
    'FTPS_LOST',
    'The control connection to 127.0.0.1:{port} was lost (ECONNRESET) during the TLS handshake.',
  ],
];

/** Sends a text, in one write or byte by byte, and closes the connection once the client has sent something. */
function speak(socket: net.Socket, text: string, isSplit: boolean): void {
  const bytes = isSplit ? text.split(/(?=[^])/) : [text];
  socket.once('data', () => {
    for (const byte of bytes) socket.write(byte);
    socket.end();
  });
  socket.resume();
}

describe('FtpsClient.open explains', () => {
  for (const isSplit of [false, true]) {
    for (const [title, banner, code, message] of banners) {
      test(`${title} where TLS was expected${isSplit ? ', byte by byte' : ''}`, async () => {
        await using listener = await listen(host, (socket) => {
          speak(socket, banner, isSplit);
        });
        const dialogue: string[] = [];
        const onDialogue = ({ text }: { readonly text: string }) => dialogue.push(text);
        const open = FtpsClient.open(clientOptions({ host, port: listener.port }, { onDialogue }));
        const error = await assertFails(open, code, message);
        if (code !== 'FTPS_REPLY') return;
        assert.equal((error as { isPlaintext?: boolean }).isPlaintext, true);
        assert.match(dialogue[0] ?? '', /^[45]/);
      });
    }
  }

  test('a refusal that the server sends at once, and needs one connection for it', async () => {
    let connections = 0;
    await using listener = await listen(host, (socket) => {
      connections += 1;
      socket.resume().end('421 There are too many connections from your internet address.\r\n');
    });
    const open = FtpsClient.open(clientOptions({ host, port: listener.port }));
    await assert.rejects(open, { code: 'FTPS_REPLY', context: 'greeting' });
    assert.equal(connections, 1);
  });

  test('an unencrypted refusal after the reply to AUTH', async () => {
    await using listener = await listen(host, (socket) => {
      socket.write('220 Ready\r\n');
      const replies = ['234 Go\r\n', '500 OOPS: SSL: cannot load RSA certificate\r\n'];
      socket.on('data', () => socket.write(replies.shift() ?? ''));
      socket.resume();
    });
    const options = clientOptions({ host, port: listener.port }, { mode: 'explicit' });
    const message = 'The server ended the session: 500 OOPS: SSL: cannot load RSA certificate';
    await assertFails(FtpsClient.open(options), 'FTPS_REPLY', message);
  });
});

/** A server that sends an unencrypted text on a connection with TLS after it has received a command. */
async function serveWithOops(text: string, trigger: string, isSplit: boolean) {
  const tls = new ServerTls({ certificate });
  return await listen(host, (socket) => {
    void tls.secureControl(socket).then((secured) => {
      secured.on('error', () => undefined);
      secured.write('220 Ready\r\n');
      secured.on('data', (chunk: Buffer) => {
        const line = chunk.toString();
        if (!line.startsWith(trigger)) {
          secured.write('331 Password\r\n');
          return;
        }
        for (const byte of isSplit ? text.split(/(?=[^])/) : [text]) socket.write(byte);
        if (!text.endsWith('\n')) socket.end();
      });
    });
  });
}

describe('FtpsClient.login shows what the server sent unencrypted within TLS:', () => {
  const oops = '500 OOPS: vsftpd: refusing to run with writable root inside chroot()';
  const lost = (verb: string, text: string) =>
    `The control connection to 127.0.0.1:{port} was lost while waiting for the reply to ${verb}: the server sent unencrypted data ("${text}").`;
  for (const [title, text, verb, isSplit, shown] of [
    ['after PASS', `${oops}\r\n`, 'PASS', false, oops],
    ['after USER', `${oops}\r\n`, 'USER', false, oops],
    ['byte by byte', `${oops}\r\n`, 'PASS', true, oops],
    ['and ends early', '500 OO', 'PASS', false, '500 OO'],
    ['with the password', '500 OOPS: secret\r\n', 'PASS', false, '500 OOPS: ***'],
  ] as const) {
    test(title, async () => {
      await using listener = await serveWithOops(text, verb, isSplit);
      const dialogue: string[] = [];
      const onDialogue = (line: { readonly text: string }) => dialogue.push(line.text);
      const options = clientOptions({ host, port: listener.port }, { onDialogue });
      const client = await FtpsClient.open(options);
      const error = await assertFails(
        client.login('deploy', 'secret'),
        'FTPS_LOST',
        lost(verb, shown),
      );
      assert.deepEqual(
        [(error as { plaintext?: string }).plaintext, (error as { verb?: string }).verb],
        [shown, verb],
      );
      assert.equal(dialogue.at(-1), `unencrypted data received: ${shown}`);
    });
  }
});

test('FtpsClient keeps a session whose TLS records arrive byte by byte', async () => {
  const tls = new ServerTls({ certificate });
  await using server = await listen(host, (socket) => {
    void tls.secureControl(socket).then((secured) => {
      secured.on('error', () => undefined).once('data', () => secured.end('221 Bye\r\n'));
      secured.write('220 Ready\r\n');
    });
  });
  await using relay = await listen(host, (socket) => {
    const onward = net.connect({ host, port: server.port, noDelay: true });
    onward.on('error', () => undefined).on('end', () => socket.end());
    onward.on('data', (chunk: Buffer) => {
      for (const byte of chunk) socket.write(Buffer.of(byte));
    });
    socket.on('close', () => onward.destroy());
    socket.pipe(onward);
  });
  const client = await FtpsClient.open(clientOptions({ host, port: relay.port }));
  assert.equal(client.greeting, 'Ready');
  await client.quit();
});
