import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ByteBudget } from '../../src/action/byte-budget.ts';

test('ByteBudget accepts texts up to its limit, and none after the first that does not fit', () => {
  const budget = new ByteBudget(5);
  assert.equal(budget.tryAdd('ab'), true);
  assert.equal(budget.tryAdd('cde'), true);
  assert.equal(budget.tryAdd('f'), false);
  assert.equal(budget.tryAdd(''), false);
});

test('ByteBudget counts bytes, not characters', () => {
  assert.equal(new ByteBudget(2).tryAdd('日'), false);
  assert.equal(new ByteBudget(3).tryAdd('日'), true);
});
