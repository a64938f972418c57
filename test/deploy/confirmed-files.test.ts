/** Files that the server has confirmed are not sent again, whatever happens to the control connection after that. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createFixture, timesSent } from '../support/embedded-deployment.ts';
import type { CommandContext, CommandOverride } from '../support/embedded-server/options.ts';
import { assertSameTree, tree } from '../support/workspace.ts';
import { asksForState } from '../support/sync.ts';
import { statuses, verifications } from './events.ts';

const files = { 'a.txt': 'aaa', 'b.txt': 'bb', 'c.txt': 'c' };

for (const publish of ['direct', 'atomic', 'staged'] as const) {
  for (const verifyUploads of ['size', 'checksum', 'none'] as const) {
    for (const then of ['close', 'reset'] as const) {
      test(`every file is sent once to a server that ends the session after each transfer, ${publish}, ${verifyUploads}, ${then}`, async () => {
        await using fixture = await createFixture(
          files,
          {},
          { onData: () => ({ final: { reply: '226 Transfer complete.', then } }) },
        );
        const deployed = await fixture.deploy({ publish, verifyUploads, retries: 0 });
        assert.equal(deployed.result.error, undefined);
        assert.equal(timesSent(deployed, 'STOR'), 3);
        assert.deepEqual(verifications(deployed.result), Array(3).fill(verifyUploads));
        assertSameTree(await tree(fixture.remote.path), await tree(fixture.files.path));
      });
    }
  }
}

/** Loses the connection at each SIZE. */
const lostAtSize = (command: CommandContext): CommandOverride | undefined =>
  command.verb === 'SIZE' && !asksForState(command) ? 'close' : undefined;

test('a confirmed file is not verified when SIZE ends the session, with a notice and without retries', async () => {
  await using fixture = await createFixture(files, {}, { onCommand: lostAtSize });
  const deployed = await fixture.deploy({ retries: 0 });
  assert.equal(deployed.result.error, undefined);
  assert.equal(timesSent(deployed, 'STOR'), 3);
  assert.equal(deployed.result.retries, 0);
  assert.deepEqual(verifications(deployed.result), ['none', 'none', 'none']);
  assert.deepEqual(deployed.notices, [
    'The connection was lost before the sizes of some uploaded files could be verified.',
  ]);
});

test('a confirmed file is uploaded although the server is gone, and the run fails because of the others', async () => {
  await using fixture = await createFixture(
    files,
    {},
    {
      onCommand: (command) =>
        command.verb === 'CONNECT' && command.session > 1 ? 'close' : lostAtSize(command),
    },
  );
  const { result } = await fixture.deploy({ retries: 1 });
  assert.equal(statuses(result), 'a.txt uploaded, b.txt pending, c.txt pending');
  assert.notEqual(result.error, undefined);
});

test('only the verification is repeated when SIZE is rejected temporarily', async () => {
  await using fixture = await createFixture(
    files,
    {},
    {
      onCommand: ({ verb, argument, count }) =>
        verb === 'SIZE' && argument === 'a.txt' && count <= 2 ? '450 Busy.' : undefined,
    },
  );
  const deployed = await fixture.deploy({ retries: 3 });
  assert.equal(deployed.result.error, undefined);
  assert.equal(timesSent(deployed, 'STOR'), 3);
  assert.deepEqual(verifications(deployed.result), ['size', 'size', 'size']);
});

test('only the modification time is set again when it was rejected temporarily', async () => {
  await using fixture = await createFixture(
    { 'a.txt': 'a' },
    {},
    { onCommand: ({ verb, count }) => (verb === 'MFMT' && count === 1 ? '450 Busy.' : undefined) },
  );
  const deployed = await fixture.deploy({ preserveMtime: true });
  assert.equal(deployed.result.error, undefined);
  assert.equal(timesSent(deployed, 'STOR'), 1);
  assert.equal(timesSent(deployed, 'MFMT'), 2);
});

test('a wrong size of a confirmed file is found on the next connection, and the file is sent again', async () => {
  await using fixture = await createFixture(
    { 'a.txt': 'aaa' },
    {},
    {
      onCommand: ({ verb, count }) => {
        if (verb !== 'SIZE' || count < 3 || count > 4) return undefined;
        return count === 3 ? 'close' : '213 2';
      },
    },
  );
  const deployed = await fixture.deploy({ retries: 1 });
  assert.equal(deployed.result.error, undefined);
  assert.equal(timesSent(deployed, 'STOR'), 2);
  assert.deepEqual(deployed.retried, ['a.txt is incomplete on the server: 2 of 3 bytes.']);
});
