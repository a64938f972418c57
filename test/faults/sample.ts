import type { FaultCase } from './fault-case.ts';
import { allCases } from './matrix.ts';

/**
 * A fixed sample of the matrix: one case of each fault, one of each step, and then, step by step in rounds, one of each
 * other fault that doesn't need a timeout.
 */
export function sampleCases(maxCases: number): readonly FaultCase[] {
  const all = reorder(allCases()).filter(
    ({ frequency, fault }) => frequency === 'once' || fault === 'none',
  );
  const quick = all.filter(({ fault }) => !fault.includes('silence'));
  const chosen = new Map<string, FaultCase>();
  const take = (each: FaultCase) => {
    if (chosen.size < maxCases) chosen.set(each.id, each);
  };
  firstOfEach(all, ({ fault }) => fault).forEach(take);
  firstOfEach(quick, ({ step }) => step).forEach(take);
  const kinds = firstOfEach(quick, ({ step, fault }) => `${step} ${fault}`);
  const kindsByStep = Map.groupBy(kinds, ({ step }) => step);
  for (let round = 0; round < kinds.length; round += 1) {
    for (const cases of kindsByStep.values()) cases.slice(round, round + 1).forEach(take);
  }
  return [...chosen.values()];
}

/** Places distant cases next to each other, so that a sample covers all modes and positions. */
function reorder(cases: readonly FaultCase[]): FaultCase[] {
  const stride = 101; // A prime: reaches every case unless their number is a multiple of it.
  return cases.map((_, index) => cases[(index * stride) % cases.length]!);
}

function firstOfEach(cases: readonly FaultCase[], key: (each: FaultCase) => string): FaultCase[] {
  return [...Map.groupBy(cases, key).values()].flatMap((group) => group.slice(0, 1));
}
