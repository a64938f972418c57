import assert from 'node:assert/strict';
import { test } from 'node:test';

import { StateError } from '../../src/deploy/index.ts';
import { decodeState, encodeState } from '../../src/deploy/sync/state.ts';
import { createFixture } from '../support/embedded-deployment.ts';
import { checkOut, jumpingClock } from '../support/sync.ts';
import { tree } from '../support/workspace.ts';
import { assertDeployed, changes, otherSite, site, stateName, sync } from './sync-fixture.ts';

test('sync fails and changes nothing when it may not read its state', async () => {
  let isRefusing = false;
  await using fixture = await createFixture(
    site,
    {},
    { onCommand: ({ verb }) => (isRefusing && verb === 'RETR' ? '550 Denied.' : undefined) },
  );
  await sync(fixture);
  await checkOut(fixture.files, otherSite);
  isRefusing = true;
  const before = await tree(fixture.remote.path);
  const refused = await sync(fixture, { clock: jumpingClock() });
  assert.ok(refused.result.error instanceof StateError);
  assert.equal(refused.result.error.reason, 'unreadable');
  assert.deepEqual(changes(refused), []);
  assert.deepEqual(await tree(fixture.remote.path), before);
  isRefusing = false;
  await assertDeployed(fixture, (await sync(fixture)).result);
});

test('sync reads its state again when only a part of it arrives', async () => {
  let isCutting = false;
  await using fixture = await createFixture(
    site,
    {},
    {
      changePath: (file, verb) => {
        const isCut = isCutting && verb === 'RETR' && file === stateName;
        if (isCut) isCutting = false;
        return isCut ? 'part' : file;
      },
    },
  );
  await sync(fixture);
  const state = await fixture.remote.read(stateName);
  await fixture.remote.write('part', state.subarray(0, state.length / 2));
  isCutting = true;
  const again = await sync(fixture, { clock: jumpingClock() });
  assert.equal(isCutting, false);
  assert.equal(again.result.error, undefined);
  assert.deepEqual(changes(again), []);
});

test('sync deletes nothing when its state names a file outside of the remote directory', async () => {
  await using fixture = await createFixture(site, { 'outside.txt': 'not ours' });
  const remoteDirectory = 'www';
  await sync(fixture, { remoteDirectory });
  const stateFile = `${remoteDirectory}/${stateName}`;
  const decoded = decodeState(await fixture.remote.read(stateFile));
  assert.equal(decoded.kind, 'usable');
  const { state } = decoded;
  const outside = { sizeBytes: 'not ours'.length, sha256: null };
  const files = new Map([...state.files, ['../outside.txt', outside] as const]);
  await fixture.remote.write(stateFile, encodeState({ ...state, files }, 'x').bytes);
  await checkOut(fixture.files, otherSite);
  const { result, notices, dialogue } = await sync(fixture, { remoteDirectory });
  assert.equal(result.error, undefined);
  assert.ok(result.files.every(({ status }) => status === 'uploaded'));
  assert.equal(notices.filter((notice) => notice.includes("can't be used")).length, 1);
  const deleted = dialogue.filter((line) => /^C: (?:DELE|RMD) /.test(line));
  assert.deepEqual(deleted, [`C: DELE ${stateFile}.journal`]);
});
