import assert from 'node:assert/strict';
import { describe } from 'node:test';

import { command } from '../../../src/ftps/index.ts';
import { dialogue, dialogueAfterLogin } from '../../support/dialogue.ts';
import { partsWithout } from '../../support/target.ts';
import { Bytes } from '../../support/upload-sources.ts';

const ended = '! client-ended';

describe('quit resolves', () => {
  const endings: readonly (readonly [title: string, script: string])[] = [
    ['after 221', `S: 221 Goodbye\n${ended}`],
    ['after a multi-line 221', `S: 221-You sent\nS: 221-5 bytes\nS: 221 Goodbye\n${ended}`],
    ['after a refusal', `S: 500 What?\n${ended}`],
    ['after an invalid reply', `S: hello\n${ended}`],
    ['when the server closes the connection instead', '! close'],
    ['when the server resets the connection instead', '! reset'],
    ['when the server closes the connection within the reply', 'S-raw: 221 Good\n! close'],
    ['in bounded time without a reply', `! silence\n${ended}`],
    ['in bounded time without the end of the reply', `S: 221-Goodbye\n! silence\n${ended}`],
  ];
  for (const [title, ending] of endings) {
    dialogue(
      title,
      `S: 220 Ready\nC: QUIT\n${ending}`,
      async ({ open }) => {
        const client = await open();
        await client.quit();
        assert.ok(client.failure);
      },
      { timeoutMs: 500 },
    );
  }
});

dialogue(
  'quit waits at most as long as requested',
  `S: 220 Ready\nC: QUIT\n! silence\n${ended}`,
  async ({ open }) => {
    const client = await open();
    const started = performance.now();
    await client.quit(50);
    assert.ok(performance.now() - started < 4_000, 'the client waited for the reply timeout');
    assert.equal(client.failure?.message.endsWith('while waiting for the reply to QUIT.'), true);
  },
  { timeoutMs: 5_000 },
);

dialogue(
  'quit sends QUIT only once',
  `S: 220 Ready\nC: QUIT\nS: 221 Goodbye\n${ended}`,
  async ({ open }) => {
    const client = await open();
    await client.quit();
    await client.quit();
  },
);

dialogue(
  'store sends nothing after quit',
  `S: 220 Ready\nC: QUIT\nS: 221 Goodbye\n${ended}`,
  async ({ open }) => {
    const client = await open();
    await client.quit();
    await assert.rejects(client.store('a', new Bytes('x')), {
      code: 'FTPS_LOST',
      phase: 'reply',
      verb: 'QUIT',
    });
  },
);

dialogue(
  'quit sends nothing after the connection has failed',
  `S: 220 Ready\nC: EPSV\nS: 421 Bye\n${ended}`,
  async ({ open }) => {
    const client = await open();
    await assert.rejects(client.store('a', new Bytes('x')), { code: 'FTPS_REPLY' });
    await client.quit();
  },
);

const both = [command('DELE', 'a'), command('DELE', 'b')];

describe('executeOnFiles with andQuit', () => {
  const replies = 'S: 250 Deleted\nS: 550 No such file';
  const endings = {
    'returns the replies, and QUIT travels in the same write': 'S: 221 Goodbye\n! client-ended',
    'returns the replies when the server closes the connection instead of replying to QUIT':
      '! close',
    'returns the replies in bounded time without a reply to QUIT': '! silence\n! client-ended',
  };
  for (const [title, ending] of Object.entries(endings)) {
    dialogueAfterLogin(
      title,
      `C: DELE a\nC: DELE b\nC: QUIT\n${replies}\n${ending}`,
      async ({ client }) => {
        const answers = await client.executeOnFiles(both, ['a', 'b'], { andQuit: true });
        assert.deepEqual(
          answers.map(({ reply }) => reply.code),
          [250, 550],
        );
        assert.ok(client.failure);
      },
      { timeoutMs: 500 },
    );
  }

  dialogueAfterLogin(
    'sends QUIT after the replies when pipelining is off',
    'C: DELE a\nS: 250 Deleted\nC: DELE b\nS: 250 Deleted\nC: QUIT\nS: 221 Goodbye\n! client-ended',
    async ({ client }) => {
      assert.equal((await client.executeOnFiles(both, ['a', 'b'], { andQuit: true })).length, 2);
    },
    { optional: partsWithout('pipelining') },
  );

  dialogueAfterLogin(
    'rejects when the connection is closed before all replies have arrived',
    'C: DELE a\nC: DELE b\nC: QUIT\nS: 250 Deleted\n! close',
    async ({ client }) => {
      await assert.rejects(client.executeOnFiles(both, ['a', 'b'], { andQuit: true }), {
        code: 'FTPS_LOST',
      });
    },
  );

  dialogueAfterLogin(
    'rejects when a reply does not arrive in time',
    'C: DELE a\nC: DELE b\nC: QUIT\nS: 250 Deleted\n! silence\n! client-ended',
    async ({ client }) => {
      await assert.rejects(client.executeOnFiles(both, ['a', 'b'], { andQuit: true }), {
        code: 'FTPS_TIMEOUT',
      });
    },
    { timeoutMs: 200 },
  );
});
