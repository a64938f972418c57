import assert from 'node:assert/strict';
import { utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { CancelledError, LocalFileError } from '../../src/deploy/index.ts';
import { createFixture } from '../support/embedded-deployment.ts';
import { checkOut } from '../support/sync.ts';
import { assertDeployed, otherSite, publishModes, site, stateName, sync } from './sync-fixture.ts';

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
