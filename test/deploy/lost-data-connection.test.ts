/** A refusal that is only a consequence of a lost data connection is retried. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ReplyError } from '../../src/ftps/index.ts';
import { createFixture, timesSent } from '../support/embedded-deployment.ts';

const large = { 'a.bin': 3_000_000 };

for (const [publish, final] of [
  ['direct', '550 read ECONNRESET'],
  ['atomic', '550 read ECONNRESET'],
  ['direct', '500 OOPS: read'],
  ['direct', '551 Aborted'],
] as const) {
  test(`an upload is retried when its data connection was lost and the server says "${final}", ${publish}`, async () => {
    await using fixture = await createFixture(
      large,
      {},
      {
        onData: ({ count }) => (count === 1 ? { at: 1_000_000, data: 'reset', final } : undefined),
      },
    );
    const deployed = await fixture.deploy({ publish });
    assert.equal(deployed.result.error, undefined);
    assert.deepEqual(deployed.retried.length, 1);
    assert.equal(timesSent(deployed, 'STOR'), 2);
  });
}

for (const final of ['552 Quota exceeded', '553 Not this name']) {
  test(`an upload is not retried when its data connection was lost and the server says "${final}"`, async () => {
    await using fixture = await createFixture(
      large,
      {},
      { onData: () => ({ at: 1_000_000, data: 'reset', final }) },
    );
    const deployed = await fixture.deploy();
    assert.ok(deployed.result.error instanceof ReplyError);
    assert.equal(timesSent(deployed, 'STOR'), 1);
  });
}

test('an upload that was received completely is not retried after 550', async () => {
  await using fixture = await createFixture(
    { 'a.txt': 'a' },
    {},
    { onData: () => ({ final: '550 Rejected by a virus scanner' }) },
  );
  const deployed = await fixture.deploy();
  assert.ok(deployed.result.error instanceof ReplyError);
  assert.equal(timesSent(deployed, 'STOR'), 1);
});
