import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Budget } from '../../src/action/budget.ts';

test('Budget takes texts up to its bytes, and none after the first that does not fit', () => {
  const budget = new Budget(5);
  assert.equal(budget.takes('ab'), true);
  assert.equal(budget.takes('cde'), true);
  assert.equal(budget.takes('f'), false);
  assert.equal(budget.takes(''), false);
});

test('Budget counts bytes, not characters', () => {
  assert.equal(new Budget(2).takes('日'), false);
  assert.equal(new Budget(3).takes('日'), true);
});
