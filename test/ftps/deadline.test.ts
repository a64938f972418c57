import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Deadline } from '../../src/ftps/deadline.ts';

test('Deadline expires once, when its time has passed', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const onExpiry = t.mock.fn();
  using _deadline = new Deadline(1_000, onExpiry);
  t.mock.timers.tick(999);
  assert.equal(onExpiry.mock.callCount(), 0);
  t.mock.timers.tick(1);
  assert.equal(onExpiry.mock.callCount(), 1);
  t.mock.timers.tick(10_000);
  assert.equal(onExpiry.mock.callCount(), 1);
});

test('Deadline does not expire after it was disposed', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const onExpiry = t.mock.fn();
  {
    using _deadline = new Deadline(1_000, onExpiry);
    t.mock.timers.tick(500);
  }
  t.mock.timers.tick(10_000);
  assert.equal(onExpiry.mock.callCount(), 0);
});

// Uses real timers, because the mock timers of node:test don't support refresh().
test('Deadline starts again after progress', async () => {
  const timeoutMs = 60;
  let progressAt = 0;
  const expired = Promise.withResolvers<number>();
  using deadline = new Deadline(timeoutMs, () => {
    expired.resolve(performance.now());
  });
  setTimeout(() => {
    progressAt = performance.now();
    deadline.progress();
  }, timeoutMs / 2);
  const expiredAt = await expired.promise;
  assert.ok(expiredAt - progressAt > timeoutMs - 2, `expired after ${expiredAt - progressAt} ms`);
});
