/** When an interrupted upload is resumed, and when not because the server may have another file. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { offers, createFixture, timesSent } from '../../support/embedded-deployment.ts';
import type { CommandOverride, UploadFault } from '../../support/embedded-server/options.ts';
import { assertSameTree, tree } from '../../support/workspace.ts';

const largeBytes = 6_000_000;
const large = { 'large.bin': largeBytes };
/** Files up to this size are never resumed. */
const smallBytes = 4 * 1024 * 1024;

const interruption: UploadFault = { at: 4_500_000, data: 'reset' };
const interruptOnce = ({ count }: { count: number }) => (count === 1 ? interruption : undefined);

/** Replies to the first, second, ... SIZE after those for a state; undefined for the real size. */
const sizes =
  (...replies: readonly (CommandOverride | undefined)[]) =>
  ({ verb, count }: { verb: string; count: number }) =>
    verb === 'SIZE' ? replies[count - 3] : undefined;

const cases: readonly {
  title: string;
  publish: 'direct' | 'atomic';
  onCommand: (context: { verb: string; count: number }) => CommandOverride | undefined;
}[] = [
  // The first SIZE is for the old file, the second for the interrupted one.
  {
    title: 'the server still has a file of the old size',
    publish: 'direct',
    onCommand: sizes('213 3000000', '213 3000000'),
  },
  {
    title: 'the server no longer has the file',
    publish: 'direct',
    onCommand: sizes('213 3000000', '550 No such file.'),
  },
  {
    title: 'the server has more than was sent',
    publish: 'atomic',
    onCommand: sizes('213 6500000'),
  },
  {
    title: "the server doesn't announce REST STREAM",
    publish: 'atomic',
    onCommand: offers('SIZE', 'HASH SHA-256*'),
  },
];

for (const { title, publish, onCommand } of cases) {
  test(`an interrupted large file is sent again from the start when ${title}`, async () => {
    await using fixture = await createFixture(
      large,
      { 'large.bin': 3_000_000 },
      { onCommand, onData: interruptOnce },
    );
    const deployed = await fixture.deploy({ publish });
    assert.equal(deployed.result.error, undefined);
    assert.equal(timesSent(deployed, 'REST'), 0);
    assert.equal(timesSent(deployed, 'STOR'), 2);
    assertSameTree(await tree(fixture.remote.path), await tree(fixture.files.path));
  });
}

test('a large file is resumed twice when the first resumption sends nothing', async () => {
  const faults: readonly UploadFault[] = [interruption, { at: 'connect', data: 'reset' }];
  await using fixture = await createFixture(
    large,
    { 'large.bin': 'old' },
    { onData: ({ count }) => faults[count - 1] },
  );
  const deployed = await fixture.deploy();
  assert.equal(deployed.result.error, undefined);
  assert.equal(timesSent(deployed, 'REST'), 2);
  assert.ok(fixture.server.bytesReceived < largeBytes + 100_000);
  assertSameTree(await tree(fixture.remote.path), await tree(fixture.files.path));
});

for (const publish of ['direct', 'atomic'] as const) {
  test(`an interrupted file of ${smallBytes} bytes is sent again from the start, ${publish}`, async () => {
    await using fixture = await createFixture(
      { 'small.bin': smallBytes },
      { 'small.bin': 'old' },
      { onData: ({ count }) => (count === 1 ? { at: 50_000, data: 'reset' } : undefined) },
    );
    const deployed = await fixture.deploy({ publish });
    assert.equal(deployed.result.error, undefined);
    assert.equal(timesSent(deployed, 'REST') + timesSent(deployed, 'APPE'), 0);
    assert.equal(timesSent(deployed, 'STOR'), 2);
    assertSameTree(await tree(fixture.remote.path), await tree(fixture.files.path));
  });
}

test('a file with its final name is sent again when its final reply was lost, because the old file may still exist', async () => {
  await using fixture = await createFixture(
    { 'a.txt': 'hello' },
    { 'a.txt': 'older' },
    { onData: ({ count }) => (count === 1 ? { final: { then: 'reset' } } : undefined) },
  );
  const deployed = await fixture.deploy();
  assert.equal(deployed.result.error, undefined);
  assert.equal(timesSent(deployed, 'STOR'), 2);
  assert.equal(timesSent(deployed, 'SIZE'), 1);
  assert.equal(await fixture.remoteText('a.txt'), 'hello');
});
