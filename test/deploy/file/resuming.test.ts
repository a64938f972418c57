/** Where an upload that broke off goes on, and when it must not: what lies there may be another file. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { offers, createFixture, timesSent } from '../../support/embedded-deployment.ts';
import type { CommandOverride, UploadFault } from '../../support/embedded-server/options.ts';
import { assertSameTree, tree } from '../../support/workspace.ts';

const largeBytes = 6_000_000;
const large = { 'large.bin': largeBytes };
/** Up to this size a file is sent whole again. */
const smallBytes = 4 * 1024 * 1024;

const cut: UploadFault = { at: 4_500_000, data: 'reset' };
const cutOnce = ({ count }: { count: number }) => (count === 1 ? cut : undefined);

/** Answers to the first, second, ... SIZE; undefined is the truth. */
const sizes =
  (...answers: readonly (CommandOverride | undefined)[]) =>
  ({ verb, count }: { verb: string; count: number }) =>
    verb === 'SIZE' ? answers[count - 1] : undefined;

const whole: readonly (readonly [
  title: string,
  publish: 'direct' | 'atomic',
  onCommand: (context: { verb: string; count: number }) => CommandOverride | undefined,
])[] = [
  // The first SIZE is for what was there before, the second for what has arrived.
  ['the server still has a file of the old size', 'direct', sizes('213 3000000', '213 3000000')],
  ['the server has no file any more', 'direct', sizes('213 3000000', '550 No such file.')],
  ['the server has more than was sent', 'atomic', sizes('213 6500000')],
  ['the server does not say that it can resume', 'atomic', offers('SIZE', 'HASH SHA-256*')],
];

for (const [title, publish, onCommand] of whole) {
  test(`a large file that was cut is sent whole again when ${title}`, async () => {
    await using fixture = await createFixture(
      large,
      { 'large.bin': 3_000_000 },
      { onCommand, onData: cutOnce },
    );
    const deployed = await fixture.deploy({ publish });
    assert.equal(deployed.result.error, undefined);
    assert.equal(timesSent(deployed, 'REST'), 0);
    assert.equal(timesSent(deployed, 'STOR'), 2);
    assertSameTree(await tree(fixture.remote.path), await tree(fixture.files.path));
  });
}

test('a large file goes on a second time where it was cut, also when nothing came in between', async () => {
  const faults: readonly UploadFault[] = [cut, { at: 'connect', data: 'reset' }];
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
  test(`a file of ${smallBytes} bytes that was cut is sent whole again, ${publish}`, async () => {
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

test('a file under its final name whose final reply was lost is sent again: the old one may lie there', async () => {
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
