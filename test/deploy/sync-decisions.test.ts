import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { DeleteLimitError, PlanError, StateError } from '../../src/deploy/index.ts';
import { createFixture, timesSent } from '../support/embedded-deployment.ts';
import { checkOut, syncSettings } from '../support/sync.ts';
import { tree } from '../support/workspace.ts';
import { EventRecorder } from './events.ts';
import { assertDeployed, changes, outcomes, site, sync } from './sync-fixture.ts';

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
  assert.match(notices.join(), /changed on the server since they were uploaded.*: edited\.txt\./);
  assert.match(notices.join(), /still exist locally.*: excluded\.txt\./);
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
  assert.match(notices.join(), /uploaded again: css\/main\.css, index\.html\./);
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
