import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { StateError } from '../../src/deploy/index.ts';
import { createFixture } from '../support/embedded-deployment.ts';
import { syncSettings } from '../support/sync.ts';
import {
  assertDeployed,
  changes,
  outcomes,
  publishModes,
  site,
  stateName,
  sync,
} from './sync-fixture.ts';

const journalName = `${stateName}.journal`;

for (const publish of publishModes) {
  test(`a run without sync in between is noticed, with publish: ${publish}`, async () => {
    await using fixture = await createFixture(site, {});
    await sync(fixture, { publish });
    await fixture.files.write('css/main.css', 'x {}');
    const plain = await fixture.deploy({
      publish,
      select: (name) => name === 'css/main.css' || name === 'index.html',
    });
    assert.equal(plain.result.error, undefined);
    assert.equal(changes(plain).filter((command) => command.includes(stateName)).length, 1);
    assert.equal(
      changes(plain).find((command) => !command.startsWith('MKD')),
      `APPE ${journalName}`,
    );

    await fixture.files.write('css/main.css', site['css/main.css']);
    const waits: unknown[] = [];
    const repaired = await sync(fixture, {
      publish,
      observer: { waiting: (run) => waits.push(run) },
    });
    await assertDeployed(fixture, repaired.result);
    assert.deepEqual(outcomes(repaired.result), [
      'css/main.css uploaded in-doubt',
      'css/print.css unchanged',
      'empty.txt unchanged',
      'img/a b.png unchanged',
      'index.html uploaded in-doubt',
    ]);
    assert.deepEqual(waits, []);
    assert.deepEqual(changes(await sync(fixture, { publish })), []);
  });
}

test('a run without sync asks for a state and writes nothing else if there is none', async () => {
  await using fixture = await createFixture({ 'a.txt': 'a', 'b/c.txt': 'c' }, {});
  const { dialogue, result } = await fixture.deploy({ remoteDirectory: 'www' });
  assert.equal(result.error, undefined);
  const sent = dialogue.filter((line) => /^C: (?!USER|PASS)/.test(line));
  const start = sent.indexOf('C: MKD www');
  assert.deepEqual(sent.slice(start, start + 6), [
    'C: MKD www',
    'C: MKD www/b',
    `C: SIZE www/${stateName}`,
    `C: SIZE www/${journalName}`,
    'C: EPSV',
    'C: STOR www/a.txt',
  ]);
  assert.equal(sent.filter((line) => line === 'C: EPSV').length, 2);
});

test('a run without sync adds to the journal of a run that broke, and only once', async () => {
  let isBroken = false;
  await using fixture = await createFixture(
    site,
    {},
    {
      onCommand: ({ verb, argument }) =>
        isBroken && verb === 'STOR' && argument === 'index.html' ? '552 Full.' : undefined,
    },
  );
  isBroken = true;
  const first = await sync(fixture);
  assert.ok(first.result.error);
  isBroken = false;
  await fixture.files.write('css/main.css', 'x {}');
  await fixture.deploy();
  const journal = await readFile(path.join(fixture.remote.path, journalName));
  await fixture.deploy();
  assert.deepEqual(await readFile(path.join(fixture.remote.path, journalName)), journal);
  await fixture.files.write('css/main.css', site['css/main.css']);
  const { result } = await sync(fixture);
  await assertDeployed(fixture, result);
  assert.ok(outcomes(result).every((outcome) => outcome.endsWith(' uploaded in-doubt')));
});

test('a run without sync changes no file if the journal can not be written', async () => {
  await using fixture = await createFixture(
    site,
    {},
    {
      onCommand: ({ verb, argument }) =>
        isReadOnly && verb !== 'SIZE' && verb !== 'RETR' && argument.startsWith(journalName)
          ? '550 Read-only.'
          : undefined,
    },
  );
  let isReadOnly = false;
  await sync(fixture);
  isReadOnly = true;
  await fixture.files.write('css/main.css', 'x {}');
  const { result } = await fixture.deploy();
  assert.ok(result.error instanceof StateError);
  assert.equal(result.error.reason, 'write-failed');
  assert.ok(result.files.every(({ status }) => status === 'pending'));
  assert.equal(await readFile(path.join(fixture.remote.path, 'css/main.css'), 'utf8'), 'a {}');
});

