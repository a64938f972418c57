import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { setStage, timesSent } from '../support/embedded-deployment.ts';

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
  await using stage = await setStage(files, old);
  const { result, dialogue } = await stage.deploy({ publish: 'staged' });
  assert.equal(result.error, undefined);
  for (const [name, text] of Object.entries(files))
    assert.equal(await stage.remoteText(name), text);
  const { order, most } = renames(dialogue);
  assert.deepEqual(order, [...names, last]);
  assert.ok(most > 10, `${most} at a time`);
  const first = dialogue.indexOf(`C: RNTO ${names[0] ?? ''}`);
  assert.match(dialogue[first + 1] ?? '', /^S: 250/);
  const beforeIndex = dialogue.slice(0, dialogue.indexOf(`C: RNTO ${last}`));
  assert.equal(beforeIndex.filter((line) => line.startsWith('S: 250 Rename')).length, names.length);
});

describe('staged, when one of many renames', () => {
  test('is refused for good, tells what became of those that were sent with it', async () => {
    await using stage = await setStage(files, old, {
      onCommand: ({ verb, count }) =>
        verb === 'RNFR' && count >= 5 && count !== 7 ? '550 No.' : undefined,
    });
    const { result } = await stage.deploy({ publish: 'staged' });
    assert.notEqual(result.error, undefined);
    for (const { remotePath, status } of result.files) {
      const isNew =
        (await stage.remoteText(remotePath)) === files[remotePath as keyof typeof files];
      assert.equal(status === 'uploaded', isNew, remotePath);
      if (status === 'pending') assert.equal(isNew, false);
    }
    assert.equal(result.files.filter(({ status }) => status === 'uploaded').length, 5);
    assert.equal(await stage.remoteText(last), old[last]);
    assert.deepEqual(result.leftovers, []);
    assert.deepEqual(await stage.remoteNames(), Object.keys(files).sort());
  });

  for (const then of ['close', 'reset'] as const) {
    test(`takes the connection along, finds out which were done, ${then}`, async () => {
      await using stage = await setStage(files, old, {
        onCommand: ({ verb, count }) =>
          verb === 'RNTO' && count === 9 ? { perform: true, raw: '', then } : undefined,
      });
      const deployed = await stage.deploy({ publish: 'staged' });
      assert.equal(deployed.result.error, undefined);
      for (const [name, text] of Object.entries(files))
        assert.equal(await stage.remoteText(name), text);
      assert.equal(timesSent(deployed, 'STOR'), names.length + 1);
      assert.deepEqual(deployed.result.leftovers, []);
    });
  }
});
