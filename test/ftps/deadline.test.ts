import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Deadline } from '../../src/ftps/deadline.ts';

test('Deadline expires once, after its time and not before', (t) => {
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

test('Deadline does not expire when its scope was left', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const onExpiry = t.mock.fn();
  {
    using _deadline = new Deadline(1_000, onExpiry);
    t.mock.timers.tick(500);
  }
  t.mock.timers.tick(10_000);
  assert.equal(onExpiry.mock.callCount(), 0);
});

// With real timers: those of node:test know no refresh(). Timers run in the order of their times, however late.
test('Deadline has its full time again after progress', async () => {
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
