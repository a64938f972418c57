import assert from 'node:assert/strict';
import { test } from 'node:test';

import { median } from '../../bench/statistics.ts';

test('median takes the middle value, whatever the order', () => {
  assert.equal(median([9, 1, 5]), 5);
});

test('median takes the mean of the two in the middle of an even number', () => {
  assert.equal(median([10, 1, 2, 4]), 3);
});

test('median of nothing is not a number', () => {
  assert.equal(median([]), Number.NaN);
});
