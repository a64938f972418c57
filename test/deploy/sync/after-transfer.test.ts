/** What is asked for right after a transfer of journal or state: in the same write where the server allows it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { AfterTransfer, FileStatus } from '../../../src/deploy/sync/remote-files.ts';
import { commandsSent } from '../../support/embedded-deployment.ts';
import { writesOf } from '../../support/writes.ts';
import { createFiles } from './files-fixture.ts';

const bytes = Buffer.from('line\n');

/** Asks about two files, and records what the server said. */
function asking(transferFollows: boolean) {
  const answers: (readonly FileStatus[])[] = [];
  const after: AfterTransfer = {
    paths: ['journal', 'state'],
    transferFollows,
    answered: (statuses) => void answers.push(statuses),
  };
  return { after, answers };
}

const asked = ['SIZE journal', 'SIZE state', 'MDTM journal', 'MDTM state'];

for (const [title, asynchronous, writes] of [
  ['in the same write', false, [['STOR journal', ...asked]]],
  ['in one write after it', true, [['STOR journal'], asked]],
] as const) {
  test(`ClientFiles asks for files ${title} as a transfer once the server is known`, async () => {
    await using fixture = await createFiles({ asynchronous });
    const { files } = fixture;
    const first = asking(true);
    assert.equal(await files.append('journal', bytes, first.after), undefined);
    const second = asking(false);
    assert.equal(await files.store('journal', bytes, second.after), undefined);
    const sizes = [...first.answers, ...second.answers].map((all) => all.map(({ size }) => size));
    assert.deepEqual(sizes, [
      [5, 3],
      [5, 3],
    ]);
    assert.deepEqual(writesOf(fixture.dialogue).slice(-1 - writes.length), [
      [...asked, 'EPSV'],
      ...writes,
    ]);
    assert.equal(fixture.retries.length, 0);
  });

  test(`ClientFiles takes a transfer for done if what it asks ${title} has no reply`, async () => {
    await using fixture = await createFiles({
      asynchronous,
      onCommand: ({ verb, count }) => (verb === 'MDTM' && count === 3 ? 'reset' : undefined),
    });
    const { files, server, root } = fixture;
    await files.append('journal', bytes, asking(true).after);
    const { after, answers } = asking(false);
    assert.equal(await files.store('journal', Buffer.from('new'), after), undefined);
    assert.deepEqual(answers, []);
    assert.equal(await files.connect(), 2);
    assert.equal((await root.read('journal')).toString(), 'new');
    assert.deepEqual(commandsSent(server, 'APPE', 'STOR'), ['APPE journal', 'STOR journal']);
  });
}
