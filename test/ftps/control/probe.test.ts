import { test } from 'node:test';

import { FtpsClient } from '../../../src/ftps/client.ts';
import type { LoopbackHost } from '../../support/listener.ts';
import { listen } from '../../support/listener.ts';
import { assertFails } from '../../support/assert-fails.ts';
import { clientOptions } from '../../support/target.ts';

const none = 'There is no TLS on the control connection to 127.0.0.1:{port}:';

const banners: readonly (readonly [string, string, string, string])[] = [
  [
    'FTP',
    '220 Ready\r\n',
    'FTPS_TLS',
    `${none} the server greets in clear text, as FTP with explicit TLS does.`,
  ],
  [
    'FTP of many lines',
    '220-Ready\r\n',
    'FTPS_TLS',
    `${none} the server greets in clear text, as FTP with explicit TLS does.`,
  ],
  [
    'SSH',
    'SSH-2.0-OpenSSH_9.2p1\r\n',
    'FTPS_TLS',
    `${none} the server speaks SSH, so this is SFTP and not FTPS.`,
  ],
  ['something else', '* OK IMAP4rev1\r\n', 'FTPS_TLS', `${none} the server answers in clear text.`],
  [
    'a code further on',
    'HTTP/1.1 400 Bad Request\r\n',
    'FTPS_TLS',
    `${none} the server answers in clear text.`,
  ],
  ['a little', '22', 'FTPS_TLS', `${none} the server answers in clear text.`],
  [
    'nothing',
    '',
    'FTPS_LOST',
    'The control connection to 127.0.0.1:{port} broke (ECONNRESET) during the TLS handshake.',
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
