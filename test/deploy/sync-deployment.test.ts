import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { DeployResult, PublishMode } from '../../src/deploy/index.ts';
import type { Deployed, DeploymentOptions } from '../support/deployment.ts';
import type { DeploymentFixture } from '../support/embedded-deployment.ts';
import { createFixture } from '../support/embedded-deployment.ts';
import { checkOut, syncSettings } from '../support/sync.ts';
import { assertSameTree, tree } from '../support/workspace.ts';
import { EventRecorder } from './events.ts';

const publishModes: readonly PublishMode[] = ['direct', 'atomic', 'staged'];
const stateName = '.htopen-ftps';

const site = {
  'index.html': '<h1>1</h1>',
  'css/main.css': 'a {}',
  'css/print.css': 'b {}',
  'img/a b.png': 3_000,
  'empty.txt': '',
};

/** Deploys with `sync: changed` and `delete-removed`. */
async function sync(
  fixture: DeploymentFixture,
  options: DeploymentOptions = {},
): Promise<Deployed> {
  return await fixture.deploy({ sync: syncSettings(), ...options });
}

/** Fails unless the server has the local files and the state, and nothing else. */
async function assertDeployed(
  { files, remote }: DeploymentFixture,
  result: DeployResult,
  foreign: readonly string[] = [],
): Promise<void> {
  assert.equal(result.error, undefined);
  const found = await tree(remote.path);
  for (const name of [stateName, ...foreign]) assert.ok(found.delete(name), name);
  assertSameTree(found, await tree(files.path));
}

/** The status of every file, with its reason: of the plan, then of others. */
function outcomes({ files, sync: outcome }: DeployResult): string[] {
  const planned = files.map(({ remotePath, status, reason = '' }) =>
    `${remotePath} ${status} ${reason}`.trimEnd(),
  );
  const others = outcome?.otherFiles ?? [];
  return [...planned, ...others.map((file) => `${file.remotePath} ${file.status} ${file.reason}`)];
}

/** The commands that change something, in the order in which they were sent. */
function changes({ dialogue }: Deployed): string[] {
  return dialogue.flatMap(
    (line) => /^C: ((?:STOR|APPE|DELE|MKD|RMD|RNFR|RNTO|MFMT|SITE)\b.*)/.exec(line)?.[1] ?? [],
  );
}

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

    for (const cut of [1, 2, 3, 4]) {
      test(`repairs the server after a run that broke at upload ${cut}, and a revert`, async () => {
        let broken = Infinity;
        await using fixture = await createFixture(
          site,
          {},
          {
            onData: ({ count, path }) =>
              count >= broken && !path.includes(stateName)
                ? { at: 1, data: 'reset', final: 'close' }
                : undefined,
            onCommand: ({ verb, count }) => {
              void count;
              return verb === 'CONNECT' && isDown ? 'close' : undefined;
            },
          },
        );
        let isDown = false;
        await sync(fixture, { publish });
        const uploads = fixture.server.dialogue.filter((line) =>
          /^C: (STOR|APPE)/.test(line),
        ).length;
        const changed = Object.fromEntries(
          Object.keys(site).map((name) => [name, `changed ${name}`]),
        );
        await checkOut(fixture.files, { ...changed, 'added.txt': 'added' });
        broken = uploads + cut + 1;
        const failed = await sync(fixture, { publish, retries: 0 });
        isDown = false;
        assert.notEqual(failed.result.error, undefined);
        assert.equal(failed.result.sync?.isWritten, false);
        broken = Infinity;
        await checkOut(fixture.files, site);
        const repaired = await sync(fixture, { publish, sync: nextAttempt });
        await assertDeployed(fixture, repaired.result);
        const again = await sync(fixture, { publish });
        assert.deepEqual(changes(again), []);
      });
    }
  });
}

const nextAttempt = syncSettings({ job: { runId: '1', job: 'deploy', attempt: 2 } });
