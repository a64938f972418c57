import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ReplyError } from '../../../src/ftps/index.ts';
import { createFixture, timesSent } from '../../support/embedded-deployment.ts';

const files = { 'a.txt': 'new a', 'b.txt': 'new b', 'c.txt': 'new c' };
const old = { 'a.txt': 'the old a', 'b.txt': 'the old b', 'c.txt': 'the old c' };

test('staged deletes the temporary files when a file fails', async () => {
  await using fixture = await createFixture(files, old, {
    onData: ({ count }) => (count === 3 ? { final: '552 Disk full.' } : undefined),
  });
  const deployed = await fixture.deploy({ publish: 'staged' });
  assert.ok(deployed.result.error instanceof ReplyError);
  assert.deepEqual(await fixture.remoteNames(), ['a.txt', 'b.txt', 'c.txt']);
  assert.equal(await fixture.remoteText('a.txt'), 'the old a');
  assert.equal(timesSent(deployed, 'DELE'), 3);
  assert.deepEqual(deployed.result.remainingTemporaryFiles, []);
});

for (const then of ['close', 'reset'] as const) {
  test(`temporary files are deleted over a new connection after a ${then}`, async () => {
    await using fixture = await createFixture(files, old, {
      // The first lost connection may be caused by pipelining, so its retry is free.
      onData: ({ count }) => (count >= 3 ? { at: 0, data: 'reset', final: { then } } : undefined),
    });
    const deployed = await fixture.deploy({ publish: 'staged', retries: 0 });
    assert.notEqual(deployed.result.error, undefined);
    assert.deepEqual(await fixture.remoteNames(), ['a.txt', 'b.txt', 'c.txt']);
    assert.equal(fixture.server.controlConnections, 3);
    assert.equal(fixture.server.maxConcurrentControlConnections, 1);
    assert.deepEqual(deployed.result.remainingTemporaryFiles, []);
  });
}

test('temporary files are in the result when the server refuses to delete them', async () => {
  await using fixture = await createFixture(files, old, {
    onCommand: ({ verb }) => (verb === 'DELE' ? '550 Not allowed.' : undefined),
    onData: ({ count }) => (count === 3 ? { final: '552 Disk full.' } : undefined),
  });
  const { result } = await fixture.deploy({ publish: 'staged' });
  const left = (await fixture.remoteNames()).filter((name) => name.startsWith('.up-'));
  assert.ok(left.length >= 2);
  assert.deepEqual([...result.remainingTemporaryFiles].sort(), left);
});

test('deletions are retried when the server refuses them temporarily', async () => {
  await using fixture = await createFixture(files, old, {
    onCommand: ({ verb, count }) => (verb === 'DELE' && count <= 2 ? '450 Busy.' : undefined),
    onData: ({ count }) => (count === 2 ? { final: '552 Disk full.' } : undefined),
  });
  const { result } = await fixture.deploy({ publish: 'staged' });
  assert.notEqual(result.error, undefined);
  assert.deepEqual(await fixture.remoteNames(), ['a.txt', 'b.txt', 'c.txt']);
  assert.deepEqual(result.remainingTemporaryFiles, []);
});

test('nothing is deleted when no temporary file is left', async () => {
  await using fixture = await createFixture(files, old);
  for (const publish of ['direct', 'atomic', 'staged'] as const) {
    const deployed = await fixture.deploy({ publish });
    assert.equal(deployed.result.error, undefined);
    assert.equal(timesSent(deployed, 'DELE'), 0);
  }
});
