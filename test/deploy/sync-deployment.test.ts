import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { createFixture } from '../support/embedded-deployment.ts';
import { checkOut, syncSettings } from '../support/sync.ts';
import { assertSameTree, tree } from '../support/workspace.ts';
import { EventRecorder } from './events.ts';
import {
  assertDeployed,
  changes,
  nextAttempt,
  otherSite,
  outcomes,
  publishModes,
  site,
  stateName,
  sync,
} from './sync-fixture.ts';

for (const publish of publishModes) {
  describe(`sync with publish: ${publish}`, () => {
    test('uploads everything first, then nothing, then what has changed', async () => {
      await using fixture = await createFixture(site, { 'foreign.txt': 'not ours' });
      const first = await sync(fixture, { publish });
      await assertDeployed(fixture, first.result, ['foreign.txt']);
      assert.deepEqual(outcomes(first.result), [
        'css/main.css uploaded new',
        'css/print.css uploaded new',
        'empty.txt uploaded new',
        'img/a b.png uploaded new',
        'index.html uploaded new',
      ]);
      assert.equal(first.result.sync?.isFound, false);
      assert.equal(first.result.sync.generation, 1);

      const second = await sync(fixture, { publish });
      await assertDeployed(fixture, second.result, ['foreign.txt']);
      assert.deepEqual(changes(second), []);
      assert.ok(second.result.files.every(({ status }) => status === 'unchanged'));
      assert.equal(second.result.sync?.isChanged, false);
      assert.equal(second.result.sync.generation, 1);

      await fixture.files.write('css/main.css', 'a { color: red }');
      await fixture.files.write('new/file.txt', 'new');
      const third = await sync(fixture, { publish });
      await assertDeployed(fixture, third.result, ['foreign.txt']);
      assert.deepEqual(outcomes(third.result), [
        'css/main.css uploaded changed',
        'css/print.css unchanged',
        'empty.txt unchanged',
        'img/a b.png unchanged',
        'index.html unchanged',
        'new/file.txt uploaded new',
      ]);
      assert.equal(third.result.sync?.generation, 2);
      assert.deepEqual(third.result.remainingTemporaryFiles, []);
    });

    test('deletes what was removed, with its directory, and nothing else', async () => {
      await using fixture = await createFixture(site, { 'img/foreign.png': 'not ours' });
      await sync(fixture, { publish });
      const rest = { 'index.html': site['index.html'], 'empty.txt': '' };
      await checkOut(fixture.files, rest);
      const observer = new EventRecorder();
      const { result } = await sync(fixture, { publish, observer });
      await assertDeployed(fixture, result, ['img/foreign.png']);
      assert.deepEqual(await fixture.remoteNames(), [
        stateName,
        'empty.txt',
        'img',
        'img/foreign.png',
        'index.html',
      ]);
      assert.deepEqual(outcomes(result).slice(2), [
        'css/main.css deleted removed',
        'css/print.css deleted removed',
        'img/a b.png deleted removed',
      ]);
      assert.ok(observer.events.includes('plan: 0 new, 0 changed, 3 deleted, 2 unchanged'));
      assert.ok(observer.events.includes('deleted css/main.css'));
    });

    test('repairs the server after a run that broke at any command, and a revert', async () => {
      let isDown = false;
      let broken = Infinity;
      let commands = 0;
      await using fixture = await createFixture(
        site,
        { 'foreign.txt': 'not ours' },
        {
          onCommand: () => {
            commands += 1;
            isDown ||= commands >= broken;
            return isDown ? 'close' : undefined;
          },
        },
      );
      await sync(fixture, { publish });
      for (let step = 8; ; step += 9) {
        await checkOut(fixture.files, otherSite);
        commands = 0;
        broken = step;
        const { result } = await sync(fixture, { publish, retries: 0 });
        isDown = false;
        broken = Infinity;
        await checkOut(fixture.files, site);
        const repaired = await sync(fixture, { publish, sync: nextAttempt });
        await assertDeployed(fixture, repaired.result, ['foreign.txt']);
        if (result.error === undefined) break;
        assert.equal(result.sync?.isWritten, false);
      }
      assert.deepEqual(changes(await sync(fixture, { publish })), []);
    });
  });
}

test('sync writes nothing in a dry run, and shows what it would do', async () => {
  await using fixture = await createFixture(site, {});
  await sync(fixture);
  const before = await tree(fixture.remote.path);
  await checkOut(fixture.files, otherSite);
  const dryRun = await sync(fixture, { sync: syncSettings({ isDryRun: true }) });
  assert.equal(dryRun.result.error, undefined);
  assert.deepEqual(changes(dryRun), []);
  assertSameTree(await tree(fixture.remote.path), before);
  assert.deepEqual(outcomes(dryRun.result), [
    'css/main.css pending changed',
    'css/print.css unchanged',
    'index.html pending changed',
    'new/deep/added.txt pending new',
    'empty.txt kept to-be-deleted',
    'img/a b.png kept to-be-deleted',
  ]);
  assert.deepEqual(dryRun.result.sync?.counts, {
    ...{ new: 1, changed: 2, deleted: 2, unchanged: 1, kept: 0 },
  });
  assert.equal(dryRun.result.sync.isChanged, false);
});
