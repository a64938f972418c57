import assert from 'node:assert/strict';
import { describe } from 'node:test';

import { ReplyError } from '../../../src/ftps/errors.ts';
import { limits } from '../../../src/ftps/limits.ts';
import { loggedIn, withReply } from '../session.ts';
import { assertFails } from '../../support/assert-fails.ts';
import { dialogue } from '../../support/dialogue.ts';
import { authority } from '../../support/embedded-server-fixture.ts';
import { goodbye } from '../../support/login-script.ts';

const versions = ['TLSv1.2', 'TLSv1.3'] as const;
const greeted = 'S: 220 Ready\n';
const requested = `${greeted}C: EPSV\nS: 229 (|||{data-port}|)\nC: LIST\n`;

describe('list succeeds when', () => {
  const orders: readonly (readonly [title: string, script: string])[] = [
    [
      'the listing has two lines',
      'S: 150 Here\nL: -rw-r--r-- a\\r\\n-rw-r--r-- b\\r\\n\nS: 226 Done',
    ],
    ['the listing is empty', 'S: 150 Here\nL:\nS: 226 Done'],
    ['the preliminary reply is 125', 'S: 125 Open\nL: a\\r\\n\nS: 226 Done'],
    ['the final reply is 250', 'S: 150 Here\nL: a\\r\\n\nS: 250 Done'],
    ['the final reply arrives before the listing', 'S: 150 Here\nS: 226 Done\nL: a\\r\\n'],
    ['the listing is long', `S: 150 Here\nL: {${limits.listingBytes} bytes}\nS: 226 Done`],
  ];
  for (const [title, replies] of orders) {
    dialogue(
      title,
      `${requested}${replies}\n${goodbye}`,
      async ({ open, server }) => {
        const client = await open();
        await client.list();
        assert.deepEqual(client.dataConnections, { total: 1, resumed: 1 });
        await client.quit();
        assert.deepEqual(server.dataSessionsReused, [true]);
      },
      { versions },
    );
  }
});

dialogue(
  'list sends MLSD when the server announces MLST',
  `${withReply('FEAT', 'S: 211-Features\nS:  MLST type*;size*;\nS: 211 End')
    .replace(/C: EPSV[^]*/, '')
    .replace(/C: OPTS UTF8 ON\n.*\n/, '')}
    C: EPSV
    S: 229 (|||{data-port}|)
    C: MLSD
    S: 150 Here
    L: type=dir; www\\r\\n
    S: 226 Done
    ${goodbye}`,
  async ({ open }) => {
    const client = await open();
    await client.login('deploy', 'secret');
    await client.list();
    await client.quit();
  },
);

dialogue(
  'list cuts off a listing that is too long, and the client stays usable',
  `${requested}S: 150 Here\nL: {${2 * limits.listingBytes} bytes}\nS: 226 Done\n${goodbye}`,
  async ({ open }) => {
    const client = await open();
    await client.list();
    assert.equal(client.failure, undefined);
    await client.quit();
  },
  { versions },
);

describe('list rejects with the reply of the server', () => {
  const failed = '"LIST" failed:';
  const refusals: readonly {
    title: string;
    replies: string;
    message: string;
    sessionResumed: boolean | undefined;
  }[] = [
    {
      title: 'before TLS',
      replies: 'S: 550 No permission',
      message: `${failed} 550 No permission`,
      sessionResumed: undefined,
    },
    {
      title: 'after TLS',
      replies: 'S: 150 Here\nL:\nS: 522 Reuse required',
      message: `${failed} 522 Reuse required`,
      sessionResumed: true,
    },
    {
      title: 'after a part of the listing',
      replies: 'S: 150 Here\nL: a\nS: 451 Disk failure',
      message: `${failed} 451 Disk failure`,
      sessionResumed: true,
    },
    {
      title: 'when the server ends the session',
      replies: 'S: 150 Here\nL:\nS: 421 Bye',
      message: `${failed} 421 Bye`,
      sessionResumed: true,
    },
  ];
  for (const { title, replies, message, sessionResumed } of refusals) {
    const end = replies.includes('421') ? '! client-ended' : goodbye;
    dialogue(title, `${requested}${replies}\n${end}`, async ({ open }) => {
      const client = await open();
      const started = performance.now();
      const error = await assertFails(client.list(), 'FTPS_REPLY', message);
      assert.ok(performance.now() - started < 3_000, 'the client waited for TLS');
      assert.ok(error instanceof ReplyError);
      assert.equal(error.sessionResumed, sessionResumed);
      await client.quit();
    });
  }

  dialogue(
    'when the TLS session was not resumed',
    `${requested}S: 150 Here\nL:\nS: 522 Reuse required\n${goodbye}`,
    async ({ open }) => {
      const client = await open();
      const error = await assertFails(client.list(), 'FTPS_REPLY', `${failed} 522 Reuse required`);
      assert.ok(error instanceof ReplyError && error.sessionResumed === false);
      await client.quit();
    },
    { server: { resumeData: false } },
  );

  dialogue(
    'when the data connection was reset before the reply',
    `${requested}S: 150 Here\n! reset-data\nS: 425 No data connection\n${goodbye}`,
    async ({ open }) => {
      const client = await open();
      const message = `${failed} 425 No data connection`;
      const error = await assertFails(client.list(), 'FTPS_REPLY', message);
      assert.ok(error instanceof ReplyError && error.sessionResumed === undefined);
      await client.quit();
    },
  );
});

