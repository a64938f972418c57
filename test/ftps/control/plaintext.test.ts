import assert from 'node:assert/strict';
import { describe } from 'node:test';

import { runSession, session } from '../session.ts';
import { assertFails } from '../../support/assert-fails.ts';
import { dialogue } from '../../support/dialogue.ts';
import { goodbye } from '../../support/login-script.ts';
import { Bytes, endless } from '../../support/upload-sources.ts';

const mode = 'none';
const plaintextSession = session.replace(/C: PBSZ 0[^]*?(?=C: FEAT)/, '');
const opened = 'S: 220 Ready\nC: EPSV\nS: 229 (|||{data-port}|)\nC: STOR a\n';

describe('mode none', () => {
  dialogue('sends no AUTH, PBSZ and PROT', plaintextSession, runSession, { mode });

  dialogue(
    'reports no TLS and no resumed sessions',
    `${opened}S: 150 Ok\nD: hello\nS: 226 Done\n${goodbye}`,
    async ({ open }) => {
      const client = await open();
      await client.store('a', new Bytes('hello'));
      assert.equal(client.tls, undefined);
      assert.deepEqual(client.dataConnections, { total: 1, resumed: 0 });
      await client.quit();
    },
    { mode },
  );

  for (const sizeBytes of [0, 3_000_000]) {
    dialogue(
      `uploads a file of ${sizeBytes} bytes`,
      `${opened}S: 150 Ok\nD: {${sizeBytes} bytes}\nS: 226 Done\n${goodbye}`,
      async ({ open }) => {
        const client = await open();
        await client.store('a', new Bytes(Buffer.alloc(sizeBytes)));
        await client.quit();
      },
      { mode },
    );
  }

  dialogue(
    'sends no data after a refusal',
    `${opened}S: 553 No\n${goodbye}`,
    async ({ open, server }) => {
      const client = await open();
      const source = new Bytes('hello');
      await assertFails(client.store('a', source), 'FTPS_REPLY', 'Uploading a failed: 553 No');
      assert.deepEqual([source.position, server.dataBytes], [0, 0]);
      await client.quit();
    },
    { mode },
  );

  dialogue(
    'explains a reset during the transfer by the final reply',
    `${opened}S: 150 Ok\nD: {1000 bytes}\n! reset-data\nS: 426 Broken\n${goodbye}`,
    async ({ open }) => {
      const client = await open();
      await assertFails(client.store('a', endless), 'FTPS_REPLY', 'Uploading a failed: 426 Broken');
      await client.quit();
    },
    { mode },
  );

  // The server doesn't read, so data moves only until its kernel's buffers are full.
  dialogue(
    'rejects with a timeout when no data moves',
    `${opened}S: 150 Ok\n! silence\n! client-ended`,
    async ({ open }) => {
      const client = await open();
      const message =
        'Timed out after 0.3 s waiting for data to be transferred on the data connection to 127.0.0.1:{port}.';
      await assertFails(client.store('a', endless), 'FTPS_TIMEOUT', message);
    },
    { mode, timeoutMs: 300 },
  );
});
