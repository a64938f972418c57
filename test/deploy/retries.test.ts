import assert from 'node:assert/strict';
import { test } from 'node:test';

import { deploy } from '../../src/deploy/index.ts';
import { ConnectionLostError } from '../../src/ftps/index.ts';
import { start } from '../support/embedded-server-fixture.ts';
import type { EmbeddedServerOptions, UploadFault } from '../support/embedded-server/options.ts';
import { assertSameTree, createWorkspace, tree } from '../support/workspace.ts';
import { planOf, Recorder, statuses } from './recorder.ts';
import { commandsSent } from '../support/embedded-deployment.ts';
import { deployOptions, deployTarget } from '../support/target.ts';

for (const retries of [0, 2]) {
  test(`deploy leaves what follows a lost connection pending when ${retries} retries bring none back`, async () => {
    await using site = await createWorkspace({ a: '1', b: '2', c: '3', d: '4' });
    await using root = await createWorkspace();
    await using server = await start(root, {
      onCommand: ({ verb, count, session }) =>
        (verb === 'STOR' && count === 2) || (verb === 'CONNECT' && session > 1)
          ? 'close'
          : undefined,
    });
    const observer = new Recorder();
    const options = deployOptions({ retry: { retries, firstPauseMs: 1 } });
    const result = await deploy(await planOf(site), deployTarget(server), options, observer);
    assert.equal(statuses(result), 'a uploaded, b failed, c pending, d pending');
    assert.ok(result.error instanceof ConnectionLostError);
    assert.equal(result.error, result.files[1]?.error);
    assert.equal(result.connection.controlConnections, 1);
    // Connecting has retries of its own.
    assert.equal(server.controlConnections, 1 + 1 + retries);
    // One more for the lost connection, which may be due to commands that were sent ahead.
    assert.equal(result.retries, 1 + retries);
    const told = observer.events.filter((event) => / (uploaded|failed|pending)$/.test(event));
    assert.deepEqual(told, ['0 a uploaded', '1 b failed']);
  });
}

test('deploy goes on over a new connection after a lost one, also without retries', async () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  await using site = await createWorkspace(Object.fromEntries(names.map((name) => [name, name])));
  await using root = await createWorkspace();
  await using server = await start(root, {
    onCommand: ({ verb, count }) => (verb === 'STOR' && count === 6 ? 'close' : undefined),
  });
  const options = deployOptions({ retry: { retries: 0, firstPauseMs: 1 } });
  const result = await deploy(await planOf(site), deployTarget(server), options, new Recorder());
  const fates = names.map((name) => `${name} ${name === 'f' ? 'failed' : 'uploaded'}`);
  assert.equal(statuses(result), fates.join(', '));
  assert.ok(result.error instanceof ConnectionLostError);
  assert.equal(result.retries, 0);
  assert.equal(server.controlConnections, 2);
});

const transient: readonly [
  title: string,
  fault: Partial<EmbeddedServerOptions>,
  connections: number,
][] = [
  [
    'a reply of 4yz',
    { onCommand: ({ verb, count }) => (verb === 'STOR' && count === 2 ? '451 No.' : undefined) },
    1,
  ],
  [
    'a reset of the data connection',
    { onData: ({ count }) => (count === 2 ? { at: 0, data: 'reset' } : undefined) },
    1,
  ],
  [
    'a lost control connection',
    { onCommand: ({ verb, count }) => (verb === 'STOR' && count === 2 ? 'close' : undefined) },
    2,
  ],
  ['a confirmation too early', { onData: early }, 2],
];

function early({ count }: { count: number }): UploadFault | undefined {
  return count === 2 ? { at: 'connect', early: true, final: '226 Done.' } : undefined;
}

for (const [title, fault, connections] of transient) {
  test(`deploy tries a file again after ${title}, and that file alone`, async () => {
    await using site = await createWorkspace({ a: '1', b: '22', c: '333' });
    await using root = await createWorkspace();
    await using server = await start(root, fault);
    const observer = new Recorder();
    const result = await deploy(
      await planOf(site),
      deployTarget(server),
      deployOptions(),
      observer,
    );
    assert.equal(result.error, undefined);
    assert.equal(statuses(result), 'a uploaded, b uploaded, c uploaded');
    assertSameTree(await tree(root.path), await tree(site.path));
    assert.equal(result.retries, 1);
    assert.equal(observer.events.filter((event) => event.startsWith('b again: ')).length, 1);
    assert.equal(server.controlConnections, connections);
    assert.equal(result.connection.controlConnections, connections);
    const { length: uploadsOfOthers } = commandsSent(server, 'STOR').filter(
      (sent) => sent !== 'STOR b',
    );
    assert.equal(uploadsOfOthers, 2);
  });
}

test('deploy gives a file up when its retries are used up', async () => {
  await using site = await createWorkspace({ a: '1' });
  await using root = await createWorkspace();
  await using server = await start(root, {
    onCommand: ({ verb }) => (verb === 'STOR' ? '451 No.' : undefined),
  });
  const result = await deploy(
    await planOf(site),
    deployTarget(server),
    deployOptions(),
    new Recorder(),
  );
  assert.equal(statuses(result), 'a failed');
  assert.equal(result.error?.message, 'The server refused "STOR a": 451 No.');
  assert.equal(result.files[0]?.attempts, 4);
  assert.equal(result.retries, 3);
  assert.equal(commandsSent(server, 'STOR').length, 4);
});

const told: readonly (readonly [
  string,
  NonNullable<EmbeddedServerOptions['onCommand']>,
  'direct' | 'atomic',
])[] = [
  [
    'The connection again: The server turned the connection away: 421 Full.',
    ({ verb, count }) => (verb === 'CONNECT' && count === 1 ? '421 Full.' : undefined),
    'direct',
  ],
  [
    'The directories again: The server refused "MKD sub": 450 Busy.',
    ({ verb, count }) => (verb === 'MKD' && count === 1 ? '450 Busy.' : undefined),
    'direct',
  ],
  [
    'Removing temporary files again: The server refused "DELE .up-": 450 Busy.',
    ({ verb, count }) => {
      if (verb === 'DELE' && count === 1) return '450 Busy.';
      return verb === 'RNFR' ? '550 No.' : undefined;
    },
    'atomic',
  ],
];

for (const [sentence, onCommand, publish] of told) {
  test(`deploy tells "${sentence}"`, async () => {
    await using site = await createWorkspace({ 'sub/a': '1' });
    await using root = await createWorkspace();
    await using server = await start(root, { onCommand });
    const observer = new Recorder();
    await deploy(await planOf(site), deployTarget(server), deployOptions({ publish }), observer);
    const again = observer.events.filter((event) => event.includes(' again: '));
    assert.deepEqual(
      again.map((event) => event.replace(/[^ ]*(\.up-)[^"]*/, '$1')),
      [sentence],
    );
  });
}
