import assert from 'node:assert/strict';

import type { FtpsClient } from '../../../src/ftps/index.ts';
import { ProtocolError, ReplyError } from '../../../src/ftps/index.ts';
import { dialogueAfterLogin } from '../../support/dialogue.ts';

const time = new Date('2021-02-03T04:05:06.789Z');

async function setTime(client: FtpsClient, path: string): Promise<ReplyError | undefined> {
  const answers = await client.executeAll([client.modificationTimeCommand(path, time)]);
  return client.refusalOf(answers[0]!);
}

dialogueAfterLogin(
  'renameFrom and renameTo return refusals',
  `
    C: RNFR .up-1
    S: 350 Ready
    C: RNTO index.html
    S: 250 Renamed
    C: RNFR .up-2
    S: 550 No such file
    C: RNFR .up-3
    S: 350 Ready
    C: RNTO taken
    S: 553 File exists
    C: RNFR .up-4
    S: 350 Ready
    C: RNTO busy
    S: 450 Busy
    ! client-ended`,
  async ({ client }) => {
    assert.equal(await client.files.renameFrom('.up-1'), undefined);
    assert.equal(await client.files.renameTo('index.html'), undefined);
    const gone = await client.files.renameFrom('.up-2');
    assert.ok(gone instanceof ReplyError && !gone.isTransient);
    assert.equal(await client.files.renameFrom('.up-3'), undefined);
    const taken = await client.files.renameTo('taken');
    assert.ok(taken instanceof ReplyError && taken.reply.code === 553);
    assert.equal(await client.files.renameFrom('.up-4'), undefined);
    assert.equal((await client.files.renameTo('busy'))?.isTransient, true);
  },
);

dialogueAfterLogin(
  'delete returns a refusal',
  `
    C: DELE a
    S: 250 Deleted
    C: DELE b
    S: 550 Not allowed
    ! client-ended`,
  async ({ client }) => {
    assert.equal(await client.delete('a'), undefined);
    assert.equal((await client.delete('b'))?.reply.code, 550);
  },
);

dialogueAfterLogin(
  'size returns the size, rejects with a refusal, or returns undefined when SIZE is not supported',
  `
    C: SIZE a
    S: 213 1234567890123
    C: SIZE gone
    S: 550 No such file
    C: SIZE b
    S: 500 Unknown command
    C: SIZE c
    S: 502 Not implemented
    ! client-ended`,
  async ({ client }) => {
    assert.equal(await client.size('a'), 1_234_567_890_123);
    await assert.rejects(client.size('gone'), ReplyError);
    assert.equal(await client.size('b'), undefined);
    assert.equal(await client.size('c'), undefined);
  },
);

// Replies that were meant for another command.
const unexpected = [
  ['SIZE with the reply to EPSV', 'SIZE a', '229 (|||1025|)', 'size'],
  ['HASH with the reply to SIZE', 'HASH a', '213 5', 'checksum'],
  ['RNFR with the reply to EPSV', 'RNFR a', '229 (|||1025|)', 'renameFrom'],
] as const;
for (const [title, sent, reply, method] of unexpected) {
  dialogueAfterLogin(
    `${title} closes the control connection`,
    `C: ${sent}\nS: ${reply}\n! client-ended`,
    async ({ client }) => {
      const result =
        method === 'checksum'
          ? client.files.checksum('a', { hash: 'sha256', verb: 'HASH' })
          : client.files[method]('a');
      await assert.rejects(result, ProtocolError);
      assert.ok(client.failure instanceof ProtocolError);
    },
  );
}

dialogueAfterLogin(
  'modificationTimeCommand uses MFMT when the server announces it',
  `
    C: MFMT 20210203040506 two words.txt
    S: 213 Modify=20210203040506; two words.txt
    C: MFMT 20210203040506 b
    S: 550 Not allowed
    ! client-ended`,
  async ({ client }) => {
    assert.equal(await setTime(client, 'two words.txt'), undefined);
    assert.equal((await setTime(client, 'b'))?.reply.code, 550);
  },
  { features: ['MDTM', 'MFMT'] },
);

dialogueAfterLogin(
  'modificationTimeCommand uses MDTM with two arguments otherwise',
  `
    C: MDTM 20210203040506 a
    S: 213 File modification time set.
    ! client-ended`,
  async ({ client }) => {
    assert.equal(await setTime(client, 'a'), undefined);
  },
  { features: ['MDTM'] },
);

dialogueAfterLogin(
  'delete closes the control connection after a reply to a transfer',
  `
    C: DELE a
    S: 226 Transfer complete
    ! client-ended`,
  async ({ client }) => {
    await assert.rejects(client.delete('a'), ProtocolError);
    assert.ok(client.failure instanceof ProtocolError);
  },
);

dialogueAfterLogin(
  'modified returns the time with fractions of a second, or undefined when the server does not say',
  `
    C: MDTM a
    S: 213 20260701120000
    C: MDTM b
    S: 213 20260701120000.5
    C: MDTM c
    S: 213 20260701120000.1239
    C: MDTM d
    S: 213 20260231120000
    C: MDTM e
    S: 502 Not implemented
    C: MDTM ./20260701120000 f
    S: 550 No such file
    ! client-ended`,
  async ({ client: { files } }) => {
    const noon = Date.UTC(2026, 6, 1, 12);
    assert.equal(await files.modified('a'), noon);
    assert.equal(await files.modified('b'), noon + 500);
    assert.equal(await files.modified('c'), noon + 123);
    assert.equal(await files.modified('d'), undefined);
    assert.equal(await files.modified('e'), undefined);
    await assert.rejects(files.modified('20260701120000 f'), ReplyError);
  },
);

dialogueAfterLogin(
  'modified closes the control connection after a reply to another command',
  'C: MDTM a\nS: 229 (|||1025|)\n! client-ended',
  async ({ client }) => {
    await assert.rejects(client.files.modified('a'), ProtocolError);
    assert.ok(client.failure instanceof ProtocolError);
  },
);

dialogueAfterLogin(
  'removeDirectory and createDirectory return refusals',
  `
    C: RMD a
    S: 250 Removed
    C: RMD b
    S: 550 Directory not empty
    C: MKD c
    S: 257 "c" created
    C: MKD d
    S: 521 Exists
    ! client-ended`,
  async ({ client: { files } }) => {
    assert.equal(await files.removeDirectory('a'), undefined);
    assert.equal((await files.removeDirectory('b'))?.reply.code, 550);
    assert.equal(await files.createDirectory('c'), undefined);
    assert.equal((await files.createDirectory('d'))?.reply.code, 521);
  },
);
