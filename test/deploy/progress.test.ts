import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createFixture } from '../support/embedded-deployment.ts';

const size = 8_000_000;

for (const publish of ['direct', 'atomic', 'staged'] as const) {
  test(`deploy reports the progress of each file, ${publish}`, async () => {
    await using fixture = await createFixture({ 'a.bin': size, 'b.bin': 10, empty: '' }, {});
    const reported = new Map<string, number[]>();
    const { result } = await fixture.deploy({
      publish,
      observer: {
        fileProgress: ({ remotePath }, bytesSent) => {
          reported.set(remotePath, [...(reported.get(remotePath) ?? []), bytesSent]);
        },
      },
    });
    assert.equal(result.error, undefined);
    const amounts = reported.get('a.bin') ?? [];
    assert.ok(amounts.length > 1);
    assert.deepEqual(
      amounts,
      amounts.toSorted((a, b) => a - b),
    );
    assert.equal(amounts.at(-1), size);
    assert.deepEqual(reported.get('b.bin'), [10]);
    assert.equal(reported.get('empty'), undefined);
  });
}

test('deploy reports the progress of a resumed upload from its offset', async () => {
  await using fixture = await createFixture(
    { 'a.bin': size },
    {},
    {
      onData: ({ count }) => (count === 1 ? { at: 5_000_000, data: 'reset' } : undefined),
    },
  );
  const attempts: number[][] = [[]];
  const { result } = await fixture.deploy({
    observer: {
      fileProgress: (_file, bytesSent) => {
        attempts.at(-1)?.push(bytesSent);
      },
      retrying: () => {
        attempts.push([]);
      },
    },
  });
  assert.equal(result.error, undefined);
  assert.equal(attempts.length, 2);
  assert.ok((attempts[1]?.[0] ?? 0) > 4_000_000, String(attempts[1]?.[0]));
  assert.equal(attempts[1]?.at(-1), size);
});
