import assert from 'node:assert/strict';
import { utimesSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { CancelledError, LocalFileError, PlanError } from '../../src/deploy/index.ts';
import { deployWorkspace } from '../support/deployment.ts';
import { createFixture } from '../support/embedded-deployment.ts';
import { start } from '../support/embedded-server-fixture.ts';
import { removingAnything } from '../support/server-variants.ts';
import { checkOut, syncSettings } from '../support/sync.ts';
import {
  assertDeployed,
  nextAttempt,
  otherSite,
  publishModes,
  site,
  stateName,
  sync,
} from './sync-fixture.ts';

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

  test(`sync uploads doubtful files again after a cancellation (${publish})`, async () => {
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

test('sync removes no file where its directory was, whatever the server makes of RMD', async () => {
  await using fixture = await createFixture(
    { 'index.html': '1', 'a/b.txt': 'b', 'c/d.txt': 'd' },
    {},
  );
  await using server = await start(fixture.remote, removingAnything(fixture.remote.path));
  const deploy = async (files: Readonly<Record<string, string>>) => {
    await checkOut(fixture.files, files);
    const { result } = await deployWorkspace(fixture.files, server, { sync: syncSettings() });
    assert.equal(result.error, undefined);
  };
  await deploy({ 'index.html': '1', 'a/b.txt': 'b', 'c/d.txt': 'd' });
  await rm(path.join(fixture.remote.path, 'a'), { recursive: true });
  await fixture.remote.write('a', 'not ours');
  await deploy({ 'index.html': '1', c: 'a file where a directory was' });
  assert.equal(await fixture.remoteText('a'), 'not ours');
  assert.equal(await fixture.remoteText('c'), 'a file where a directory was');
});

for (const [what, answer] of [
  ['is refused for a moment', '450 Busy.'],
  ['gets no reply', 'close'],
] as const) {
  test(`sync deletes its journal again when that ${what}`, async () => {
    let refusals = 0;
    await using fixture = await createFixture(
      site,
      {},
      {
        onCommand: ({ verb, argument }) => {
          const isMeant = verb === 'DELE' && argument === `${stateName}.journal`;
          return isMeant && (refusals += 1) === 1 ? answer : undefined;
        },
      },
    );
    await assertDeployed(fixture, (await sync(fixture)).result);
    assert.equal(refusals, 2);
  });
}

test('sync deletes the new state of an interrupted run, even if the server is busy at first', async () => {
  let phase: 'first' | 'down' | 'busy' | 'later' = 'first';
  const isNewState = (file: string) => /\.htopen-ftps\.[0-9a-f]{12}$/.test(file);
  await using fixture = await createFixture(
    site,
    {},
    {
      onAccept: () => (phase === 'down' ? 'reset' : undefined),
      onCommand: ({ verb, argument }) => {
        if (phase === 'first' && verb === 'RNFR' && isNewState(argument)) phase = 'down';
        if (phase === 'down') return 'reset';
        if (phase !== 'busy' || verb !== 'DELE' || !isNewState(argument)) return undefined;
        phase = 'later';
        return '450 Busy.';
      },
    },
  );
  await sync(fixture, { retries: 0 });
  assert.ok((await fixture.remoteNames()).some(isNewState));
  phase = 'busy';
  await assertDeployed(fixture, (await sync(fixture, { sync: nextAttempt })).result);
  assert.equal(phase, 'later');
});

test('sync deletes the part of a first journal that a killed run has left, without APPE', async () => {
  let isDying = false;
  let isDown = false;
  const isNewJournal = (file: string) => /\.htopen-ftps\.journal\.[0-9a-f]{12}$/.test(file);
  await using fixture = await createFixture(
    site,
    {},
    {
      onAccept: () => (isDown ? 'reset' : undefined),
      onCommand: ({ verb }) => {
        if (isDown) return 'reset';
        return verb === 'APPE' ? '502 Command not implemented.' : undefined;
      },
      onData: ({ path: file }) => {
        if (!isDying || !isNewJournal(file)) return undefined;
        isDown = true;
        return { at: 20, data: 'reset', final: 'reset' };
      },
    },
  );
  await sync(fixture);
  await checkOut(fixture.files, otherSite);
  isDying = true;
  await sync(fixture, { retries: 0 });
  isDying = false;
  isDown = false;
  assert.ok((await fixture.remoteNames()).some(isNewJournal));
  const others = [`${stateName}.journal.backup`, 'css/.htopen-ftps.journal.0123456789ab'];
  for (const name of others) await fixture.remote.write(name, 'not ours');
  await assertDeployed(fixture, (await sync(fixture, { sync: nextAttempt })).result, others);
});

for (const hasTimes of [true, false]) {
  const does = hasTimes ? 'deletes an incomplete file' : 'leaves an incomplete file alone';
  const server = hasTimes ? 'with MDTM' : 'without MDTM';
  test(`sync ${does} where a directory must go, on a server ${server}`, async () => {
    const before = { 'index.html': '1', 'a/b.txt': 'below' };
    await using fixture = await createFixture(
      before,
      {},
      {
        onCommand: ({ verb }) =>
          verb === 'MDTM' && !hasTimes ? '502 Command not implemented.' : undefined,
        onData: ({ path: file }) =>
          file === '/a' ? { at: 2, storage: 'full', final: '552 Disk full.' } : undefined,
      },
    );
    await sync(fixture);
    await checkOut(fixture.files, { 'index.html': '1', a: 'a file' });
    assert.match((await sync(fixture)).result.error?.message ?? '', /552 Disk full/);
    assert.equal(await fixture.remoteText('a'), 'a ');
    await checkOut(fixture.files, before);
    const { result } = await sync(fixture, { sync: nextAttempt });
    if (hasTimes) await assertDeployed(fixture, result);
    else {
      assert.ok(result.error instanceof PlanError);
      assert.equal(result.error.message, 'The file a is in the place of a directory of a/b.txt.');
      assert.equal(await fixture.remoteText('a'), 'a ');
    }
  });
}
