/** Commands that follow an upload, and how their replies are checked when they were pipelined. */
import assert from 'node:assert/strict';
import { describe } from 'node:test';

import type { FtpsClient } from '../../../src/ftps/index.ts';
import { formatReply } from '../../../src/ftps/index.ts';
import { dialogue, dialogueAfterLogin } from '../../support/dialogue.ts';
import { goodbye } from '../../support/login-script.ts';
import { partsWithout } from '../../support/target.ts';
import { Bytes } from '../../support/upload-sources.ts';
import {
  duringTransfer,
  greeting,
  inOrder,
  port,
  storeAll,
  storeWithSize,
} from '../pipelined-uploads.ts';

const time = new Date('2021-02-03T04:05:06Z');

/** Uploads a file, asks for its size and sets its time; returns the replies. */
async function storeWithTime(
  client: FtpsClient,
  name: string,
  moreUploads = false,
): Promise<string[]> {
  const followUps = [client.files.sizeCommand(name), client.modificationTimeCommand(name, time)];
  const { replies } = await client.store(name, new Bytes('hello'), { followUps, moreUploads });
  assert.deepEqual(
    replies.map(({ command }) => command),
    followUps,
  );
  return replies.map(({ reply }) => formatReply(reply));
}

const stored = 'S: 150 Go on\nD: hello\nS: 226 Complete\n';
const setTime = (name: string) => `MDTM 20210203040506 ${name}`;

describe('store sends follow-up commands', () => {
  dialogue(
    'with STOR when the server processes commands in order',
    `${greeting}${inOrder}
      C: STOR b
      C: SIZE b
      C: ${setTime('b')}
      C: EPSV
      ${stored}
      S: 213 5
      S: 213 Time set
      S: ${port}
      C: STOR c
      C: SIZE c
      C: ${setTime('c')}
      ${stored}
      S: 213 5
      S: 550 Not allowed
      C: ${setTime('c')}
      S: 550 Not allowed
      ${goodbye}`,
    async ({ open }) => {
      const client = await open();
      assert.equal(await storeWithSize(client, 'a'), 5);
      assert.deepEqual(await storeWithTime(client, 'b', true), ['213 5', '213 Time set']);
      assert.deepEqual(await storeWithTime(client, 'c'), ['213 5', '550 Not allowed']);
      assert.equal(client.pipeliningMode, 'in-order');
      await client.quit();
    },
    { byteByByte: true },
  );

  dialogue(
    'in one write after the upload when the server processes commands during transfers',
    `${greeting}${duringTransfer}
      C: STOR b
      ${stored}
      C: SIZE b
      C: ${setTime('b')}
      C: EPSV
      S: 213 5
      S: 213 Time set
      S: ${port}
      ${goodbye}`,
    async ({ open }) => {
      const client = await open();
      assert.equal(await storeWithSize(client, 'a'), 5);
      assert.deepEqual(await storeWithTime(client, 'b', true), ['213 5', '213 Time set']);
      await client.quit();
    },
  );

  dialogue(
    'one at a time when pipelining is off',
    `${greeting}
      C: EPSV
      S: ${port}
      C: STOR a
      ${stored}
      C: SIZE a
      S: 550 Not there
      C: ${setTime('a')}
      S: 213 Time set
      ${goodbye}`,
    async ({ open }) => {
      const client = await open();
      assert.deepEqual(await storeWithTime(client, 'a'), ['550 Not there', '213 Time set']);
      await client.quit();
    },
    { optional: partsWithout('pipelining') },
  );
});

describe('store repeats follow-up commands on their own', () => {
  dialogue(
    'after a reply that was a consequence of pipelining, and disables pipelining',
    `${greeting}${inOrder}
      C: STOR b
      C: SIZE b
      C: ${setTime('b')}
      C: EPSV
      ${stored}
      S: 213 0
      S: 213 Time set
      S: ${port}
      C: SIZE b
      S: 213 5
      C: ${setTime('b')}
      S: 213 Time set again
      C: EPSV
      S: ${port}
      C: STOR c
      ${stored}
      C: SIZE c
      S: 213 5
      C: ${setTime('c')}
      S: 213 Time set
      ${goodbye}`,
    async ({ open, dialogueLines }) => {
      const client = await open();
      assert.equal(await storeWithSize(client, 'a'), 5);
      assert.deepEqual(await storeWithTime(client, 'b', true), ['213 5', '213 Time set again']);
      assert.equal(client.pipeliningMode, 'off');
      assert.ok(dialogueLines.some(({ text }) => text.startsWith('pipelining disabled: ')));
      assert.deepEqual(await storeWithTime(client, 'c'), ['213 5', '213 Time set']);
      await client.quit();
    },
  );

  dialogue(
    'after a wrong size, and keeps pipelining when the size stays wrong',
    `${greeting}${inOrder}
      C: STOR b
      C: SIZE b
      C: EPSV
      ${stored}
      S: 213 3
      S: ${port}
      C: SIZE b
      S: 213 3
      C: STOR c
      C: SIZE c
      ${stored}
      S: 213 5
      ${goodbye}`,
    async ({ open }) => {
      const client = await open();
      assert.equal(await storeWithSize(client, 'a'), 5);
      assert.equal(await storeWithSize(client, 'b'), 3);
      assert.equal(await storeWithSize(client, 'c', false), 5);
      await client.quit();
    },
  );

  dialogue(
    'after a refusal, and keeps pipelining when the server does not support the command',
    `${greeting}${inOrder}
      C: STOR b
      C: SIZE b
      C: EPSV
      ${stored}
      S: 500 What?
      S: ${port}
      C: SIZE b
      S: 500 What?
      ${goodbye}`,
    async ({ open }) => {
      const client = await open();
      assert.equal(await storeWithSize(client, 'a'), 5);
      assert.equal(await storeWithSize(client, 'b'), undefined);
      assert.equal(client.pipeliningMode, 'in-order');
      await client.quit();
    },
  );
});

dialogue(
  'store requests the next port with PASV after the server has rejected EPSV',
  `${greeting}
    C: EPSV
    S: 500 What?
    C: PASV
    S: 227 Entering Passive Mode (127,0,0,1,{data-port-pasv}).
    C: STOR a
    C: NOOP
    ${stored}
    S: 200 NOOP ok
    C: SIZE a
    C: PASV
    S: 213 5
    S: 227 Entering Passive Mode (127,0,0,1,{data-port-pasv}).
    C: STOR b
    C: SIZE b
    ${stored}
    S: 213 5
    ${goodbye}`,
  async ({ open }) => {
    const client = await open();
    await storeAll(client, 'a', 'b');
    assert.equal(client.pipeliningMode, 'in-order');
    await client.quit();
  },
);

dialogueAfterLogin(
  'executeAll returns one reply per command',
  `
    C: SIZE a
    C: ${setTime('a')}
    S: 213 5
    S: 550 Not allowed
    ! client-ended`,
  async ({ client }) => {
    const commands = [client.files.sizeCommand('a'), client.modificationTimeCommand('a', time)];
    const [size, set] = await client.executeAll(commands);
    assert.equal(client.files.parseSize(size!)?.bytes, 5);
    assert.equal(client.refusalOf(set!)?.reply.code, 550);
  },
);
