import assert from 'node:assert/strict';
import { test } from 'node:test';

import { PublishError } from '../../../src/deploy/index.ts';
import { createFixture, timesSent } from '../../support/embedded-deployment.ts';
import type { Fault } from '../strict-rename-server.ts';
import { createStrictFixture } from '../strict-rename-server.ts';

const newFile = { 'a.txt': 'new' };
const oldFile = { 'a.txt': 'the old one' };

for (const publish of ['atomic', 'staged'] as const) {
  test(`${publish} replaces the old file by one rename`, async () => {
    await using fixture = await createFixture(newFile, oldFile);
    const deployed = await fixture.deploy({ publish });
    assert.equal(deployed.result.error, undefined);
    assert.equal(await fixture.remoteText('a.txt'), 'new');
    assert.deepEqual(await fixture.remoteNames(), ['a.txt']);
    assert.equal(timesSent(deployed, 'RNTO'), 1);
    assert.equal(timesSent(deployed, 'DELE'), 0);
    assert.deepEqual(deployed.notices, []);
  });

  for (const then of ['close', 'reset'] as const) {
    test(`${publish} recognizes a rename that was performed before a ${then}`, async () => {
      await using fixture = await createFixture(newFile, oldFile, {
        onCommand: ({ verb, count }) =>
          verb === 'RNTO' && count === 1 ? { perform: true, raw: '', then } : undefined,
      });
      const deployed = await fixture.deploy({ publish });
      assert.equal(deployed.result.error, undefined);
      assert.deepEqual(
        deployed.result.files.map(({ status }) => status),
        ['uploaded'],
      );
      assert.equal(await fixture.remoteText('a.txt'), 'new');
      assert.equal(timesSent(deployed, 'STOR'), 1);
      assert.equal(timesSent(deployed, 'RNTO'), 1);
      assert.deepEqual(deployed.result.remainingTemporaryFiles, []);
    });

    test(`${publish} repeats a rename that was not performed before a ${then}`, async () => {
      await using fixture = await createFixture(newFile, oldFile, {
        onCommand: ({ verb, count }) => (verb === 'RNTO' && count === 1 ? then : undefined),
      });
      const deployed = await fixture.deploy({ publish });
      assert.equal(deployed.result.error, undefined);
      assert.equal(await fixture.remoteText('a.txt'), 'new');
      assert.equal(timesSent(deployed, 'STOR'), 1);
      assert.equal(timesSent(deployed, 'RNTO'), 2);
      assert.deepEqual(await fixture.remoteNames(), ['a.txt']);
    });
  }
}

/** A server that refuses to rename over existing files, and some verbs. */
const strictServer = (refused: readonly string[] = []) =>
  createStrictFixture(
    { ...newFile, 'b.txt': 'new b', 'c.txt': 'new c' },
    { ...oldFile, 'b.txt': 'the old b' },
    ({ verb }) => (refused.includes(verb) ? '550 Not allowed.' : undefined),
  );