test('a run without sync writes the journal as a whole on a server without APPE', async () => {
  await using fixture = await createFixture(
    site,
    {},
    {
      onCommand: ({ verb }) => (verb === 'APPE' ? '502 No.' : undefined),
    },
  );
  await sync(fixture);
  await fixture.files.write('css/main.css', 'x {}');
  assert.equal((await fixture.deploy()).result.error, undefined);
  await fixture.files.write('css/main.css', site['css/main.css']);
  await assertDeployed(fixture, (await sync(fixture)).result);
});

test('a run without sync finds a state at another place', async () => {
  await using fixture = await createFixture(site, {});
  const stateFile = 'private/state';
  const settings = syncSettings({ stateFile });
  await sync(fixture, { sync: settings, remoteDirectory: 'www' });
  await fixture.files.write('css/main.css', 'x {}');
  await fixture.deploy({ remoteDirectory: 'www', stateFile });
  await fixture.files.write('css/main.css', site['css/main.css']);
  const { result } = await sync(fixture, { sync: settings, remoteDirectory: 'www' });
  assert.ok(outcomes(result).every((outcome) => outcome.endsWith(' uploaded in-doubt')));
});

test('a run without sync in another repository does not take over the state', async () => {
  await using fixture = await createFixture(site, {});
  await sync(fixture);
  await fixture.deploy({ select: (name) => name === 'index.html' });
  const { result } = await sync(fixture, {
    sync: syncSettings({ repository: { id: '2', name: 'other/name' } }),
  });
  assert.ok(result.error instanceof StateError);
  assert.equal(result.error.reason, 'other-deployment');
  await assertDeployed(fixture, (await sync(fixture)).result);
});

test('a run without sync survives an unusable state, which makes the next run upload everything', async () => {
  await using fixture = await createFixture(site, {});
  await sync(fixture);
  await writeFile(path.join(fixture.remote.path, stateName), 'not a state');
  assert.equal((await fixture.deploy()).result.error, undefined);
  await assertDeployed(fixture, (await sync(fixture)).result);
});

test('a run without sync warns and uploads if the account may not read the state', async () => {
  let mayRead = true;
  await using fixture = await createFixture(
    site,
    {},
    { onCommand: ({ verb }) => (verb === 'RETR' && !mayRead ? '550 Not allowed.' : undefined) },
  );
  await sync(fixture);
  mayRead = false;
  await fixture.files.write('css/main.css', 'x {}');
  const { result, notices } = await fixture.deploy();
  await assertDeployed(fixture, result);
  assert.deepEqual(notices, [
    `The state of runs with sync can't be used: ${stateName} exists on the server, but can't be read. If there is one, the next of these runs may skip files that this one changes.`,
  ]);
});

for (const [reply, answers] of [
  ['502 No.', 'does not know'],
  ['450 Busy.', 'is always too busy for'],
] as const) {
  test(`a run without sync uploads if the server ${answers} SIZE`, async () => {
    await using fixture = await createFixture(
      { 'a.txt': 'a' },
      {},
      { onCommand: ({ verb }) => (verb === 'SIZE' ? reply : undefined) },
    );
    const { result } = await fixture.deploy({ verifyUploads: 'none' });
    assert.equal(result.error, undefined);
    assert.deepEqual(await fixture.remoteNames(), ['a.txt']);
  });
}

test('a run without sync still sends several commands in one write to a server without EPSV', async () => {
  await using fixture = await createFixture(
    { 'a.txt': 'a', 'b.txt': 'b' },
    {},
    { onCommand: ({ verb }) => (verb === 'EPSV' ? '502 No.' : undefined) },
  );
  const { result, dialogue } = await fixture.deploy();
  assert.equal(result.error, undefined);
  assert.deepEqual(
    dialogue.filter((line) => line.startsWith('!') && line.includes('pipelining disabled')),
    [],
  );
});
