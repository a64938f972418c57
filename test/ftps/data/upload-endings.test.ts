/** Uploads of slow and unreadable files, and the final replies that count as a success. */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';

import type { UploadSource } from '../../../src/ftps/data/upload-source.ts';
import { assertFails } from '../../support/assert-fails.ts';
import { dialogue } from '../../support/dialogue.ts';
import { goodbye } from '../../support/login-script.ts';
import { Bytes } from '../../support/upload-sources.ts';

const opened = `
  S: 220 Ready
  C: EPSV
  S: 229 (|||{data-port}|)
  C: STOR a
`;
const next = `
  C: EPSV
  S: 229 (|||{data-port}|)
  C: STOR b
  S: 150 Ok
  D: hello
  S: 226 Done
  ${goodbye}
`;
const failed = 'Uploading a failed:';

dialogue(
  'store reports with a refusal whether the TLS session was resumed',
  `${opened}S: 150 Ok\nD: hello\nS: 552 Quota\n${goodbye}`,
  async ({ open }) => {
    const client = await open();
    await assert.rejects(client.store('a', new Bytes('hello')), { sessionResumed: true });
    await client.quit();
  },
);

dialogue(
  'store accepts 200 as the final reply when no NOOP was sent',
  `${opened}S: 150 Ok\nD: hello\nS: 200 Done\n${goodbye}`,
  async ({ open }) => {
    const client = await open();
    await client.store('a', new Bytes('hello'));
    await client.quit();
  },
);

dialogue(
  'store ignores a read error after the upload was rejected',
  `${opened}S: 150 Ok\nD: {1000 bytes}\n! close-data\nS: 552 Quota\n${next}`,
  async ({ open }) => {
    const client = await open();
    const reading = Promise.withResolvers<number>();
    let reads = 0;
    const stuck: UploadSource = {
      read: () => {
        reads += 1;
        return reads === 1 ? Promise.resolve(1000) : reading.promise;
      },
    };
    await assertFails(client.store('a', stuck), 'FTPS_REPLY', `${failed} 552 Quota`);
    assert.equal(reads, 2);
    reading.reject(new Error('read error'));
    await client.store('b', new Bytes('hello'));
    await client.quit();
  },
);

dialogue(
  'store does not time out while a slow file makes progress',
  `${opened}S: 150 Ok\nD: hello\nS: 226 Done\n${goodbye}`,
  async ({ open }) => {
    const client = await open();
    const hello = new Bytes('hello');
    const slow: UploadSource = {
      read: async (buffer) => {
        await delay(400);
        return hello.read(buffer.subarray(0, 1));
      },
    };
    await client.store('a', slow);
    await client.quit();
  },
  { timeoutMs: 1_500 },
);
