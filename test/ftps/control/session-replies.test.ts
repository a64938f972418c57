import assert from 'node:assert/strict';
import { describe } from 'node:test';

import { FtpsClient, OptionalParts } from '../../../src/ftps/index.ts';
import { pipelinedWith, runSession, upTo, withReply } from '../session.ts';
import { assertFails } from '../../support/assert-fails.ts';
import { dialogue } from '../../support/dialogue.ts';
import { goodbye } from '../../support/login-script.ts';

const versions = ['TLSv1.2', 'TLSv1.3'] as const;
const ended = '! client-ended';

/** The replies to PBSZ, PROT and FEAT, and what is sent on its own after them. */
const outOfOrder: readonly (readonly [title: string, replies: readonly string[], alone: string])[] =
  [
    [
      'a refusal of FEAT arrives before the reply to PROT (aioftp)',
      ["502 'feat' not implemented", '200 ', '200 '],
      "C: PROT P\nS: 200 \nC: FEAT\nS: 502 'feat' not implemented",
    ],
    [
      'a refusal of FEAT arrives before the last reply (aioftp)',
      ['200 ', "502 'feat' not implemented", '200 '],
      "C: PROT P\nS: 200 \nC: FEAT\nS: 502 'feat' not implemented",
    ],
    [
      'the features arrive instead of the reply to PROT',
      ['200 Ok', '211 Features', '200 Ok'],
      'C: PROT P\nS: 200 Ok\nC: FEAT\nS: 211 Features',
    ],
    [
      'the server reads one command at a time',
      ['200 Ok', '500 Too fast', '500 Too fast'],
      'C: PROT P\nS: 200 Ok\nC: FEAT\nS: 211 Features',
    ],
  ];

const afterFeat = ['TYPE I', 'STRU F', 'MODE S'].map((one) => `C: ${one}\nS: 200 Ok\n`).join('');

describe('login sends commands again on their own, and then one at a time, when', () => {
  for (const [title, [pbsz, prot, feat], alone] of outOfOrder) {
    const batch = `${upTo('PBSZ 0')}C: PROT P\nC: FEAT\nS: ${pbsz}\nS: ${prot}\nS: ${feat}\n`;
    const script = `${batch}${alone}\n${afterFeat}C: PWD\nS: 257 "/"\n${goodbye}`;
    dialogue(title, script, async ({ options, dialogueLines }) => {
      const optional = new OptionalParts();
      const client = await FtpsClient.open({ ...options, optional });
      await client.login('deploy', 'secret');
      assert.equal(client.pipeliningMode, 'off');
      assert.equal(optional.isUsable('pipelining'), false);
      const texts = dialogueLines.map(({ text }) => text);
      assert.ok(texts.indexOf('STRU F') > texts.indexOf('TYPE I') + 1);
      await client.quit();
    });
  }
});

describe('login accepts a PROT P after a refused PBSZ', () => {
  const refused = withReply('PBSZ 0', 'S: 502 What?');
  const [before, after] = refused.split(/(?<=211 End\n)/);
  dialogue(
    'once it is also accepted on its own',
    `${before}C: PROT P\nS: 200 Ok\n${after}`,
    async (fixture) => {
      await runSession(fixture);
      const reasons = fixture.dialogueLines.filter(({ text }) => text.startsWith('pipelining dis'));
      assert.deepEqual(reasons, []);
    },
    { versions },
  );

  dialogue(
    'but not when it is refused on its own: the replies were in another order',
    `${upTo('PBSZ 0')}S: 534 No\nC: PROT P\nS: 200 Ok\nC: FEAT\nS: 211 None\nC: PROT P\nS: 534 No\n${goodbye}`,
    async (fixture) => {
      await assertFails(runSession(fixture), 'FTPS_REPLY', '"PROT P" failed: 534 No');
    },
  );
});

dialogue(
  'login blames PBSZ when it was refused temporarily, and PROT P with it',
  `${upTo('PBSZ 0')}C: PROT P\nC: FEAT\nS: 450 Later\nS: 503 PBSZ first\nS: 211 None\nC: PROT P\nS: 503 PBSZ first\n${goodbye}`,
  async (fixture) => {
    await assertFails(runSession(fixture), 'FTPS_REPLY', '"PBSZ 0" failed: 450 Later');
  },
);

dialogue(
  'login sends TYPE again on its own when it was refused in a write with others',
  `${upTo('TYPE I')}S: 500 Too fast\n${pipelinedWith('TYPE I')}C: TYPE I\nS: 200 Ok\nC: PWD\nS: 257 "/"\n${goodbye}`,
  async ({ open }) => {
    const client = await open();
    await client.login('deploy', 'secret');
    assert.equal(client.pipeliningMode, 'off');
    await client.quit();
  },
);

describe('ReplyError.requiresTls', () => {
  for (const [reply, requiresTls, mode] of [
    ['421 Sorry, cleartext sessions and weak ciphers are not accepted', true, 'none'],
    ['421 TLS required', true, 'none'],
    ['530 Non-anonymous sessions must use encryption.', true, 'none'],
    ['421 Too many users', false, 'none'],
    ['421 TLS required', false, 'implicit'],
  ] as const) {
    dialogue(
      `is ${requiresTls} for ${reply} in mode ${mode}`,
      `S: 220 Ready\nC: USER deploy\nS: ${reply}\n${reply.startsWith('421') ? ended : goodbye}`,
      async (fixture) => {
        await assert.rejects(runSession(fixture), { code: 'FTPS_REPLY', requiresTls });
      },
      { mode },
    );
  }
});
