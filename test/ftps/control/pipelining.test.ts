import assert from 'node:assert/strict';
import { describe } from 'node:test';

import { FtpsClient } from '../../../src/ftps/client.ts';
import type { PipeliningMode } from '../../../src/ftps/control/pipelining.ts';
import {
  atOnce,
  first,
  greeting,
  inOrder,
  port,
  storeSome,
  storeWithSize,
} from '../pipelined-uploads.ts';
import { dialogue } from '../../support/dialogue.ts';
import { goodbye } from '../../support/login-script.ts';
import { Bytes } from '../../support/upload-sources.ts';

describe('the NOOP behind the first STOR shows', () => {
  const servers: readonly (readonly [string, string, PipeliningMode])[] = [
    ['a server that works in order', inOrder, 'in-order'],
    [
      'a server that works in order and does not know NOOP',
      first('S: 150 Go on', 'D: hello', 'S: 226 Complete', 'S: 502 What?'),
      'in-order',
    ],
    ['a server that answers during the transfer', atOnce, 'between-transfers'],
    [
      'a server that answers before the transfer',
      first('S: 200 NOOP ok', 'S: 150 Go on', 'D: hello', 'S: 226 Complete'),
      'between-transfers',
    ],
    [
      'a server that refuses it during the transfer',
      first('S: 150 Go on', 'S: 450 Busy', 'D: hello', 'S: 226 Complete'),
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

describe('uploads to a server that works', () => {
  dialogue(
    'in order: SIZE and the next EPSV leave with STOR',
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
      await storeSome(client, 'a', 'b', 'c');
      await client.quit();
      assert.deepEqual(server.dataSessionsReused, [true, true, true]);
    },
    { byteByByte: true, versions: ['TLSv1.2', 'TLSv1.3'] },
  );

  dialogue(
    'during transfers: SIZE and the next EPSV wait for the final reply',
    `${greeting}${atOnce}
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
      await storeSome(client, 'a', 'b', 'c');
      await client.quit();
    },
    { byteByByte: true },
  );

  dialogue(
    'in order: only EPSV leaves with STOR where no size is wanted',
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
    'in order: a path that fills the window is sent alone',
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

describe('a client that is told not to send ahead', () => {
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
      const client = await FtpsClient.open({ ...options, pipelining: false });
      assert.equal(await storeWithSize(client, 'a'), 5);
      assert.equal(client.brokeWhilePipelining, false);
      await client.quit();
      assert.equal(server.controlConnections, 1);
    },
    { byteByByte: true },
  );
});
