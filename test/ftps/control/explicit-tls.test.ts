import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { FtpsClient } from '../../../src/ftps/client.ts';
import { listen } from '../../support/listener.ts';
import { loggedIn, runSession, session } from '../session.ts';
import { assertFails } from '../../support/assert-fails.ts';
import { dialogue } from '../../support/dialogue.ts';
import { authority } from '../../support/embedded-server-fixture.ts';
import { clientOptions } from '../../support/target.ts';

const versions = ['TLSv1.2', 'TLSv1.3'] as const;
const auth = 'S: 220 Ready\nC: AUTH TLS\n';
const ended = '! client-ended';
const mode = 'explicit';

dialogue(
  'AUTH TLS comes first, then all goes as in implicit mode',
  session.replace('S: 220 Ready', `${auth}S: 234 Go\n! tls`),
  runSession,
  { byteByByte: true, mode, versions },
);

dialogue(
  'the greeting may come after a 120',
  `S: 120 Soon\n${session.replace('S: 220 Ready', `${auth}S: 234 Go\n! tls`).trimStart()}`,
  runSession,
  { byteByByte: true, mode },
);

describe('explicit mode never goes on in clear text:', () => {
  const turnedAway = 'The server rejected the connection:';
  const refusals: readonly (readonly [string, string])[] = [
    ['S: 421 Too many', `${turnedAway} 421 Too many`],
    [`${auth}S: 500 What?`, '"AUTH TLS" failed: 500 What?'],
    [`${auth}S: 502 No`, '"AUTH TLS" failed: 502 No'],
    [`${auth}S: 534 No`, '"AUTH TLS" failed: 534 No'],
    [`${auth}S: 431 Not now`, '"AUTH TLS" failed: 431 Not now'],
    [`${auth}S: 334 ADAT=`, '"AUTH TLS" failed: 334 ADAT='],
    [`${auth}S: 200 Ok`, '"AUTH TLS" failed: 200 Ok'],
    [`${auth}S: 230 Logged in`, '"AUTH TLS" failed: 230 Logged in'],
  ];
  for (const [says, sentence] of refusals) {
    dialogue(
      says.split('\n').at(-1) ?? '',
      `${says}\n${ended}`,
      async (fixture) => {
        await assertFails(runSession(fixture), 'FTPS_REPLY', sentence);
        assert.doesNotMatch(fixture.server.clientText, /USER|PASS/);
      },
      { byteByByte: true, mode },
    );
  }
});

describe('bytes in clear after the reply to AUTH are fatal:', () => {
  for (const [title, extra] of [
    ['a whole reply', '230 Logged in\\r\\n'],
    ['half a reply', '230 Log'],
    ['nonsense', 'x\\r\\n'],
    ['several replies', '331 a\\r\\n230 b\\r\\n'],
  ] as const) {
    dialogue(
      title,
      `${auth}S-raw: 234 Go\\r\\n${extra}\n${ended}`,
      async (fixture) => {
        const error = await runSession(fixture).catch((failure: unknown) => String(failure));
        assert.match(
          String(error),
          /^ProtocolError: Protocol error: unencrypted data after the reply to AUTH \(RFC 4217, section 4\)/,
        );
        assert.equal(fixture.server.clientText, 'AUTH TLS\r\n');
      },
      { mode },
    );
  }
});

dialogue(
  'a reply injected before AUTH is asked for is fatal',
  `S-raw: 220 Ready\\r\\n234 Go\\r\\n\n${ended}`,
  async (fixture) => {
    const error = await runSession(fixture).catch((failure: unknown) => String(failure));
    assert.match(String(error), /^ProtocolError: .*unsolicited reply/);
    assert.doesNotMatch(fixture.server.clientText, /USER|PASS/);
  },
  { mode },
);

describe('nothing but AUTH TLS is sent', () => {
  const refused = `${auth}S: 234 Go\n! tls\n${ended}`;
  dialogue(
    'to a server with an unknown certificate',
    refused,
    async (fixture) => {
      await assert.rejects(runSession(fixture), {
        code: 'FTPS_CERTIFICATE',
        problem: 'unknown-issuer',
      });
      assert.equal(fixture.server.clientText, 'AUTH TLS\r\n');
    },
    { byteByByte: true, mode, versions: ['TLSv1.2'], tls: { pins: [] } },
  );

  dialogue(
    'to a server that closes instead of TLS',
    `${auth}S: 234 Go\n! close`,
    async (fixture) => {
      const lost =
        'The control connection to 127.0.0.1:{port} was lost (ECONNRESET) during the TLS handshake.';
      await assertFails(runSession(fixture), 'FTPS_LOST', lost);
    },
    { byteByByte: true, mode },
  );
});

const inClear = "127.0.0.1:{port} doesn't speak TLS: it sent plaintext.";
const inVain = 'Timed out after 0.5 s waiting for the TLS handshake with 127.0.0.1:{port}.';

describe('nothing but AUTH TLS and a ClientHello is sent to a server that answers it', () => {
  for (const [how, answer, code, sentence] of [
    ['with a reply', '230 Logged in\r\n', 'FTPS_TLS', inClear],
    ['with replies', '331 a\r\n230 b\r\n', 'FTPS_TLS', inClear],
    ['with nonsense', 'hello world', 'FTPS_TLS', inClear],
    ['never', '', 'FTPS_TIMEOUT', inVain],
  ] as const) {
    test(how, async () => {
      const received: Buffer[] = [];
      await using listener = await listen('127.0.0.1', (socket) => {
        socket.write('220 Ready\r\n');
        socket.on('data', (chunk: Buffer) => {
          received.push(chunk);
          socket.write(received.length === 1 ? '234 Go\r\n' : answer);
        });
        socket.resume();
      });
      const server = { host: '127.0.0.1', port: listener.port };
      const open = FtpsClient.open(clientOptions(server, { mode, timeoutMs: 500 }));
      await assertFails(open, code, sentence);
      const [first, hello] = received;
      assert.equal(first?.toString(), 'AUTH TLS\r\n');
      assert.equal(hello?.[0], 0x16);
    });
  }
});

dialogue(
  'the certificate is checked as in implicit mode',
  `${loggedIn.replace('S: 220 Ready', `${auth}S: 234 Go\n! tls`)}C: QUIT\nS: 221 Bye`,
  async ({ open }) => {
    const client = await open();
    await client.login('deploy', 'secret');
    assert.equal(client.tls?.certificate.subject, 'CN=localhost');
    await client.quit();
  },
  { byteByByte: true, mode, tls: { pins: [], ca: [authority.cert] } },
);
