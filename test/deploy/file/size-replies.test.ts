/** What servers reply to SIZE instead of a number. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createFixture, timesSent } from '../../support/embedded-deployment.ts';
import type { CommandContext, CommandOverride } from '../../support/embedded-server/options.ts';
import { statuses, verifications } from '../events.ts';

const files = { 'a.txt': 'abc', 'b.txt': 'ab', 'c.txt': 'a' };

test('the size is the last number of a sentence', async () => {
  await using fixture = await createFixture(
    files,
    {},
    {
      onCommand: ({ verb }) =>
        verb === 'SIZE'
          ? { perform: true, raw: (normal) => normal.replace('213 ', '213 Size of file 1: ') }
          : undefined,
    },
  );
  const { result, notices } = await fixture.deploy({ retries: 0 });
  assert.equal(result.error, undefined);
  assert.deepEqual(verifications(result), ['size', 'size', 'size']);
  assert.deepEqual(notices, []);
});

for (const reply of ['213 File status', '220 60', '250 Done', '200 Ok', '502 No', '500 What?']) {
  test(`"${reply}" to SIZE means that the server doesn't report sizes`, async () => {
    await using fixture = await createFixture(
      files,
      {},
      { onCommand: ({ verb }) => (verb === 'SIZE' ? reply : undefined) },
    );
    const deployed = await fixture.deploy({ retries: 0 });
    assert.equal(deployed.result.error, undefined);
    assert.deepEqual(verifications(deployed.result), ['none', 'none', 'none']);
    assert.equal(timesSent(deployed, 'STOR'), 3);
    assert.equal(fixture.server.controlConnections, 1);
    assert.deepEqual(deployed.notices, [
      `The server doesn't report file sizes (${reply}), so file sizes were not verified.`,
    ]);
  });
}

test('only the size of an empty file is unknown when SIZE gets no number for it, as from ftp-srv', async () => {
  await using fixture = await createFixture(
    { 'a.txt': '', 'b.txt': 'b', 'c.txt': '' },
    {},
    {
      onCommand: ({ verb, argument }) =>
        verb === 'SIZE' && argument !== 'b.txt' ? '213 File status' : undefined,
    },
  );
  const { result, notices } = await fixture.deploy({ retries: 0 });
  assert.equal(result.error, undefined);
  assert.deepEqual(verifications(result), ['none', 'size', 'none']);
  assert.deepEqual(notices, [
    "The server didn't report the size of some files, so they were not verified.",
  ]);
});

const refuseSizeOf =
  (...names: readonly string[]) =>
  ({ verb, argument }: CommandContext): CommandOverride | undefined =>
    verb === 'SIZE' && names.includes(argument) ? '550 Not enough privileges.' : undefined;

test('files are not verified, with a notice, when the account may not ask for sizes', async () => {
  await using fixture = await createFixture(
    files,
    {},
    { onCommand: refuseSizeOf('a.txt', 'b.txt', 'c.txt') },
  );
  const { result, notices } = await fixture.deploy({ retries: 0 });
  assert.equal(result.error, undefined);
  assert.deepEqual(verifications(result), ['none', 'none', 'none']);
  assert.deepEqual(notices, [
    'The server rejected SIZE (550), so some file sizes were not verified.',
  ]);
});

test('a file is missing when SIZE is rejected for it after it has worked for another one', async () => {
  await using fixture = await createFixture(files, {}, { onCommand: refuseSizeOf('b.txt') });
  const { result } = await fixture.deploy({ retries: 0 });
  assert.equal(result.files[0]?.status, 'uploaded');
  assert.equal(result.files[1]?.status, 'failed');
});

for (const name of ['trail ', ' lead', 'tab\there']) {
  test(`a file is missing when SIZE is rejected for ${JSON.stringify(name)}, which the server may have renamed`, async () => {
    await using fixture = await createFixture(
      { [name]: 'abc' },
      {},
      { onCommand: ({ verb }) => (verb === 'SIZE' ? '550 No such file.' : undefined) },
    );
    const { result } = await fixture.deploy({ retries: 0 });
    assert.equal(statuses(result), `${name} failed`);
  });
}
