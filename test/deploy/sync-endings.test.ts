/** How runs with `sync` end, what they know before they decide, and what a preflight says. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import {
  deploy,
  DeleteLimitError,
  PlanError,
  preflight,
  StateError,
} from '../../src/deploy/index.ts';
import { planDirectory } from '../support/deployment.ts';
import { createFixture, commandsSent } from '../support/embedded-deployment.ts';
import { asksForState, checkOut, syncSettings } from '../support/sync.ts';
import { deployOptions, deployTarget } from '../support/target.ts';
import { EventRecorder } from './events.ts';
import {
  assertDeployed,
  changes,
  otherSite,
  publishModes,
  site,
  stateName,
  sync,
} from './sync-fixture.ts';

const journalName = `${stateName}.journal`;

/** What was sent in the write that contains QUIT: everything since the last reply. */
function lastWrite(dialogue: readonly string[]): string[] {
  const quit = dialogue.lastIndexOf('C: QUIT');
  const start = dialogue.slice(0, quit).findLastIndex((line) => line.startsWith('S: '));
  return dialogue.slice(start + 1, quit + 1);
}

test('sync asks for state and journal once more with QUIT if there is nothing to do', async () => {
  await using fixture = await createFixture(site, {});
  await sync(fixture);
  const { dialogue, result } = await sync(fixture);
  assert.equal(result.error, undefined);
  assert.deepEqual(lastWrite(dialogue), [
    `C: SIZE ${stateName}`,
    `C: SIZE ${journalName}`,
    `C: MDTM ${stateName}`,
    `C: MDTM ${journalName}`,
    'C: QUIT',
  ]);
  assert.equal(result.connection.controlConnections, 1);
});

for (const publish of publishModes) {
  test(`sync deletes the journal together with QUIT (${publish})`, async () => {
    await using fixture = await createFixture(site, {});
    const { dialogue, result } = await sync(fixture, { publish });
    await assertDeployed(fixture, result);
    assert.deepEqual(lastWrite(dialogue), [
      `C: SIZE ${journalName}`,
      `C: DELE ${journalName}`,
      'C: QUIT',
    ]);
    assert.equal(result.connection.controlConnections, 1);
  });
}

test('sync starts again over another connection if the state changes before QUIT', async () => {
  await using fixture = await createFixture(site, {});
  await sync(fixture);
  let compared = 0;
  const { result, dialogue, notices } = await sync(fixture, {
    observer: {
      planReady: () => {
        compared += 1;
        // Something else replaces the state after it was read.
        if (compared === 1) writeFileSync(path.join(fixture.remote.path, stateName), 'x');
      },
    },
  });
  assert.equal(compared, 2);
  await assertDeployed(fixture, result);
  assert.equal(result.connection.controlConnections, 2);
  assert.equal(dialogue.filter((line) => line.includes('pipelining disabled')).length, 0);
  assert.match(notices.join(), /can't be used/);
});

test('sync succeeds if the server closes the connection at QUIT, or at the deletion of the journal', async () => {
  let closesAt = '';
  await using fixture = await createFixture(
    site,
    {},
    {
      onCommand: (command) =>
        command.verb === closesAt && (command.verb === 'QUIT' || asksForState(command))
          ? { perform: true, then: 'close' }
          : undefined,
    },
  );
  for (const verb of ['QUIT', 'DELE']) {
    closesAt = verb;
    await fixture.files.write('index.html', verb);
    const { result } = await sync(fixture);
    await assertDeployed(fixture, result);
    closesAt = '';
    assert.deepEqual(changes(await sync(fixture)), []);
  }
});

test('sync says that it has found a state even if it fails before it decides', async () => {
  await using fixture = await createFixture(site, {});
  await sync(fixture);
  await checkOut(fixture.files, { 'index.html': '1' });
  const maxDeletions = { value: 1, isPercentage: false };
  const { result } = await sync(fixture, { sync: syncSettings({ maxDeletions }) });
  assert.ok(result.error instanceof DeleteLimitError);
  assert.equal(result.sync?.isFound, true);
  assert.equal(result.sync.generation, 1);
  assert.equal(result.sync.isChanged, false);
});

test('sync fails before it connects if the state would be too large', async () => {
  await using fixture = await createFixture({ 'a.txt': 'a' }, {});
  const plan = await planDirectory(fixture.files.path);
  const [file] = plan.uploads;
  assert.ok(file);
  const directory = 'x'.repeat(200);
  const uploads = Array.from({ length: 240_000 }, (_, index) => ({
    ...file,
    remotePath: `${directory}/${index}`,
  }));
  const result = await deploy({
    plan: { ...plan, uploads },
    target: deployTarget(fixture.server),
    options: deployOptions({ sync: syncSettings() }),
    observer: new EventRecorder(),
  });
  assert.ok(result.error instanceof StateError);
  assert.equal(result.error.reason, 'too-many-files');
  assert.deepEqual(fixture.server.dialogue, []);
});

test('preflight describes the state, and changes nothing', async () => {
  let isBroken = false;
  await using fixture = await createFixture(
    site,
    {},
    {
      onCommand: ({ verb, argument }) =>
        isBroken && verb === 'STOR' && argument === 'index.html' ? '552 Full.' : undefined,
    },
  );
  const stateOf = async (settings = syncSettings()) => {
    const signal = new AbortController().signal;
    const checks = { remoteDirectory: '', verifyUploads: 'size', connections: 1 } as const;
    const options = { ...checks, signal, sync: settings };
    const observer = { dialogue: () => undefined, notice: () => undefined };
    return await preflight(deployTarget(fixture.server), options, observer);
  };
  const none = { path: stateName, kind: 'none', files: 0, writtenAt: undefined } as const;
  assert.deepEqual((await stateOf()).state, { ...none, isUnfinished: false });

  await sync(fixture);
  const usable = (await stateOf()).state;
  assert.match(usable?.writtenAt ?? '', /^20\d\d-/);
  const found = { ...none, kind: 'usable', files: 5, writtenAt: usable?.writtenAt };
  assert.deepEqual(usable, { ...found, isUnfinished: false });

  isBroken = true;
  await checkOut(fixture.files, otherSite);
  assert.ok((await sync(fixture)).result.error);
  const before = commandsSent(fixture.server, 'STOR', 'APPE', 'DELE', 'MKD', 'RMD', 'RNFR').length;
  assert.deepEqual((await stateOf()).state, { ...found, isUnfinished: true });

  const foreign = await stateOf(syncSettings({ repository: { id: '2', name: 'other/name' } }));
  assert.equal(foreign.state, undefined);
  assert.equal(foreign.failure?.step, 'state');
  assert.ok(foreign.failure.error instanceof StateError);
  await fixture.remote.write(stateName, 'not a state');
  assert.equal((await stateOf()).state?.kind, 'unusable');
  const after = commandsSent(fixture.server, 'STOR', 'APPE', 'DELE', 'MKD', 'RMD', 'RNFR').length;
  assert.equal(after, before);
});

test('sync names a file in the place of a directory that it may not delete, and changes nothing', async () => {
  await using fixture = await createFixture({ a: 'a file', 'b.txt': 'b' }, {});
  const settings = syncSettings({ deleteRemoved: false });
  await sync(fixture, { sync: settings });
  await checkOut(fixture.files, { 'a/b.txt': 'b', 'b.txt': 'b' });
  const failed = await sync(fixture, { sync: settings });
  assert.ok(failed.result.error instanceof PlanError);
  assert.match(failed.result.error.message, /\ba\b/);
  assert.equal(failed.result.facts.loggedIn, true);
  assert.deepEqual(changes(failed), []);
});
