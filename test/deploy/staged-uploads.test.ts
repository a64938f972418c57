import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { createFixture, timesSent } from '../support/embedded-deployment.ts';

const names = [...Array.from({ length: 40 }, (_, index) => `page-${index + 10}`), 'z.css'];
const files = {
  'index.html': 'new index',
  ...Object.fromEntries(names.map((name) => [name, `new ${name}`])),
};
const old = Object.fromEntries(Object.keys(files).map((name) => [name, `the old ${name}`]));
const last = 'index.html';

/** The remote names in the order of their RNTO, and how many RNTO were unanswered at most at one time. */
function renames(dialogue: readonly string[]) {
  let [waiting, most] = [0, 0];
  for (const line of dialogue) {
    if (line.startsWith('C: RNTO')) waiting += 1;
    if (/^S: (250 Rename|5)/.test(line)) waiting -= 1;
    most = Math.max(most, waiting);
  }
  const order = dialogue.flatMap((line) => /^C: RNTO (.*)/.exec(line)?.[1] ?? []);
  return { order, most };
}

test('staged renames many files in one write, after a first one, and index.html when they are done', async () => {
  await using fixture = await createFixture(files, old);
  const { result, dialogue } = await fixture.deploy({ publish: 'staged' });
  assert.equal(result.error, undefined);
  for (const [name, text] of Object.entries(files))
    assert.equal(await fixture.remoteText(name), text);
  const { order, most } = renames(dialogue);
  assert.deepEqual(order, [...names, last]);
  assert.ok(most > 10, `${most} at a time`);
  const first = dialogue.indexOf(`C: RNTO ${names[0] ?? ''}`);
  assert.match(dialogue[first + 1] ?? '', /^S: 250/);
  const beforeIndex = dialogue.slice(0, dialogue.indexOf(`C: RNTO ${last}`));
  assert.equal(beforeIndex.filter((line) => line.startsWith('S: 250 Rename')).length, names.length);
});

test('staged tells each file when it has arrived and when it is in its place, and the step in between', async () => {
  const told: string[] = [];
  await using fixture = await createFixture({ a: 'a', b: 'b', 'index.html': 'i' }, {});
  const { result } = await fixture.deploy({
    publish: 'staged',
    observer: {
      phase: (phase) => told.push(phase),
      fileStaged: ({ remotePath, status }) => told.push(`${remotePath} staged, ${status}`),
      fileDone: ({ remotePath, status }) => told.push(`${remotePath} ${status}`),
    },
  });
  assert.equal(result.error, undefined);
  assert.deepEqual(told, [
    ...['connect', 'directories', 'upload'],
    ...['a staged, pending', 'b staged, pending', 'index.html staged, pending'],
    ...['publish', 'a uploaded', 'b uploaded', 'index.html uploaded'],
  ]);
});

test('staged tells the file that did not arrive as failed, and nothing of the others', async () => {
  const told: string[] = [];
  await using fixture = await createFixture(
    { a: 'a', b: 'b', c: 'c' },
    {},
    { onCommand: ({ verb, count }) => (verb === 'STOR' && count === 2 ? '553 No.' : undefined) },
  );
  const { result } = await fixture.deploy({
    publish: 'staged',
    observer: {
      phase: (phase) => told.push(phase),
      fileStaged: ({ remotePath }) => told.push(`${remotePath} staged`),
      fileDone: ({ remotePath, status }) => told.push(`${remotePath} ${status}`),
    },
  });
  assert.notEqual(result.error, undefined);
  assert.deepEqual(told, ['connect', 'directories', 'upload', 'a staged', 'b failed']);
});

test('staged asks for a port for each file, ahead, and for none after the last', async () => {
  await using fixture = await createFixture({ a: 'a', b: 'b', c: 'c' }, {});
  const deployed = await fixture.deploy({ publish: 'staged' });
  assert.equal(deployed.result.error, undefined);
  const commands = deployed.dialogue.filter((line) => line.startsWith('C: '));
  assert.equal(commands.filter((line) => line === 'C: EPSV').length, 3);
  const second = commands.findLastIndex((line) => line.startsWith('C: STOR')) - 2;
  assert.deepEqual(
    commands.slice(second, second + 2).map((line) => line.split(' ')[1]),
    ['SIZE', 'EPSV'],
  );
});

test('staged renames one after the other where commands sent ahead broke the connection', async () => {
  await using fixture = await createFixture(files, old, {
    onCommand: ({ verb, count }) => (verb === 'NOOP' && count === 1 ? 'close' : undefined),
  });
  const { result, dialogue } = await fixture.deploy({ publish: 'staged', retries: 0 });
  assert.equal(result.error, undefined);
  assert.deepEqual(await fixture.remoteNames(), Object.keys(files).sort());
  assert.equal(renames(dialogue).most, 1);
});

describe('staged, when one of many renames', () => {
  test('is refused for good, tells each file that was sent with it, done or not', async () => {
    const told: string[] = [];
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const some = Object.fromEntries(names.map((name) => [name, `new ${name}`]));
    await using fixture = await createFixture(some, old, {
      // a is renamed alone, the others in one write: c and e are refused.
      onCommand: ({ verb, count }) =>
        verb === 'RNFR' && (count === 3 || count === 5 || count > 6) ? '550 No.' : undefined,
    });
    const { result } = await fixture.deploy({
      publish: 'staged',
      observer: { fileDone: ({ remotePath, status }) => told.push(`${remotePath} ${status}`) },
    });
    assert.deepEqual(told, [
      ...['a uploaded', 'b uploaded', 'c failed'],
      ...['d uploaded', 'e failed', 'f uploaded'],
    ]);
    assert.equal(result.files[4]?.error, result.error);
  });

  test('is refused for good, tells what became of those that were sent with it', async () => {
    await using fixture = await createFixture(files, old, {
      onCommand: ({ verb, count }) =>
        verb === 'RNFR' && count >= 5 && count !== 7 ? '550 No.' : undefined,
    });
    const { result } = await fixture.deploy({ publish: 'staged' });
    assert.notEqual(result.error, undefined);
    for (const { remotePath, status } of result.files) {
      const isNew =
        (await fixture.remoteText(remotePath)) === files[remotePath as keyof typeof files];
      assert.equal(status === 'uploaded', isNew, remotePath);
      if (status === 'pending') assert.equal(isNew, false);
    }
    assert.equal(result.files.filter(({ status }) => status === 'uploaded').length, 5);
    assert.equal(await fixture.remoteText(last), old[last]);
    assert.deepEqual(result.remainingTemporaryFiles, []);
    assert.deepEqual(await fixture.remoteNames(), Object.keys(files).sort());
  });

  for (const then of ['close', 'reset'] as const) {
    test(`takes the connection along, finds out which were done, ${then}`, async () => {
      await using fixture = await createFixture(files, old, {
        onCommand: ({ verb, count }) =>
          verb === 'RNTO' && count === 9 ? { perform: true, raw: '', then } : undefined,
      });
      const deployed = await fixture.deploy({ publish: 'staged' });
      assert.equal(deployed.result.error, undefined);
      for (const [name, text] of Object.entries(files))
        assert.equal(await fixture.remoteText(name), text);
      assert.equal(timesSent(deployed, 'STOR'), names.length + 1);
      assert.deepEqual(deployed.result.remainingTemporaryFiles, []);
    });
  }
});
