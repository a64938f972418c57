import assert from 'node:assert/strict';
import { describe } from 'node:test';

import { ReplyError } from '../../../src/ftps/errors.ts';
import { loggedIn, upTo } from '../session.ts';
import { assertFails } from '../../support/assert-fails.ts';
import { dialogue } from '../../support/dialogue.ts';
import { goodbye } from '../../support/login-script.ts';

const back = 'C: CWD /home/deploy\nS: 250 Ok\n';
const noWayBack = `${upTo('PWD')}S: 502 No\n`;

describe('makeDirectory', () => {
  const outcomes: readonly (readonly [string, string, boolean])[] = [
    ['makes one', `${loggedIn}C: MKD a/b\nS: 257 "/home/deploy/a/b" created\n`, true],
    ['makes one with another 2yz', `${loggedIn}C: MKD a/b\nS: 250 Ok\n`, true],
    [
      'finds it there after a 550',
      `${loggedIn}C: MKD a/b\nS: 550 File exists\nC: CWD a/b\nS: 250 Ok\n${back}`,
      false,
    ],
    [
      'finds it there after a 521',
      `${loggedIn}C: MKD a/b\nS: 521 "a/b" exists\nC: CWD a/b\nS: 200 Ok\n${back}`,
      false,
    ],
    [
      'takes it to be there when there is no way back',
      `${noWayBack}C: MKD a/b\nS: 550 What?\n`,
      false,
    ],
  ];
  for (const [title, script, made] of outcomes) {
    dialogue(title, `${script}${goodbye}`, async ({ open }) => {
      const client = await open();
      await client.login('deploy', 'secret');
      assert.equal(await client.createDirectories(['a/b']), made ? 1 : 0);
      await client.quit();
    });
  }

  const refusals: readonly (readonly [string, string, string, string?])[] = [
    [
      'no permission',
      'C: MKD a/b\nS: 550 No permission\nC: CWD a/b\nS: 550 Not there\nC: CWD /home/deploy\nS: 250 Ok\n',
      '"MKD a/b" failed: 550 No permission',
      '"CWD a/b" failed: 550 Not there',
    ],
    [
      'for now',
      'C: MKD a/b\nS: 451 Later\nC: CWD a/b\nS: 550 Not there\nC: CWD /home/deploy\nS: 250 Ok\n',
      '"MKD a/b" failed: 451 Later',
      '"CWD a/b" failed: 550 Not there',
    ],
  ];
  for (const [title, says, sentence, cause] of refusals) {
    dialogue(`fails: ${title}`, `${loggedIn}${says}${goodbye}`, async ({ open }) => {
      const client = await open();
      await client.login('deploy', 'secret');
      const error = await assertFails(client.createDirectories(['a/b']), 'FTPS_REPLY', sentence);
      assert.equal((error.cause as Error | undefined)?.message, cause);
      await client.quit();
    });
  }

  const stranded =
    'C: MKD a/b\nS: 550 Exists\nC: CWD a/b\nS: 250 Ok\nC: CWD /home/deploy\nS: 550 Gone\n';
  dialogue(
    'gives the session up that cannot go back',
    `${loggedIn}${stranded}`,
    async ({ open }) => {
      const client = await open();
      await client.login('deploy', 'secret');
      const sentence = '"CWD /home/deploy" failed: 550 Gone';
      const error = await assertFails(client.createDirectories(['a/b']), 'FTPS_REPLY', sentence);
      assert.equal(client.failure, error);
    },
  );
});

describe('directoryExists', () => {
  for (const [title, says, exists] of [
    ['goes there and back', `C: CWD a b\nS: 250 Ok\n${back}`, true],
    ['is told that it is not there', `C: CWD a b\nS: 550 No such directory\n${back}`, false],
  ] as const) {
    dialogue(title, `${loggedIn}${says}${goodbye}`, async ({ open }) => {
      const client = await open();
      await client.login('deploy', 'secret');
      assert.equal(await client.directoryExists('a b'), exists);
      await client.quit();
    });
  }
});

dialogue(
  'a 421 to MKD is the error, and nothing more is sent',
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
