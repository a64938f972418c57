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
  'explicit mode sends AUTH TLS before the login',
  session.replace('S: 220 Ready', `${auth}S: 234 Go\n! tls`),
  runSession,
  { byteByByte: true, mode, versions },
);

dialogue(
  'explicit mode accepts a 120 before the greeting',
  `S: 120 Soon\n${session.replace('S: 220 Ready', `${auth}S: 234 Go\n! tls`).trimStart()}`,
  runSession,
  { byteByByte: true, mode },
);

describe('explicit mode never continues without TLS after', () => {
  const rejected = 'The server rejected the connection:';
  const refusals: readonly (readonly [string, string])[] = [
    ['S: 421 Too many', `${rejected} 421 Too many`],
    [`${auth}S: 500 What?`, '"AUTH TLS" failed: 500 What?'],
    [`${auth}S: 502 No`, '"AUTH TLS" failed: 502 No'],
    [`${auth}S: 534 No`, '"AUTH TLS" failed: 534 No'],
    [`${auth}S: 431 Not now`, '"AUTH TLS" failed: 431 Not now'],
    [`${auth}S: 334 ADAT=`, '"AUTH TLS" failed: 334 ADAT='],
    [`${auth}S: 200 Ok`, '"AUTH TLS" failed: 200 Ok'],
    [`${auth}S: 230 Logged in`, '"AUTH TLS" failed: 230 Logged in'],
  ];
  for (const [script, message] of refusals) {
    dialogue(
      script.split('\n').at(-1) ?? '',
      `${script}\n${ended}`,
      async (fixture) => {
        await assertFails(runSession(fixture), 'FTPS_REPLY', message);
        assert.doesNotMatch(fixture.server.clientText, /USER|PASS/);
      },
      { byteByByte: true, mode },
    );
  }
});

describe('explicit mode rejects unencrypted data after the reply to AUTH:', () => {
  for (const [title, extra] of [
    ['a complete reply', '230 Logged in\\r\\n'],
    ['part of a reply', '230 Log'],
    ['no reply', 'x\\r\\n'],
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
  'explicit mode rejects a reply to AUTH that arrives before the command',
  `S-raw: 220 Ready\\r\\n234 Go\\r\\n\n${ended}`,
  async (fixture) => {
    const error = await runSession(fixture).catch((failure: unknown) => String(failure));
    assert.match(String(error), /^ProtocolError: .*unsolicited reply/);
    assert.doesNotMatch(fixture.server.clientText, /USER|PASS/);
  },
  { mode },
);

describe('explicit mode sends nothing but AUTH TLS', () => {
  const accepted = `${auth}S: 234 Go\n! tls\n${ended}`;
  dialogue(
    'to a server whose certificate is not trusted',
    accepted,
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
    'to a server that closes the connection instead of starting TLS',
    `${auth}S: 234 Go\n! close`,
    async (fixture) => {
      const lost =
        'The control connection to 127.0.0.1:{port} was lost (ECONNRESET) during the TLS handshake.';
      await assertFails(runSession(fixture), 'FTPS_LOST', lost);
    },
    { byteByByte: true, mode },
  );
});

const plaintext = "127.0.0.1:{port} doesn't speak TLS: it sent plaintext.";
const timedOut = 'Timed out after 0.5 s waiting for the TLS handshake with 127.0.0.1:{port}.';

describe('explicit mode sends nothing but AUTH TLS and a ClientHello to a server that replies to it', () => {
  for (const [title, answer, code, message] of [
    ['with a reply', '230 Logged in\r\n', 'FTPS_TLS', plaintext],
    ['with replies', '331 a\r\n230 b\r\n', 'FTPS_TLS', plaintext],
    ['with other text', 'hello world', 'FTPS_TLS', plaintext],
    ['never', '', 'FTPS_TIMEOUT', timedOut],
  ] as const) {
    test(title, async () => {
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
      await assertFails(open, code, message);
      const [first, hello] = received;
      assert.equal(first?.toString(), 'AUTH TLS\r\n');
      assert.equal(hello?.[0], 0x16);
    });
  }
});

dialogue(
  'explicit mode verifies the certificate',
  `${loggedIn.replace('S: 220 Ready', `${auth}S: 234 Go\n! tls`)}C: QUIT\nS: 221 Bye`,
  async ({ open }) => {
    const client = await open();
    await client.login('deploy', 'secret');
    assert.equal(client.tls?.certificate.subject, 'CN=localhost');
    await client.quit();
  },
  { byteByByte: true, mode, tls: { pins: [], ca: [authority.cert] } },
);
