import './quiet.ts';

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { PublishMode } from '../../src/deploy/index.ts';
import type { DeploymentFixture } from '../support/embedded-deployment.ts';
import { commandsSent, createFixture } from '../support/embedded-deployment.ts';
import { checkOut, syncSettings } from '../support/sync.ts';

const publishModes: readonly PublishMode[] = ['direct', 'atomic', 'staged'];
const page = 'app_offline.htm';
const maintenancePage = '<h1>Back soon</h1>';
const files = { 'app.dll': 'new', 'index.html': 'new' };

/** The commands that change something that visitors see, without temporary files, state and journal. */
function visibleChanges({ server }: DeploymentFixture): string[] {
  return commandsSent(server, 'STOR', 'RNTO', 'DELE').filter(
    (line) => !/[ /]\.(up-|ht)/.test(line),
  );
}

describe('with sync the maintenance file', () => {
  const sync = syncSettings();

  for (const publish of publishModes) {
    test(`surrounds uploads and deletions (${publish})`, async () => {
      await using fixture = await createFixture(files, {});
      await fixture.deploy({ publish, sync });
      const before = visibleChanges(fixture).length;
      await checkOut(fixture.files, { 'app.dll': 'newer' });
      const { result } = await fixture.deploy({ publish, sync, maintenancePage });
      assert.equal(result.error, undefined);
      assert.deepEqual(
        (result.sync?.otherFiles ?? []).map(({ remotePath }) => remotePath),
        ['index.html'],
      );
      const changes = visibleChanges(fixture).slice(before);
      assert.equal(changes[0], `STOR ${page}`);
      assert.equal(changes.at(-2), 'DELE index.html');
      assert.equal(changes.at(-1), `DELE ${page}`);
    });
  }

  test('is not used when there is nothing to do', async () => {
    await using fixture = await createFixture(files, {});
    await fixture.deploy({ sync });
    const { result } = await fixture.deploy({ sync, maintenancePage });
    assert.equal(result.sync?.isChanged, false);
    assert.ok(!visibleChanges(fixture).includes(`STOR ${page}`));
  });

  test('surrounds deletions alone', async () => {
    await using fixture = await createFixture(files, {});
    await fixture.deploy({ sync });
    await checkOut(fixture.files, { 'app.dll': 'new' });
    const { result } = await fixture.deploy({ sync, maintenancePage });
    assert.equal(result.error, undefined);
    const tail = visibleChanges(fixture).slice(-3);
    assert.deepEqual(tail, [`STOR ${page}`, 'DELE index.html', `DELE ${page}`]);
  });

  test('is deleted by the next run when a run could not, although nothing else is to be done', async () => {
    let isBroken = true;
    await using fixture = await createFixture(
      files,
      {},
      {
        onCommand: ({ verb, argument }) =>
          isBroken && verb === 'DELE' && argument === page ? '550 No.' : undefined,
      },
    );
    const first = await fixture.deploy({ sync, maintenancePage });
    assert.equal((first.result.error as { code?: string } | undefined)?.code, 'MAINTENANCE');
    isBroken = false;
    const second = await fixture.deploy({ sync, maintenancePage });
    assert.equal(second.result.error, undefined);
    assert.ok(!(await fixture.remoteNames()).includes(page));
  });

  test('was an ordinary file in the last run: it is forgotten, and no deletion', async () => {
    await using fixture = await createFixture({ ...files, [page]: maintenancePage }, {});
    await fixture.deploy({ sync });
    await checkOut(fixture.files, { ...files, 'app.dll': 'newer' });
    const { result } = await fixture.deploy({ sync, maintenancePage });
    assert.equal(result.error, undefined);
    assert.deepEqual(result.sync?.otherFiles, []);
    const next = await fixture.deploy({ sync });
    assert.deepEqual(
      [next.result.sync?.otherFiles.length, next.result.sync?.isChanged],
      [0, false],
    );
  });

  test('gives deletions of files in use some time', async () => {
    let refusals = 2;
    await using fixture = await createFixture(
      files,
      {},
      {
        onCommand: ({ verb, argument }) =>
          verb === 'DELE' && argument === 'app.dll' && (refusals -= 1) >= 0
            ? '550 The process cannot access the file.'
            : undefined,
      },
    );
    await fixture.deploy({ sync });
    await checkOut(fixture.files, { 'index.html': 'new' });
    const { result } = await fixture.deploy({ sync, maintenancePage });
    assert.equal(result.error, undefined);
    assert.deepEqual(await fixture.remoteNames(), ['.htopen-ftps', 'index.html']);
  });
});
