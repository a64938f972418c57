import assert from 'node:assert/strict';
import { test } from 'node:test';

import { controlSteps, dataSteps } from './fault-case.ts';
import { allCases } from './matrix.ts';
import type { CaseResult, CaseSummary } from './run-cases.ts';
import { runCases, workerProgram } from './run-cases.ts';
import { sampleCases } from './sample.ts';
import { runInWorkers } from './workers.ts';

const sampleSize = 120;
const sample = sampleCases(sampleSize);

test('the fault matrix gives every case a unique id', () => {
  const ids = allCases().map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  assert.ok(ids.length >= 1_000, `${ids.length} cases`);
});

test('the sample of the fault matrix covers every step and every fault', () => {
  assert.equal(sample.length, sampleSize);
  const steps = new Set(sample.map(({ step }) => step));
  assert.deepEqual(
    [...controlSteps, ...dataSteps].filter((step) => !steps.has(step)),
    [],
  );
  const faults = new Set(sample.map(({ fault }) => fault));
  const missing = allCases().filter(({ fault }) => !faults.has(fault));
  assert.deepEqual([...new Set(missing.map(({ fault }) => fault))], []);
});

test(`the fault matrix meets all invariants in a sample of ${sampleSize} cases`, async (context) => {
  const results: CaseResult[] = [];
  await runCases(sample, 4, (result) => results.push(result));
  for (const { faultCase, violations } of results) {
    await context.test(faultCase.id, () => {
      assert.deepEqual(violations, [], `npm run faults -- --case ${faultCase.id}`);
    });
  }
});

test('runInWorkers returns the results of all cases when they run in several processes', async () => {
  const few = sample.filter(({ fault }) => !fault.includes('silence')).slice(0, 5);
  const results: CaseSummary[] = [];
  await runInWorkers({
    program: workerProgram,
    cases: few,
    concurrency: 4,
    onResult: (result: CaseSummary) => results.push(result),
  });
  assert.deepEqual(
    results.map(({ faultCase, violations }) => [faultCase.id, violations]).sort(),
    few.map(({ id }) => [id, []]).sort(),
  );
});
