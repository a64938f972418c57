import assert from 'node:assert/strict';
import { test } from 'node:test';

import { PublishError, VerificationError } from '../../../src/deploy/index.ts';
import { createFixture, timesSent } from '../../support/embedded-deployment.ts';
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
  test(`${publish} renames to an intermediate name, deletes the old file and renames when the server refuses to replace it`, async () => {
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
      /RNTO a\.txt\n.*RNTO \.up-\S+\n.*DELE a\.txt\n.*RNTO a\.txt$/,
    );
  });

  test(`${publish} fails and leaves the old file when the server refuses to replace or delete it`, async () => {
    await using fixture = await strictServer(['DELE']);
    const { result } = await fixture.deploy({ publish });
    assert.ok(result.error instanceof PublishError, String(result.error));
    assert.match(result.error.message, /refused to replace or delete the old file/);
    assert.equal(await fixture.remoteText('a.txt'), 'the old one');
    assert.ok(result.remainingTemporaryFiles.length > 0);
    const left = (await fixture.remoteNames()).filter((name) => name.startsWith('.up-'));
    assert.deepEqual([...result.remainingTemporaryFiles].sort(), left);
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

test('a new file that vanished in the rename is not taken for published', async () => {
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
  const { result } = await fixture.deploy({ publish: 'atomic', retries: 1 });
  assert.ok(result.error instanceof VerificationError, String(result.error));
  assert.deepEqual(
    result.files.map(({ status }) => status),
    ['failed'],
  );
});

test('atomic keeps the last copy of a file when the last rename is refused', async () => {
  let deleted = false;
  await using fixture = await createFixture(newFile, oldFile, {
    onCommand: ({ verb, argument }) => {
      if (verb === 'DELE' && argument === 'a.txt') deleted = true;
      return verb === 'RNTO' && argument === 'a.txt'
        ? `553 ${deleted ? 'No' : 'Exists'}.`
        : undefined;
    },
  });
  const { result } = await fixture.deploy({ publish: 'atomic' });
  assert.ok(result.error instanceof PublishError);
  assert.match(result.error.message, /The old file was deleted/);
  const [left = ''] = await fixture.remoteNames();
  assert.match(left, /^\.up-/);
  assert.equal(await fixture.remoteText(left), 'new');
  assert.deepEqual(result.remainingTemporaryFiles, [left]);
});
