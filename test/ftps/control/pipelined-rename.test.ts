import assert from 'node:assert/strict';
import { describe } from 'node:test';

import { ProtocolError, ReplyError } from '../../../src/ftps/errors.ts';
import { dialogue } from '../../support/dialogue.ts';
import { goodbye } from '../../support/login-script.ts';
import { Bytes } from '../../support/upload-sources.ts';

const greeting = 'S: 220 Ready\n';
const sent = 'C: RNFR a\nC: RNTO b\n';

describe('PipelinedRename', () => {
  const outcomes: readonly (readonly [
    title: string,
    replies: string,
    rejected: string | undefined,
  ])[] = [
    ['succeeds', 'S: 350 Go on\nS: 250 Done\n', undefined],
    ['returns the refusal of RNTO', 'S: 350 Go on\nS: 553 No\n', 'RNTO b'],
    ['returns the refusal of RNFR', 'S: 550 Not there\nS: 503 RNFR first\n', 'RNFR a'],
  ];
  for (const [title, replies, rejected] of outcomes) {
    dialogue(
      title,
      `${greeting}${sent}${replies}${goodbye}`,
      async ({ open }) => {
        const client = await open();
        const rename = client.prepareRename('a', 'b');
        assert.equal(rename.isInFlight, false);
        client.files.sendRenames([rename]);
        assert.equal(rename.isInFlight, true);
        assert.equal((await rename.refusal())?.command, rejected);
        await client.quit();
      },
      { byteByByte: true },
    );
  }

  const unexpected: readonly (readonly [title: string, replies: string])[] = [
    ['RNFR gets 250', 'S: 250 Done\nS: 250 Done\n'],
    ['RNTO gets 350', 'S: 350 Go on\nS: 350 Go on\n'],
    ['RNTO succeeds although RNFR was rejected', 'S: 550 Not there\nS: 250 Done\n'],
    ['RNTO gets the reply to a login', 'S: 350 Go on\nS: 230 Logged in\n'],
  ];
  for (const [title, replies] of unexpected) {
    dialogue(
      `closes the connection when ${title}`,
      `${greeting}${sent}${replies}`,
      async ({ open }) => {
        const client = await open();
        const rename = client.prepareRename('a', 'b');
        client.files.sendRenames([rename]);
        await assert.rejects(rename.refusal(), ProtocolError);
        assert.ok(client.failure instanceof ProtocolError);
      },
      { byteByByte: true },
    );
  }

  dialogue(
    'rejects when the connection is closed',
    `${greeting}${sent}S: 350 Go on\n! close`,
    async ({ open }) => {
      const client = await open();
      const rename = client.prepareRename('a', 'b');
      client.files.sendRenames([rename]);
      await assert.rejects(
        rename.refusal(),
        /was closed by the server while waiting for the reply to RNTO/,
      );
    },
    { byteByByte: true },
  );
});

const port = '229 Entering Extended Passive Mode (|||{data-port}|)';

dialogue(
  'store sends a rename before STOR in the same write',
  `${greeting}
    C: EPSV
    S: ${port}
    C: RNFR a
    C: RNTO b
    C: STOR c
    S: 350 Go on
    S: 553 No
    S: 150 Go on
    D: hello
    S: 226 Complete
    ${goodbye}`,
  async ({ open }) => {
    const client = await open();
    const rename = client.prepareRename('a', 'b');
    await client.store('c', new Bytes('hello'), { rename });
    assert.ok((await rename.refusal()) instanceof ReplyError);
    await client.quit();
  },
  { byteByByte: true },
);

dialogue(
  'store sends no rename between REST and STOR',
  `${greeting}
    C: EPSV
    S: ${port}
    C: REST 2
    S: 350 Go on
    C: STOR c
    S: 150 Go on
    D: llo
    S: 226 Complete
    ${goodbye}`,
  async ({ open }) => {
    const client = await open();
    const rename = client.prepareRename('a', 'b');
    await client.store('c', new Bytes('llo'), { rename, offset: 2 });
    assert.equal(rename.isInFlight, false);
    await client.quit();
  },
  { byteByByte: true },
);

dialogue(
  'sendRenames sends only as many renames as fit the window',
  `${greeting}
    ${`C: RNFR ${'a'.repeat(500)}\nC: RNTO ${'b'.repeat(500)}\n`.repeat(2)}
    ${'S: 350 Go on\nS: 250 Done\n'.repeat(2)}
    ${goodbye}`,
  async ({ open }) => {
    const client = await open();
    const renames = Array.from({ length: 3 }, () =>
      client.prepareRename('a'.repeat(500), 'b'.repeat(500)),
    );
    client.files.sendRenames(renames);
    assert.deepEqual(
      renames.map(({ isInFlight }) => isInFlight),
      [true, true, false],
    );
    await Promise.all(renames.slice(0, 2).map((rename) => rename.refusal()));
    await client.quit();
  },
  { byteByByte: true },
);
