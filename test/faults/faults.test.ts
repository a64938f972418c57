import assert from 'node:assert/strict';
import { test } from 'node:test';

import { controlSteps, dataSteps } from './fault-case.ts';
import { allCases } from './matrix.ts';
import type { Verdict } from './run-cases.ts';
import { runCases } from './run-cases.ts';
import { sampleCases } from './sample.ts';
import type { SentVerdict } from './spread.ts';
import { runSpread } from './spread.ts';

const sampleSize = 170;
const cases = sampleCases(sampleSize);

test('every case of the matrix has an id of its own', () => {
  const ids = allCases().map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  assert.ok(ids.length >= 1_000, `${ids.length} cases`);
});

test('the sample of the fault matrix meets every step and every fault', () => {
  assert.equal(cases.length, sampleSize);
  const steps = new Set(cases.map(({ step }) => step));
  assert.deepEqual(
    [...controlSteps, ...dataSteps].filter((step) => !steps.has(step)),
    [],
  );
  const faults = new Set(cases.map(({ fault }) => fault));
  const missing = allCases().filter(({ fault }) => !faults.has(fault));
  assert.deepEqual([...new Set(missing.map(({ fault }) => fault))], []);
});

test(`all invariants hold in ${sampleSize} cases of the fault matrix`, async (context) => {
  const verdicts: Verdict[] = [];
  await runCases(cases, 4, (verdict) => verdicts.push(verdict));
  for (const { faultCase, breaches } of verdicts) {
    await context.test(faultCase.id, () => {
      assert.deepEqual(breaches, [], `npm run faults -- --case ${faultCase.id}`);
    });
  }
});

test('cases that are spread over processes come to the same', async () => {
  const few = cases.filter(({ fault }) => !fault.includes('silence')).slice(0, 5);
  const verdicts: SentVerdict[] = [];
  await runSpread(few, 4, (verdict) => verdicts.push(verdict));
  assert.deepEqual(
    verdicts.map(({ faultCase, breaches }) => [faultCase.id, breaches]).sort(),
    few.map(({ id }) => [id, []]).sort(),
  );
});