for (const publish of ['atomic', 'staged'] as const) {
  test(`${publish} moves the old file aside, renames the new one and deletes the old one when the server refuses to replace it`, async () => {
    await using fixture = await strictServer();
    const deployed = await fixture.deploy({ publish });
    assert.equal(deployed.result.error, undefined);
    assert.equal(await fixture.remoteText('a.txt'), 'new');
    assert.equal(await fixture.remoteText('b.txt'), 'new b');
    assert.deepEqual(await fixture.remoteNames(), ['a.txt', 'b.txt', 'c.txt']);
    assert.equal(deployed.notices.length, 1);
    assert.match(deployed.notices[0] ?? '', /can't rename over existing files/);
    const sent = deployed.dialogue.filter((line) => /^C: (RNTO|DELE)/.test(line));
    assert.match(
      sent.slice(0, 4).join('\n'),
      /RNTO a\.txt\n.*RNTO (\.up-\S+)\n.*RNTO a\.txt\n.*DELE \1$/,
    );
  });

  test(`${publish} replaces a file although the server refuses to delete the old one`, async () => {
    await using fixture = await strictServer(['DELE']);
    const { result } = await fixture.deploy({ publish });
    assert.equal(result.error, undefined);
    assert.equal(await fixture.remoteText('a.txt'), 'new');
    const left = (await fixture.remoteNames()).filter((name) => name.startsWith('.up-'));
    assert.deepEqual(await Promise.all(left.map((name) => fixture.remoteText(name))), [
      'the old one',
      'the old b',
    ]);
    assert.deepEqual([...result.remainingTemporaryFiles].sort(), left);
    assert.equal(result.movedAside.size, 0);
  });
}

test('atomic deletes no old file when the server refuses all renames', async () => {
  await using fixture = await createFixture(newFile, oldFile, {
    onCommand: ({ verb }) => (verb === 'RNTO' ? '550 Not allowed.' : undefined),
  });
  const deployed = await fixture.deploy({ publish: 'atomic' });
  assert.ok(deployed.result.error instanceof PublishError);
  assert.equal(await fixture.remoteText('a.txt'), 'the old one');
  assert.ok(!deployed.dialogue.includes('C: DELE a.txt'));
  assert.deepEqual(await fixture.remoteNames(), ['a.txt']);
});

test('atomic deletes the temporary file when the server refuses RNFR', async () => {
  await using fixture = await createFixture(newFile, oldFile, {
    onCommand: ({ verb }) => (verb === 'RNFR' ? '550 Not allowed.' : undefined),
  });
  const { result } = await fixture.deploy({ publish: 'atomic' });
  assert.ok(result.error instanceof PublishError);
  assert.deepEqual(
    result.files.map(({ status }) => status),
    ['failed'],
  );
  assert.deepEqual(await fixture.remoteNames(), ['a.txt']);
  assert.equal(await fixture.remoteText('a.txt'), 'the old one');
});

test('atomic fails a file whose temporary file is gone after every upload', async () => {
  await using fixture = await createFixture(
    newFile,
    {},
    {
      onCommand: ({ verb, count }) => {
        if (verb === 'RNTO' && count === 1) return 'reset';
        return verb === 'RNFR' && count > 1 ? '550 No such file.' : undefined;
      },
    },
  );
  const deployed = await fixture.deploy({ publish: 'atomic', retries: 1 });
  assert.ok(deployed.result.error instanceof PublishError, String(deployed.result.error));
  assert.deepEqual(
    deployed.result.files.map(({ status }) => status),
    ['failed'],
  );
});

/** A server that prohibits the name `a.txt` for new files, and the further fault. */
const filteringServer = (fault: Fault = () => undefined) =>
  createFixture({ ...newFile, 'b.txt': 'new b' }, oldFile, {
    onCommand: (context) => {
      const isPlacing = context.verb === 'RNTO' && context.argument === 'a.txt';
      return fault(context) ?? (isPlacing ? '553 Prohibited file name.' : undefined);
    },
  });

test('atomic puts the old file back when the server prohibits the name of the new one', async () => {
  let renamed = '';
  await using fixture = await createFixture({ ...newFile, 'b.txt': 'new b' }, oldFile, {
    onCommand: ({ verb, argument }) => {
      if (verb === 'RNFR') renamed = argument;
      // The name is prohibited for what was uploaded, which the first temporary name shows.
      const isUpload = renamed.endsWith('-1');
      return verb === 'RNTO' && argument === 'a.txt' && isUpload ? '553 Prohibited.' : undefined;
    },
  });
  const { result } = await fixture.deploy({ publish: 'atomic' });
  assert.ok(result.error instanceof PublishError);
  assert.match(result.error.message, /^The server refused to rename .*: "RNTO a\.txt" failed: 553/);
  assert.equal(await fixture.remoteText('a.txt'), 'the old one');
  assert.equal(await fixture.remoteText('b.txt'), 'new b');
  assert.deepEqual(await fixture.remoteNames(), ['a.txt', 'b.txt']);
  assert.deepEqual(result.remainingTemporaryFiles, []);
});

test('atomic never deletes an old file whose name the server prohibits for new ones', async () => {
  await using fixture = await filteringServer();
  const deployed = await fixture.deploy({ publish: 'atomic' });
  const { result } = deployed;
  assert.ok(result.error instanceof PublishError);
  assert.ok(!deployed.dialogue.includes('C: DELE a.txt'));
  const [[original, aside] = []] = result.movedAside;
  assert.equal(original, 'a.txt');
  assert.equal(await fixture.remoteText(aside ?? ''), 'the old one');
  const names = /The old file is now (\.up-\S+), and the new one (\.up-\S+): /.exec(
    result.error.message,
  );
  assert.equal(names?.[1], aside);
  assert.equal(await fixture.remoteText(names?.[2] ?? ''), 'new');
  assert.deepEqual([...result.remainingTemporaryFiles].sort(), names?.slice(1).sort());
  assert.equal(await fixture.remoteText('b.txt'), 'new b');
});
