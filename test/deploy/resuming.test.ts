/** Where an upload that broke off goes on, and when it must not: what lies there may be another file. */
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { test } from 'node:test';

import { setStage, timesSent } from '../support/embedded-deployment.ts';
import type { CommandOverride, UploadFault } from '../support/embedded-server/options.ts';
import { assertSameTree, tree } from '../support/workspace.ts';

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

/** A server that offers these features and no others. */
const offers =
  (...features: readonly string[]) =>
  ({ verb }: { verb: string }) =>
    verb === 'FEAT'
      ? ['211-Features:', ...features.map((name) => ` ${name}`), '211 End']
      : undefined;

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
    await using stage = await setStage(
      large,
      { 'large.bin': 3_000_000 },
      { onCommand, onData: cutOnce },
    );
    const deployed = await stage.deploy({ publish });
    assert.equal(deployed.result.error, undefined);
    assert.equal(timesSent(deployed, 'REST'), 0);
    assert.equal(timesSent(deployed, 'STOR'), 2);
    assertSameTree(await tree(stage.remote.path), await tree(stage.files.path));
  });
}

test('a large file goes on a second time where it was cut, also when nothing came in between', async () => {
  const faults: readonly UploadFault[] = [cut, { at: 'connect', data: 'reset' }];
  await using stage = await setStage(
    large,
    { 'large.bin': 'old' },
    { onData: ({ count }) => faults[count - 1] },
  );
  const deployed = await stage.deploy();
  assert.equal(deployed.result.error, undefined);
  assert.equal(timesSent(deployed, 'REST'), 2);
  assert.ok(stage.server.bytesReceived < largeBytes + 100_000);
  assertSameTree(await tree(stage.remote.path), await tree(stage.files.path));
});

for (const publish of ['direct', 'atomic'] as const) {
  test(`a file of ${smallBytes} bytes that was cut is sent whole again, ${publish}`, async () => {
    await using stage = await setStage(
      { 'small.bin': smallBytes },
      { 'small.bin': 'old' },
      { onData: ({ count }) => (count === 1 ? { at: 50_000, data: 'reset' } : undefined) },
    );
    const deployed = await stage.deploy({ publish });
    assert.equal(deployed.result.error, undefined);
    assert.equal(timesSent(deployed, 'REST') + timesSent(deployed, 'APPE'), 0);
    assert.equal(timesSent(deployed, 'STOR'), 2);
    assertSameTree(await tree(stage.remote.path), await tree(stage.files.path));
  });
}

test('a file under its final name whose final reply was lost is sent again: the old one may lie there', async () => {
  await using stage = await setStage(
    { 'a.txt': 'hello' },
    { 'a.txt': 'older' },
    { onData: ({ count }) => (count === 1 ? { final: { then: 'reset' } } : undefined) },
  );
  const deployed = await stage.deploy();
  assert.equal(deployed.result.error, undefined);
  assert.equal(timesSent(deployed, 'STOR'), 2);
  assert.equal(timesSent(deployed, 'SIZE'), 1);
  assert.equal(await stage.remoteText('a.txt'), 'hello');
});

test('no size is asked for where nothing is to be verified', async () => {
  await using stage = await setStage({ 'a.txt': 'a', 'b.txt': 'b' }, {});
  const deployed = await stage.deploy({ verify: 'none' });
  assert.equal(deployed.result.error, undefined);
  assert.equal(timesSent(deployed, 'SIZE'), 0);
  assert.deepEqual(
    deployed.result.files.map(({ verified }) => verified),
    ['none', 'none'],
  );
});

/** A server that knows MD5 and nothing else; the first answer may be a wrong one. */
function knowsMd5(content: Buffer | string, first?: string) {
  const right = createHash('md5').update(content).digest('hex').toUpperCase();
  return ({ verb, count }: { verb: string; count: number }): CommandOverride | undefined => {
    if (verb === 'XMD5') return `250 ${count === 1 ? (first ?? right) : right}`;
    return offers('SIZE', 'REST STREAM', 'XMD5')({ verb });
  };
}

test('the hash is the one that the server knows, and a wrong one is sent again', async () => {
  await using stage = await setStage(
    { 'a.txt': 'hello' },
    {},
    { onCommand: knowsMd5('hello', '0'.repeat(32)) },
  );
  const deployed = await stage.deploy({ verify: 'checksum' });
  assert.equal(deployed.result.error, undefined);
  assert.deepEqual(deployed.retried, [
    `The upload of a.txt arrived wrong: its md5 is ${'0'.repeat(32)}, not 5d41402abc4b2a76b9719d911017c592.`,
  ]);
  assert.equal(timesSent(deployed, 'STOR'), 2);
  assert.equal(deployed.result.files[0]?.verified, 'checksum');
});

test('what was put together from pieces is compared by the hash that the server knows', async () => {
  const content = randomBytes(largeBytes);
  await using stage = await setStage(
    { 'large.bin': content },
    {},
    { onCommand: knowsMd5(content), onData: cutOnce },
  );
  const { result } = await stage.deploy({ verify: 'none' });
  assert.equal(result.error, undefined);
  assert.equal(result.files[0]?.verified, 'checksum');
});

test('no port is asked for while the server reads a large file again for its hash', async () => {
  const files = { 'a.txt': 'a', 'b.txt': 'b', 'c-large.bin': largeBytes, 'd.txt': 'd' };
  await using stage = await setStage(files, {});
  const deployed = await stage.deploy({ verify: 'checksum' });
  assert.equal(deployed.result.error, undefined);
  const commands = deployed.dialogue.filter((line) => line.startsWith('C: '));
  const after = (name: string) => commands[commands.indexOf(`C: STOR ${name}`) + 1];
  assert.equal(after('b.txt'), 'C: EPSV');
  assert.equal(after('c-large.bin'), 'C: HASH c-large.bin');
});
