import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parallelCases } from './parallel-matrix.ts';
import type { ParallelResult } from './run-parallels.ts';
import { runParallels } from './run-parallels.ts';

const all = parallelCases();
const sampleSize = 40;
/** A prime, so that the sample has all modes, sessions and steps. */
const stride = 19;
const sample = all.filter((_, index) => index % stride === 0).slice(0, sampleSize);

test('the matrix of several connections gives every case a unique id', () => {
  assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
  assert.ok(all.length >= 500, `${all.length} cases`);
});

test(`a run over several connections meets all invariants in a sample of ${sampleSize} cases`, async (context) => {
  const results: ParallelResult[] = [];
  await runParallels(sample, 4, (result) => results.push(result));
  assert.equal(results.length, sampleSize);
  for (const { parallelCase, violations } of results) {
    await context.test(parallelCase.id, () => {
      assert.deepEqual(violations, [], `npm run faults -- --case ${parallelCase.id}`);
    });
  }
});