const unexpected = 'Protocol error: unexpected reply to LIST (RFC 959, section 4.2.1).';
const violations: readonly (readonly [title: string, replies: string])[] = [
  ['226 without a preliminary reply', 'S: 226 Done\nL:\n'],
  ['350 instead of the listing', 'S: 350 More\nL:\n'],
  ['350 after the listing', 'S: 150 Here\nL: a\nS: 350 More\n'],
];
for (const [title, replies] of violations) {
  dialogue(
    `list rejects and closes the connection after ${title}`,
    `${requested}${replies}! client-ended`,
    async ({ open }) => {
      const client = await open();
      const sent = /S: ([23].*)\n[^S]*$/.exec(replies)?.[1] ?? '';
      const message = `${unexpected} Received "${sent}".`;
      const error = await assertFails(client.list(), 'FTPS_PROTOCOL', message);
      assert.equal(client.failure, error);
    },
  );
}

dialogue(
  'list rejects a data connection with another certificate',
  `${requested}S: 150 Here\n! data-handshake-failed\nS: 426 Broken\n${goodbye}`,
  async ({ open }) => {
    const client = await open();
    const message =
      "The certificate on the data connection to 127.0.0.1:{port} isn't trusted: it isn't the control connection's certificate, and the TLS session wasn't resumed.";
    await assertFails(client.list(), 'FTPS_CERTIFICATE', message);
    await client.quit();
  },
  {
    server: {
      resumeData: false,
      dataCertificate: await authority.issue({ commonName: 'x', dnsNames: ['localhost'] }),
    },
  },
);

// What the server sends instead of TLS is read on another data connection.
const requestedAgain = 'C: EPSV\nS: 229 (|||{data-port}|)\n! data-handshake-failed\n';

dialogue(
  'list rejects an unencrypted data connection, whatever the final reply',
  `${requested}S: 150 Here\n! data-handshake-failed\nS: 426 Broken\n${requestedAgain}${goodbye}`,
  async ({ open }) => {
    const client = await open();
    const message =
      "The data connection to 127.0.0.1:{port} isn't encrypted: the server sent plaintext instead of TLS.";
    await assertFails(client.list(), 'FTPS_TLS', message);
    await client.quit();
  },
  { server: { plaintextData: 'This is not TLS.' } },
);

dialogue(
  'list rejects with a timeout when no listing arrives',
  `${requested}S: 150 Here\n! silence\n! client-ended`,
  async ({ open }) => {
    const client = await open();
    await assertFails(
      client.list(),
      'FTPS_TIMEOUT',
      'Timed out after 0.3 s waiting for the TLS handshake on the data connection to 127.0.0.1:{port}.',
    );
  },
  { timeoutMs: 300 },
);

dialogue(
  'list rejects when the data connection is lost, although the final reply is a success',
  `${requested}S: 150 Here\n! reset-data\nS: 226 Done\n${goodbye}`,
  async ({ open }) => {
    const client = await open();
    await assert.rejects(client.list(), { code: 'FTPS_LOST', connection: 'data' });
    await client.quit();
  },
);

dialogue(
  'probeDirectory returns the refusal of CWD',
  `${loggedIn}C: CWD www\nS: 550 Not there\n${goodbye}`,
  async ({ open }) => {
    const client = await open();
    await client.login('deploy', 'secret');
    const refusal = await client.probeDirectory('www');
    assert.ok(refusal instanceof ReplyError);
    assert.equal(refusal.message, '"CWD www" failed: 550 Not there');
    await client.quit();
  },
);
