import assert from 'node:assert/strict';
import { describe } from 'node:test';

import { TimeoutError } from '../../../src/ftps/connection-errors.ts';
import { ProtocolError } from '../../../src/ftps/errors.ts';
import { greeting, inOrder, port, storeAll, storeWithSize } from '../pipelined-uploads.ts';
import { dialogue } from '../../support/dialogue.ts';
import { goodbye } from '../../support/login-script.ts';
import { Bytes } from '../../support/upload-sources.ts';

/** The second upload with unexpected replies to the commands that were pipelined with it. */
const second = (...replies: readonly string[]) => `
  C: STOR b
  C: SIZE b
  C: EPSV
  S: 150 Go on
  D: hello
  S: 226 Complete
  ${replies.join('\n')}
`;

const afterwards = `
  C: EPSV
  S: ${port}
  C: STOR c
  S: 150 Go on
  D: hello
  S: 226 Complete
  C: SIZE c
  S: 213 5
`;

describe('pipelining is disabled after', () => {
  const surprises: readonly (readonly [string, string])[] = [
    ['a rejected EPSV', second('S: 213 5', 'S: 450 Busy')],
    [
      'a SIZE that succeeds when it is repeated',
      `${second('S: 550 What?', `S: ${port}`)}C: SIZE b\nS: 213 5\n`,
    ],
    [
      'a SIZE that was executed too early',
      `${second('S: 213 0', `S: ${port}`)}C: SIZE b\nS: 213 5\n`,
    ],
  ];
  for (const [title, script] of surprises) {
    dialogue(
      title,
      `${greeting}${inOrder}${script}${afterwards}${goodbye}`,
      async ({ open, dialogueLines }) => {
        const client = await open();
        await storeAll(client, 'a', 'b', 'c');
        assert.equal(client.pipeliningMode, 'off');
        assert.ok(dialogueLines.some(({ text }) => text.startsWith('pipelining disabled: ')));
        await client.quit();
      },
      { byteByByte: true },
    );
  }
});

describe('store', () => {
  dialogue(
    'never uses the port that was requested with a failed upload',
    `${greeting}${inOrder}
      C: STOR b
      C: SIZE b
      C: EPSV
      S: 550 Not you
      S: 550 Not there
      S: ${port}
      C: EPSV
      S: ${port}
      C: STOR b
      S: 550 Not you
      C: EPSV
      S: ${port}
      C: STOR c
      C: SIZE c
      C: EPSV
      S: 150 Go on
      D: hello
      S: 226 Complete
      S: 213 5
      S: ${port}
      ${goodbye}`,
    async ({ open }) => {
      const client = await open();
      await storeAll(client, 'a', 'b', 'c').catch(() => undefined);
      assert.equal(await storeWithSize(client, 'c'), 5);
      await client.quit();
    },
    { byteByByte: true },
  );
});

describe('the control connection is closed', () => {
  const lost: readonly (readonly [string, string, RegExp])[] = [
    [
      'when SIZE gets a second 226',
      second('S: 226 Complete', 'S: 213 5'),
      /unexpected reply to SIZE/,
    ],
    ['when SIZE gets the reply to EPSV', second(`S: ${port}`), /unexpected reply to SIZE/],
  ];
  for (const [title, script, message] of lost) {
    dialogue(title, `${greeting}${inOrder}${script}! client-ended`, async ({ open }) => {
      const client = await open();
      await assert.rejects(storeAll(client, 'a', 'b', 'c'), (error: Error) => {
        assert.ok(error instanceof ProtocolError);
        assert.match(error.message, message);
        return true;
      });
      assert.ok(client.failure instanceof ProtocolError);
      assert.ok(client.brokeWhilePipelining);
    });
  }

  dialogue(
    'when the NOOP after STOR gets no reply',
    `${greeting}
      C: EPSV
      S: ${port}
      C: STOR a
      C: NOOP
      S: 150 Go on
      D: hello
      S: 226 Complete
      ! client-ended`,
    async ({ open }) => {
      const client = await open();
      const { failure } = await client.store('a', new Bytes('hello'), { moreUploads: true });
      assert.match(failure?.message ?? '', /Timed out after 1 s waiting for the reply to NOOP/);
      assert.ok(client.failure instanceof TimeoutError);
      assert.ok(client.brokeWhilePipelining);
    },
    { timeoutMs: 1_000 },
  );
});
