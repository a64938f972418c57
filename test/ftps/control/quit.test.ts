import assert from 'node:assert/strict';
import { describe } from 'node:test';

import { dialogue } from '../../support/dialogue.ts';
import { Bytes } from '../../support/upload-sources.ts';

const ended = '! client-ended';

describe('quit resolves', () => {
  const endings: readonly (readonly [string, string])[] = [
    ['after 221', `S: 221 Goodbye\n${ended}`],
    ['after a 221 of many lines', `S: 221-You sent\nS: 221-5 bytes\nS: 221 Goodbye\n${ended}`],
    ['after a refusal', `S: 500 What?\n${ended}`],
    ['after nonsense', `S: hello\n${ended}`],
    ['after a close instead of 221', '! close'],
    ['after a reset instead of 221', '! reset'],
    ['after a close in the middle of 221', 'S-raw: 221 Good\n! close'],
    ['without a 221, in bounded time', `! silence\n${ended}`],
    ['without the end of a 221, in bounded time', `S: 221-Goodbye\n! silence\n${ended}`],
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
  'quit waits no longer than it is told to',
  `S: 220 Ready\nC: QUIT\n! silence\n${ended}`,
  async ({ open }) => {
    const client = await open();
    const started = performance.now();
    await client.quit(50);
    assert.ok(performance.now() - started < 4_000, 'it was waited for the time-out of replies');
    assert.equal(client.failure?.message.endsWith('while waiting for the reply to QUIT.'), true);
  },
  { timeoutMs: 5_000 },
);

dialogue(
  'quit says QUIT only once',
  `S: 220 Ready\nC: QUIT\nS: 221 Goodbye\n${ended}`,
  async ({ open }) => {
    const client = await open();
    await client.quit();
    await client.quit();
  },
);

dialogue(
  'nothing is sent after quit',
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
  'quit says nothing on a broken connection',
  `S: 220 Ready\nC: EPSV\nS: 421 Bye\n${ended}`,
  async ({ open }) => {
    const client = await open();
    await assert.rejects(client.store('a', new Bytes('x')), { code: 'FTPS_REPLY' });
    await client.quit();
  },
);
