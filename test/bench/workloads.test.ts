import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fileNames, WORKLOADS } from '../../bench/workloads.ts';

test('fileNames spreads the files of W1 evenly over its directories', () => {
  const names = fileNames(WORKLOADS.W1);
  const directories = Map.groupBy(names, (name) => name.split('/')[0] ?? '');
  assert.equal(new Set(names).size, 300);
  assert.equal(directories.size, 30);
  assert.ok([...directories.values()].every((files) => files.length === 10));
});

test('fileNames puts the files of W4 into one directory, in the order of their names', () => {
  const names = fileNames(WORKLOADS.W4);
  assert.equal(new Set(names).size, 10_000);
  assert.ok(names.every((name) => !name.includes('/')));
  assert.deepEqual(names.toSorted(), names);
});
