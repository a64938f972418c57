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
const asked = `${greeted}C: EPSV\nS: 229 (|||{data-port}|)\nC: LIST\n`;

describe('a listing is read to its end and thrown away when', () => {
  const orders: readonly (readonly [string, string])[] = [
    ['it has two lines', 'S: 150 Here\nL: -rw-r--r-- a\\r\\n-rw-r--r-- b\\r\\n\nS: 226 Done'],
    ['it is empty', 'S: 150 Here\nL:\nS: 226 Done'],
    ['125 comes instead of 150', 'S: 125 Open\nL: a\\r\\n\nS: 226 Done'],
    ['250 comes instead of 226', 'S: 150 Here\nL: a\\r\\n\nS: 250 Done'],
    ['226 comes before the listing', 'S: 150 Here\nS: 226 Done\nL: a\\r\\n'],
    ['it is long', `S: 150 Here\nL: {${limits.listingBytes} bytes}\nS: 226 Done`],
  ];
  for (const [title, answer] of orders) {
    dialogue(
      title,
      `${asked}${answer}\n${goodbye}`,
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
  'a server that names MLST is asked by MLSD',
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
  'a listing that is too long is broken off and counts, and the session goes on',
  `${asked}S: 150 Here\nL: {${2 * limits.listingBytes} bytes}\nS: 226 Done\n${goodbye}`,
  async ({ open }) => {
    const client = await open();
    await client.list();
    assert.equal(client.failure, undefined);
    await client.quit();
  },
  { versions },
);

describe('a listing fails with the words of the server', () => {
  const refused = '"LIST" failed:';
  const refusals: readonly (readonly [string, string, string, boolean | undefined])[] = [
    ['before TLS', 'S: 550 No permission', `${refused} 550 No permission`, undefined],
    ['after TLS', 'S: 150 Here\nL:\nS: 522 Reuse required', `${refused} 522 Reuse required`, true],
    ['in the middle', 'S: 150 Here\nL: a\nS: 451 Disk broke', `${refused} 451 Disk broke`, true],
    ['and goes away', 'S: 150 Here\nL:\nS: 421 Bye', `${refused} 421 Bye`, true],
  ];
  for (const [title, says, message, resumed] of refusals) {
    const end = says.includes('421') ? '! client-ended' : goodbye;
    dialogue(title, `${asked}${says}\n${end}`, async ({ open }) => {
      const client = await open();
      const started = performance.now();
      const error = await assertFails(client.list(), 'FTPS_REPLY', message);
      assert.ok(performance.now() - started < 3_000, 'it was waited for TLS in vain');
      assert.ok(error instanceof ReplyError);
      assert.equal(error.sessionResumed, resumed);
      await client.quit();
    });
  }

  dialogue(
    'that did not resume the TLS session',
    `${asked}S: 150 Here\nL:\nS: 522 Reuse required\n${goodbye}`,
    async ({ open }) => {
      const client = await open();
      const error = await assertFails(client.list(), 'FTPS_REPLY', `${refused} 522 Reuse required`);
      assert.ok(error instanceof ReplyError && error.sessionResumed === false);
      await client.quit();
    },
    { server: { resumeData: false } },
  );

  dialogue(
    'rather than with the reset that came first',
    `${asked}S: 150 Here\n! reset-data\nS: 425 No data connection\n${goodbye}`,
    async ({ open }) => {
      const client = await open();
      const message = `${refused} 425 No data connection`;
      const error = await assertFails(client.list(), 'FTPS_REPLY', message);
      assert.ok(error instanceof ReplyError && error.sessionResumed === undefined);
      await client.quit();
    },
  );
});

const broke = 'Protocol error: unexpected reply to LIST (RFC 959, section 4.2.1).';
const odd: readonly (readonly [string, string])[] = [
  ['226 without a preliminary reply', 'S: 226 Done\nL:\n'],
  ['350 instead of the listing', 'S: 350 More\nL:\n'],
  ['350 after the listing', 'S: 150 Here\nL: a\nS: 350 More\n'],
];
for (const [title, says] of odd) {
  dialogue(
    `a listing fails after ${title}, and the session ends`,
    `${asked}${says}! client-ended`,
    async ({ open }) => {
      const client = await open();
      const sent = /S: ([23].*)\n[^S]*$/.exec(says)?.[1] ?? '';
      const message = `${broke} Received "${sent}".`;
      const error = await assertFails(client.list(), 'FTPS_PROTOCOL', message);
      assert.equal(client.failure, error);
    },
  );
}

dialogue(
  'a listing is not read from a server with another certificate',
  `${asked}S: 150 Here\n! data-handshake-failed\nS: 426 Broken\n${goodbye}`,
  async ({ open }) => {
    const client = await open();
    const message =
      "The certificate of the data connection to 127.0.0.1:{port} isn't trusted: it isn't the control connection's certificate, and the TLS session wasn't resumed.";
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

dialogue(
  'a listing that comes in clear fails for that, whatever the server says of it',
  `${asked}S: 150 Here\n! data-handshake-failed\nS: 426 Broken\n${goodbye}`,
  async ({ open }) => {
    const client = await open();
    const message =
      "The data connection to 127.0.0.1:{port} isn't encrypted: the server sent plaintext instead of TLS.";
    await assertFails(client.list(), 'FTPS_TLS', message);
    await client.quit();
  },
  { server: { plaintextData: true } },
);

dialogue(
  'a listing that does not come ends in time',
  `${asked}S: 150 Here\n! silence\n! client-ended`,
  async ({ open }) => {
    const client = await open();
    await assertFails(
      client.list(),
      'FTPS_TIMEOUT',
      'Timed out after 0.3 s waiting for the TLS handshake with the data connection to 127.0.0.1:{port}.',
    );
  },
  { timeoutMs: 300 },
);

dialogue(
  'a listing that breaks is no listing, although it is called a success',
  `${asked}S: 150 Here\n! reset-data\nS: 226 Done\n${goodbye}`,
  async ({ open }) => {
    const client = await open();
    await assert.rejects(client.list(), { code: 'FTPS_LOST', connection: 'data' });
    await client.quit();
  },
);

dialogue(
  'visit tells the refusal of a directory',
  `${loggedIn}C: CWD www\nS: 550 Not there\nC: CWD /home/deploy\nS: 250 Ok\n${goodbye}`,
  async ({ open }) => {
    const client = await open();
    await client.login('deploy', 'secret');
    const refusal = await client.probeDirectory('www');
    assert.equal(refusal?.message, '"CWD www" failed: 550 Not there');
    await client.quit();
  },
);
