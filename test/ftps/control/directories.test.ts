import assert from 'node:assert/strict';
import { describe } from 'node:test';

import { ProtocolError, ReplyError } from '../../../src/ftps/errors.ts';
import { loggedIn, upTo } from '../session.ts';
import { assertFails } from '../../support/assert-fails.ts';
import { dialogue } from '../../support/dialogue.ts';
import { goodbye } from '../../support/login-script.ts';

const unknownLoginDirectory = `${upTo('PWD')}S: 502 No\nC: PWD\nS: 502 No\n`;

describe('createDirectories', () => {
  const outcomes: readonly (readonly [title: string, script: string, created: number])[] = [
    ['creates a directory', `${loggedIn}C: MKD a/b\nS: 257 "/home/deploy/a/b" created\n`, 1],
    ['accepts another 2yz', `${loggedIn}C: MKD a/b\nS: 250 Ok\n`, 1],
    [
      'finds an existing directory after 550',
      `${loggedIn}C: MKD a/b\nS: 550 File exists\nC: CWD a/b\nS: 250 Ok\n`,
      0,
    ],
    [
      'finds an existing directory after 521',
      `${loggedIn}C: MKD a/b\nS: 521 "a/b" exists\nC: CWD a/b\nS: 200 Ok\n`,
      0,
    ],
    [
      'assumes that a directory exists when the login directory is unknown',
      `${unknownLoginDirectory}C: MKD a/b\nS: 550 What?\n`,
      0,
    ],
  ];
  for (const [title, script, created] of outcomes) {
    dialogue(title, `${script}${goodbye}`, async ({ open }) => {
      const client = await open();
      await client.login('deploy', 'secret');
      assert.equal(await client.createDirectories(['a/b']), created);
      await client.quit();
    });
  }

  const refusals: readonly (readonly [string, string, string, string?])[] = [
    [
      'permanently',
      'C: MKD a/b\nS: 550 No permission\nC: CWD a/b\nS: 550 Not there\nC: SIZE a/b\nS: 550 Not there\n',
      '"MKD a/b" failed: 550 No permission',
      '"CWD a/b" failed: 550 Not there',
    ],
    [
      'temporarily',
      'C: MKD a/b\nS: 451 Later\nC: CWD a/b\nS: 550 Not there\n',
      '"MKD a/b" failed: 451 Later',
      '"CWD a/b" failed: 550 Not there',
    ],
  ];
  for (const [title, replies, message, cause] of refusals) {
    dialogue(
      `rejects when MKD is rejected ${title}`,
      `${loggedIn}${replies}${goodbye}`,
      async ({ open }) => {
        const client = await open();
        await client.login('deploy', 'secret');
        const error = await assertFails(client.createDirectories(['a/b']), 'FTPS_REPLY', message);
        assert.equal((error.cause as Error | undefined)?.message, cause);
        await client.quit();
      },
    );
  }

  const noReturn =
    'C: MKD a/b\nS: 550 Exists\nC: CWD a/b\nS: 250 Ok\nC: CWD /home/deploy\nS: 550 Gone\n';
  dialogue(
    'closes the connection when it cannot return to the login directory',
    `${loggedIn}${noReturn}`,
    async ({ open }) => {
      const client = await open();
      await client.login('deploy', 'secret');
      const message = '"CWD /home/deploy" failed: 550 Gone';
      assert.equal(await client.createDirectories(['a/b']), 0);
      const error = await assertFails(client.createDirectories(['c']), 'FTPS_REPLY', message);
      assert.equal(client.failure, error);
    },
  );
});

describe('probeDirectory', () => {
  for (const [title, replies, exists] of [
    ['is true when CWD succeeds', 'C: CWD a b\nS: 250 Ok\n', true],
    ['is true when the reply to CWD is 200', 'C: CWD a b\nS: 200 Ok\n', true],
    ['is false when CWD is rejected', 'C: CWD a b\nS: 550 No such directory\n', false],
  ] as const) {
    dialogue(title, `${loggedIn}${replies}${goodbye}`, async ({ open }) => {
      const client = await open();
      await client.login('deploy', 'secret');
      assert.equal((await client.probeDirectory('a b')) === 'exists', exists);
      await client.quit();
    });
  }
});

describe('probeDirectories', () => {
  const together = (codes: readonly string[]) =>
    codes.map((code, index) => `C: CWD /${index}\nS: ${code} -\n`).join('');
  const missing = '550';
  const exists = 'exists';
  for (const [title, script, expected] of [
    [
      'repeats one of several rejected CWDs',
      `${together(['550', '550', '250', '550'])}C: CWD /3\nS: 550 -\n`,
      [missing, missing, exists, missing],
    ],
    [
      'repeats one CWD for each reply code',
      `${together(['553', '550', '553', '550'])}C: CWD /3\nS: 550 -\nC: CWD /2\nS: 553 -\n`,
      ['553', missing, '553', missing],
    ],
    [
      'repeats every CWD when one is accepted on its own',
      `${together(['550', '550', '550'])}C: CWD /2\nS: 250 -\nC: CWD /1\nS: 250 -\nC: CWD /0\nS: 550 -\n`,
      [missing, exists, exists],
    ],
    [
      'repeats every CWD when one is rejected in another way on its own',
      `${together(['550', '503', '503'])}C: CWD /2\nS: 550 -\nC: CWD /1\nS: 250 -\nC: CWD /0\nS: 550 -\n`,
      [missing, exists, missing],
    ],
  ] as const) {
    dialogue(title, `${loggedIn}${script}${goodbye}`, async ({ open }) => {
      const client = await open();
      await client.login('deploy', 'secret');
      const found = await client.probeDirectories(expected.map((_, index) => `/${index}`));
      assert.deepEqual(
        found.map((one) => (one instanceof ReplyError ? String(one.reply.code) : one)),
        expected,
      );
      await client.quit();
    });
  }
});

dialogue(
  'probeDirectory closes the connection when the reply to CWD was meant for a transfer',
  `${loggedIn}C: CWD a b\nS: 226 Transfer complete\n! client-ended`,
  async ({ open }) => {
    const client = await open();
    await client.login('deploy', 'secret');
    await assert.rejects(client.probeDirectory('a b'), ProtocolError);
  },
);

dialogue(
  'createDirectories sends nothing more after 421',
  `${loggedIn}C: MKD a\nS: 421 Bye\n! client-ended`,
  async ({ open }) => {
    const client = await open();
    await client.login('deploy', 'secret');
    const error = await assertFails(
      client.createDirectories(['a']),
      'FTPS_REPLY',
      '"MKD a" failed: 421 Bye',
    );
    assert.ok(error instanceof ReplyError && error.isTransient);
  },
);
