import assert from 'node:assert/strict';
import { test } from 'node:test';

import { dialogue } from '../support/dialogue.ts';
import { goodbye } from '../support/login-script.ts';
import { Bytes } from '../support/upload-sources.ts';
import { formatTimeVal } from '../../src/ftps/time-val.ts';

const times = [
  ['2021-02-03T04:05:06.000Z', '20210203040506'],
  ['2021-02-03T04:05:06.999Z', '20210203040506'],
  ['1999-12-31T23:59:59.500Z', '19991231235959'],
  ['2026-07-01T00:00:00.000+02:00', '20260630220000'],
] as const;

for (const [time, text] of times) {
  test(`formatTimeVal formats ${time} as ${text}`, () => {
    assert.equal(formatTimeVal(new Date(time)), text);
  });
}

const opened = 'S: 220 Ready\nC: EPSV\nS: 229 (|||{data-port}|)\nC: STOR a\n';

dialogue(
  'FtpsClient rejects a second transfer while one is running',
  `${opened}S: 150 Ok\nD: hello\nS: 226 Done\n${goodbye}`,
  async ({ open }) => {
    const client = await open();
    const running = client.store('a', new Bytes('hello'));
    await assert.rejects(client.store('b', new Bytes('hello')), /Another transfer is running/);
    await assert.rejects(client.list(), /Another transfer is running/);
    await running;
    await client.quit();
  },
);

dialogue(
  'FtpsClient does not send STOR when the transfer is aborted before its port is open',
  `S: 220 Ready\nC: EPSV\nS: 229 (|||{data-port}|)\n${goodbye}`,
  async ({ open }) => {
    const client = await open();
    const stored = client.store('a', new Bytes('hello'));
    const reason = new Error('The run was cancelled.');
    client.abortTransfer(reason);
    await assert.rejects(stored, reason);
    await client.quit();
  },
);

dialogue(
  'FtpsClient does not send STOR when the transfer is aborted after REST',
  `S: 220 Ready
    C: EPSV
    S: 229 (|||{data-port}|)
    C: REST 2
    S: 350 Go on
    ${goodbye}`,
  async ({ open, reported }) => {
    const client = await open();
    const stored = client.store('a', new Bytes('llo'), { offset: 2 });
    const reason = new Error('The run was cancelled.');
    await reported('REST 2');
    client.abortTransfer(reason);
    await assert.rejects(stored, reason);
    await client.quit();
  },
);

dialogue(
  'FtpsClient runs another transfer after one has failed before STOR',
  `S: 220 Ready
    C: EPSV
    S: 450 Busy
    C: EPSV
    S: 229 (|||{data-port}|)
    C: STOR a
    S: 150 Ok
    D: hello
    S: 226 Done
    ${goodbye}`,
  async ({ open }) => {
    const client = await open();
    await assert.rejects(client.store('a', new Bytes('hello')), { code: 'FTPS_REPLY' });
    await client.store('a', new Bytes('hello'));
    await client.quit();
  },
);

dialogue(
  'FtpsClient sends paths that servers may misread with ./ before them',
  `S: 220 Ready
    C: SIZE ./-a
    S: 213 1
    C: DELE ./~a
    S: 250 Done
    C: RNFR ./ a
    S: 350 Go on
    C: RNTO ./-b
    S: 250 Done
    C: MKD ./-c
    S: 257 Done
    C: MDTM 20210203040506 ./-d
    S: 213 Done
    C: XMD5 ./-e
    S: 250 5d41402abc4b2a76b9719d911017c592
    C: RNFR ./-f
    C: RNTO ./-g
    S: 350 Go on
    S: 250 Done
    ${goodbye}`,
  async ({ open }) => {
    const client = await open();
    await client.size('-a');
    await client.delete('~a');
    await client.files.renameFrom(' a');
    await client.files.renameTo('-b');
    await client.createDirectories(['-c']);
    await client.executeAll([
      client.modificationTimeCommand('-d', new Date('2021-02-03T04:05:06Z')),
    ]);
    await client.files.checksum('-e', { hash: 'md5', verb: 'XMD5' });
    const rename = client.prepareRename('-f', '-g');
    client.files.sendRenames([rename]);
    await rename.refusal();
    await client.quit();
  },
);
