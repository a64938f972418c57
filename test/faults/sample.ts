import type { FaultCase } from './fault-case.ts';
import { allCases } from './matrix.ts';

/**
 * A fixed part of the matrix: a case of each fault, a case of each step, and then, in turns of the steps, one of each
 * fault that does not wait for a time limit.
 */
export function sampleCases(atMost: number): readonly FaultCase[] {
  const all = spread(allCases()).filter(({ often, fault }) => often === 'once' || fault === 'none');
  const quick = all.filter(({ fault }) => !fault.includes('silence'));
  const chosen = new Map<string, FaultCase>();
  const take = (each: FaultCase) => {
    if (chosen.size < atMost) chosen.set(each.id, each);
  };
  firstOfEach(all, ({ fault }) => fault).forEach(take);
  firstOfEach(quick, ({ step }) => step).forEach(take);
  const kinds = firstOfEach(quick, ({ step, fault }) => `${step} ${fault}`);
  const rounds = Map.groupBy(kinds, ({ step }) => step);
  for (let round = 0; round < kinds.length; round += 1) {
    for (const cases of rounds.values()) cases.slice(round, round + 1).forEach(take);
  }
  return [...chosen.values()];
}

/** Cases that lie far apart come together, so that the sample meets all modes and places. */
function spread(cases: readonly FaultCase[]): FaultCase[] {
  const stride = 101; // a prime: every case is met once, as long as their number is no multiple of it
  return cases.map((_, index) => cases[(index * stride) % cases.length]!);
}

function firstOfEach(cases: readonly FaultCase[], key: (each: FaultCase) => string): FaultCase[] {
  return [...Map.groupBy(cases, key).values()].flatMap((group) => group.slice(0, 1));
}
