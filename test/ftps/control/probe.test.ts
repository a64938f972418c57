import { test } from 'node:test';

import { FtpsClient } from '../../../src/ftps/client.ts';
import type { LoopbackHost } from '../../support/listener.ts';
import { listen } from '../../support/listener.ts';
import { assertFails } from '../../support/assert-fails.ts';
import { clientOptions } from '../../support/target.ts';

const ftp = "127.0.0.1:{port} doesn't use implicit TLS: it sent an unencrypted FTP greeting.";
const ssh = "127.0.0.1:{port} doesn't speak FTPS: it is an SSH (SFTP) server.";
const plaintext = "127.0.0.1:{port} doesn't speak TLS: it sent plaintext.";

const banners: readonly (readonly [
  title: string,
  banner: string,
  code: string,
  message: string,
])[] = [
  ['an FTP greeting', '220 Ready\r\n', 'FTPS_TLS', ftp],
  ['a multi-line FTP greeting', '220-Ready\r\n', 'FTPS_TLS', ftp],
  ['an SSH greeting', 'SSH-2.0-OpenSSH_9.2p1\r\n', 'FTPS_TLS', ssh],
  ['another greeting', '* OK IMAP4rev1\r\n', 'FTPS_TLS', plaintext],
  ['a reply code in the middle of a line', 'HTTP/1.1 400 Bad Request\r\n', 'FTPS_TLS', plaintext],
  ['less than a reply', '22', 'FTPS_TLS', plaintext],
  [
    'a closed connection',
    '',
    'FTPS_LOST',
    'The control connection to 127.0.0.1:{port} was lost (ECONNRESET) during the TLS handshake.',
  ],
];

for (const [title, banner, code, message] of banners) {
  test(`FtpsClient.open explains ${title} where TLS was expected`, async () => {
    const host: LoopbackHost = '127.0.0.1';
    // Keeps the connection open, so that the client's handshake gets the banner and no reset.
    await using listener = await listen(host, (socket) => {
      socket.resume();
      if (banner === '') socket.end();
      else socket.write(banner.padEnd(8, '\n'));
    });
    const open = FtpsClient.open(clientOptions({ host, port: listener.port }));
    await assertFails(open, code, message);
  });
}
