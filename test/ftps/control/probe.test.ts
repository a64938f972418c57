import { test } from 'node:test';

import { FtpsClient } from '../../../src/ftps/client.ts';
import type { LoopbackHost } from '../../support/listener.ts';
import { listen } from '../../support/listener.ts';
import { assertFails } from '../../support/assert-fails.ts';
import { clientOptions } from '../../support/target.ts';

const ftp = "127.0.0.1:{port} doesn't use implicit TLS: it sent an unencrypted FTP greeting.";
const ssh = "127.0.0.1:{port} doesn't speak FTPS: it is an SSH (SFTP) server.";
const plaintext = "127.0.0.1:{port} doesn't speak TLS: it sent plaintext.";

const banners: readonly (readonly [string, string, string, string])[] = [
  ['FTP', '220 Ready\r\n', 'FTPS_TLS', ftp],
  ['FTP of many lines', '220-Ready\r\n', 'FTPS_TLS', ftp],
  ['SSH', 'SSH-2.0-OpenSSH_9.2p1\r\n', 'FTPS_TLS', ssh],
  ['something else', '* OK IMAP4rev1\r\n', 'FTPS_TLS', plaintext],
  ['a code further on', 'HTTP/1.1 400 Bad Request\r\n', 'FTPS_TLS', plaintext],
  ['a little', '22', 'FTPS_TLS', plaintext],
  [
    'nothing',
    '',
    'FTPS_LOST',
    'The control connection to 127.0.0.1:{port} was lost (ECONNRESET) during the TLS handshake.',
  ],
];

for (const [what, banner, code, sentence] of banners) {
  test(`a server that speaks ${what} where TLS was expected is recognized`, async () => {
    const host: LoopbackHost = '127.0.0.1';
    // Lingers until the client has gone, so that its handshake meets the banner and no reset.
    await using listener = await listen(host, (socket) => {
      socket.resume();
      if (banner === '') socket.end();
      else socket.write(banner.padEnd(8, '\n'));
    });
    const open = FtpsClient.open(clientOptions({ host, port: listener.port }));
    await assertFails(open, code, sentence);
  });
}
