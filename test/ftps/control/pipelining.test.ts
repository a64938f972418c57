import assert from 'node:assert/strict';
import { describe } from 'node:test';

import { FtpsClient } from '../../../src/ftps/client.ts';
import type { PipeliningMode } from '../../../src/ftps/control/pipelining.ts';
import {
  duringTransfer,
  firstUpload,
  greeting,
  inOrder,
  port,
  storeAll,
  storeWithSize,
} from '../pipelined-uploads.ts';
import { dialogue } from '../../support/dialogue.ts';
import { goodbye } from '../../support/login-script.ts';
import { partsWithout } from '../../support/target.ts';
import { Bytes } from '../../support/upload-sources.ts';

describe('the NOOP after the first STOR detects', () => {
  const servers: readonly (readonly [title: string, script: string, mode: PipeliningMode])[] = [
    ['a server that processes commands in order', inOrder, 'in-order'],
    [
      'a server that processes commands in order and rejects NOOP',
      firstUpload('S: 150 Go on', 'D: hello', 'S: 226 Complete', 'S: 502 What?'),
      'in-order',
    ],
    ['a server that replies during the transfer', duringTransfer, 'between-transfers'],
    [
      'a server that replies before the transfer',
      firstUpload('S: 200 NOOP ok', 'S: 150 Go on', 'D: hello', 'S: 226 Complete'),
      'between-transfers',
    ],
    [
      'a server that rejects NOOP during the transfer',
      firstUpload('S: 150 Go on', 'S: 450 Busy', 'D: hello', 'S: 226 Complete'),
      'between-transfers',
    ],
  ];
  for (const [title, script, expected] of servers) {
    dialogue(
      title,
      `${greeting}${script}${goodbye}`,
      async ({ open }) => {
        const client = await open();
        assert.equal(client.pipeliningMode, 'untested');
        assert.equal(await storeWithSize(client, 'a'), 5);
        assert.equal(client.pipeliningMode, expected);
        await client.quit();
      },
      { byteByByte: true },
    );
  }
});

describe('store', () => {
  dialogue(
    'sends SIZE and the next EPSV with STOR when the server processes commands in order',
    `${greeting}${inOrder}
      C: STOR b
      C: SIZE b
      C: EPSV
      S: 150 Go on
      D: hello
      S: 226 Complete
      S: 213 5
      S: ${port}
      C: STOR c
      C: SIZE c
      S: 150 Go on
      D: hello
      S: 226 Complete
      S: 213 5
      ${goodbye}`,
    async ({ open, server }) => {
      const client = await open();
      await storeAll(client, 'a', 'b', 'c');
      await client.quit();
      assert.deepEqual(server.dataSessionsReused, [true, true, true]);
    },
    { byteByByte: true, versions: ['TLSv1.2', 'TLSv1.3'] },
  );

  dialogue(
    'sends SIZE and the next EPSV after the final reply when the server processes commands during transfers',
    `${greeting}${duringTransfer}
      C: STOR b
      S: 150 Go on
      D: hello
      S: 226 Complete
      C: SIZE b
      C: EPSV
      S: 213 5
      S: ${port}
      C: STOR c
      S: 150 Go on
      D: hello
      S: 226 Complete
      C: SIZE c
      S: 213 5
      ${goodbye}`,
    async ({ open }) => {
      const client = await open();
      await storeAll(client, 'a', 'b', 'c');
      await client.quit();
    },
    { byteByByte: true },
  );

  dialogue(
    'sends only the next EPSV with STOR without follow-up commands',
    `${greeting}
      C: EPSV
      S: ${port}
      C: STOR a
      C: NOOP
      S: 150 Go on
      D: hello
      S: 226 Complete
      S: 200 NOOP ok
      C: EPSV
      S: ${port}
      C: STOR b
      C: EPSV
      S: 150 Go on
      D: hello
      S: 226 Complete
      S: ${port}
      ${goodbye}`,
    async ({ open }) => {
      const client = await open();
      await client.store('a', new Bytes('hello'), { moreUploads: true });
      await client.store('b', new Bytes('hello'), { moreUploads: true });
      await client.quit();
    },
    { byteByByte: true },
  );

  dialogue(
    'sends STOR alone when the commands do not fit the window',
    `${greeting}${inOrder}
      C: STOR ${'x'.repeat(1_100)}
      S: 150 Go on
      D: hello
      S: 226 Complete
      C: SIZE ${'x'.repeat(1_100)}
      C: EPSV
      S: 213 5
      S: ${port}
      ${goodbye}`,
    async ({ open }) => {
      const client = await open();
      for (const name of ['a', 'x'.repeat(1_100)]) {
        assert.equal(await storeWithSize(client, name), 5);
      }
      await client.quit();
    },
  );
});

describe('a client without pipelining', () => {
  dialogue(
    'waits for each reply',
    `${greeting}
      C: EPSV
      S: ${port}
      C: STOR a
      S: 150 Go on
      D: hello
      S: 226 Complete
      C: SIZE a
      S: 213 5
      ${goodbye}`,
    async ({ server, options }) => {
      const client = await FtpsClient.open({ ...options, optional: partsWithout('pipelining') });
      assert.equal(await storeWithSize(client, 'a'), 5);
      assert.equal(client.brokeWhilePipelining, false);
      await client.quit();
      assert.equal(server.controlConnections, 1);
    },
    { byteByByte: true },
  );
});
