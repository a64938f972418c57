import assert from 'node:assert/strict';
import { test } from 'node:test';

import { FileCounter } from '../../../src/action/log/file-counter.ts';

test('FileCounter numbers files by their position in the plan', () => {
  const files = new FileCounter(5_000);
  assert.equal(files.place('b', 4_710), '[4711/5000]');
});

test('FileCounter numbers only the files that are uploaded when others are unchanged', () => {
  const files = new FileCounter(5_000);
  files.countUploads(2);
  assert.equal(files.place('b', 4_710), '[1/2]');
  assert.equal(files.place('a', 12), '[2/2]');
  // Once more, such as when a staged file is renamed.
  assert.equal(files.place('b', 4_710), '[1/2]');
  assert.equal(files.total, 2);
});
