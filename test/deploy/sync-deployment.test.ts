import assert from 'node:assert/strict';
import { utimesSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';

import type { DeployResult, PublishMode } from '../../src/deploy/index.ts';
import {
  CancelledError,
  DeleteLimitError,
  LocalFileError,
  PlanError,
  StateError,
} from '../../src/deploy/index.ts';
import type { Deployed, DeploymentOptions } from '../support/deployment.ts';
import type { DeploymentFixture } from '../support/embedded-deployment.ts';
import { createFixture, timesSent } from '../support/embedded-deployment.ts';
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
      for (let step = 8; ; step += 5) {
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

const otherSite = {
  'index.html': '<h1>2</h1>',
  'css/main.css': 'a { b }',
  'css/print.css': 'b {}',
  'new/deep/added.txt': 'added',
};

const nextAttempt = syncSettings({ job: { runId: '1', job: 'deploy', attempt: 2 } });

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

for (const publish of publishModes) {
  test(`sync deletes nothing and writes no state when a file is refused (${publish})`, async () => {
    let isRefusing = false;
    await using fixture = await createFixture(
      site,
      {},
      {
        onCommand: ({ verb, argument }) =>
          isRefusing && verb === 'STOR' && /css\/(?:main\.css|\.up-)/.test(argument)
            ? '553 This name is not allowed.'
            : undefined,
      },
    );
    await sync(fixture, { publish });
    await checkOut(fixture.files, otherSite);
    isRefusing = true;
    const failed = await sync(fixture, { publish });
    assert.match(failed.result.error?.message ?? '', /553 This name is not allowed/);
    const { files } = failed.result;
    assert.equal(files.find(({ remotePath }) => remotePath === 'css/main.css')?.status, 'failed');
    assert.equal(await fixture.remoteText('css/main.css'), 'a {}');
    assert.ok((await fixture.remoteNames()).includes('empty.txt'));
    isRefusing = false;
    const repaired = await sync(fixture, { publish });
    await assertDeployed(fixture, repaired.result);
  });

  test(`sync uploads what is in doubt again after a cancellation (${publish})`, async () => {
    const controller = new AbortController();
    let isCancelling = false;
    await using fixture = await createFixture(
      site,
      {},
      {
        onData: ({ path }) =>
          isCancelling && !path.includes(stateName)
            ? {
                at: 2,
                meanwhile: () => {
                  controller.abort(new CancelledError('SIGTERM'));
                },
              }
            : undefined,
      },
    );
    await sync(fixture, { publish });
    await checkOut(fixture.files, otherSite);
    isCancelling = true;
    const began = performance.now();
    const cancelled = await sync(fixture, { publish, signal: controller.signal });
    assert.ok(performance.now() - began < 5_000);
    assert.ok(cancelled.result.error instanceof CancelledError);
    const journal = await fixture.remoteText(`${stateName}.journal`);
    assert.match(journal, /"end"/);
    isCancelling = false;
    await checkOut(fixture.files, site);
    const repaired = await sync(fixture, { publish });
    await assertDeployed(fixture, repaired.result);
  });
}

test('sync fails when a local file changes after it was compared', async () => {
  await using fixture = await createFixture({ 'a.txt': 'a', 'b.txt': 'b' }, {});
  const file = path.join(fixture.files.path, 'b.txt');
  const time = new Date('2026-01-01T00:00:00Z');
  utimesSync(file, time, time);
  const observer = {
    planReady: () => {
      writeFileSync(file, 'c');
      utimesSync(file, time, time);
    },
  };
  const { result } = await sync(fixture, { observer });
  assert.ok(result.error instanceof LocalFileError);
  assert.match(result.error.message, /b\.txt changed before the upload: it has another content/);
  assert.equal(result.sync?.isWritten, false);
  const repaired = await sync(fixture);
  await assertDeployed(fixture, repaired.result);
});

for (const publish of publishModes) {
  test(`sync works where the server appends only to new files (${publish})`, async () => {
    await using fixture = await createFixture(
      site,
      {},
      {
        onCommand: ({ verb, argument }) =>
          verb === 'APPE' && existing.has(argument)
            ? '451 Append/Restart not permitted, try again'
            : (existing.add(verb === 'APPE' ? argument : ''), undefined),
      },
    );
    const existing = new Set<string>();
    for (const files of [site, otherSite, site]) {
      existing.clear();
      await checkOut(fixture.files, files);
      const { result } = await sync(fixture, { publish });
      await assertDeployed(fixture, result);
      assert.equal(result.retries, 0);
    }
  });
}

test('sync rejects a file with the name of the state, before it connects', async () => {
  await using fixture = await createFixture({ '.HTOPEN-ftps.journal': 'mine' }, {});
  const { result } = await sync(fixture);
  assert.ok(result.error instanceof PlanError);
  assert.match(result.error.message, /reserved for the state of sync/);
  assert.deepEqual(fixture.server.dialogue, []);
});

test('sync keeps its state where state-file says, and creates the directory', async () => {
  await using fixture = await createFixture(site, {});
  const settings = syncSettings({ stateFile: 'private/deploy.state' });
  const options = { remoteDirectory: 'www', publish: 'staged', sync: settings } as const;
  const { result, dialogue } = await sync(fixture, options);
  assert.equal(result.error, undefined);
  assert.equal(result.sync?.statePath, 'private/deploy.state');
  assert.ok(dialogue.some((line) => line.startsWith('C: STOR www/css/.up-')));
  const found = await tree(fixture.remote.path);
  assert.ok(found.delete('private/deploy.state'));
  assert.ok([...found.keys()].every((name) => name.startsWith('www/')));
  assert.deepEqual(changes(await sync(fixture, options)), []);

  const elsewhere = await sync(fixture, { ...options, remoteDirectory: 'other' });
  assert.ok(elsewhere.result.error instanceof StateError);
  assert.equal(elsewhere.result.error.reason, 'other-deployment');
  assert.deepEqual(changes(elsewhere), []);
});

test('sync finds its state again when remote-dir is spelled in another way', async () => {
  await using fixture = await createFixture(site, {});
  await sync(fixture, { remoteDirectory: 'www' });
  const second = await sync(fixture, { remoteDirectory: '/www' });
  assert.equal(second.result.error, undefined);
  assert.deepEqual(changes(second), []);
});

test('sync asks for no directory that its state or a file has shown to exist', async () => {
  await using fixture = await createFixture(site, {});
  await sync(fixture, { remoteDirectory: 'www' });
  await fixture.files.write('css/main.css', 'changed');
  const second = await sync(fixture, { remoteDirectory: 'www' });
  assert.equal(second.result.error, undefined);
  assert.equal(timesSent(second, 'CWD') + timesSent(second, 'MKD'), 0);
});

test('sync keeps what is protected, excluded or edited, and says why', async () => {
  await using fixture = await createFixture(
    {
      'index.html': '1',
      'keep/a.txt': 'a',
      'edited.txt': 'b',
      'excluded.txt': 'c',
      'old.txt': 'd',
    },
    {},
  );
  await sync(fixture);
  await fixture.remote.write('edited.txt', 'edited on the server');
  await checkOut(fixture.files, { 'index.html': '1', 'excluded.txt': 'c' });
  const observer = new EventRecorder();
  const { result, notices } = await fixture.deploy({
    sync: syncSettings({ neverDelete: ['keep/'] }),
    observer,
    select: (name) => name !== 'excluded.txt',
  });
  assert.equal(result.error, undefined);
  assert.deepEqual(outcomes(result), [
    'index.html unchanged',
    'edited.txt kept edited',
    'excluded.txt kept excluded',
    'keep/a.txt kept protected',
    'old.txt deleted removed',
  ]);
  assert.ok(observer.events.includes('kept edited.txt: edited'));
  assert.match(notices.join(), /edited\.txt: changed on the server since they were uploaded/);
  assert.match(notices.join(), /excluded\.txt: no longer deployed, but still there locally/);
  assert.ok(!(await fixture.remoteNames()).includes('old.txt'));
});

test('sync uploads a file again that was changed on the server', async () => {
  await using fixture = await createFixture(site, {});
  await sync(fixture);
  await fixture.remote.write('index.html', 'defaced');
  await rm(path.join(fixture.remote.path, 'css/main.css'));
  const { result, notices } = await sync(fixture);
  await assertDeployed(fixture, result);
  assert.deepEqual(
    outcomes(result).filter((line) => line.includes('uploaded')),
    ['css/main.css uploaded differs-on-server', 'index.html uploaded differs-on-server'],
  );
  assert.match(notices.join(), /Not on the server as they were uploaded/);
});

test('sync deletes nothing above max-deletions, and names the files', async () => {
  await using fixture = await createFixture(site, {});
  await sync(fixture);
  await checkOut(fixture.files, { 'index.html': site['index.html'] });
  const maxDeletions = { value: 2, isPercentage: false };
  const limited = await sync(fixture, { sync: syncSettings({ maxDeletions }) });
  assert.ok(limited.result.error instanceof DeleteLimitError);
  assert.equal(limited.result.error.paths.length, 4);
  assert.deepEqual(changes(limited), []);
});
