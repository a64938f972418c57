import type { FaultCase } from '../fault-case.ts';
import { faultCase, isDataStep } from '../fault-case.ts';
import { allCases } from '../matrix.ts';
import type { Setup } from '../setups.ts';

/** Steps that every client takes; only cases that all of them have come to are counted. */
const shared: ReadonlySet<string> = new Set([
  ...['ACCEPT', 'CONNECT', 'USER', 'PASS', 'PBSZ', 'PROT', 'FEAT', 'OPTS-UTF8'],
  ...['TYPE', 'STRU', 'MKD', 'CWD', 'EPSV', 'STOR', 'STOR-final'],
]);

/** Setups that do not presuppose a retry, a resumed upload or a rename. */
const setups: ReadonlySet<Setup> = new Set([
  ...(['plain', 'asynchronous', 'late-refused', 'no-room', 'cut-off'] as const),
  ...(['untrusted', 'untrusted-data'] as const),
]);

/** The cases of the matrix that any client's uploads can meet, each once, whatever settings the matrix has them in. */
export function comparableCases(): readonly FaultCase[] {
  const cases = allCases()
    .filter(({ setup }) => setups.has(setup))
    .filter(({ fault }) => !fault.startsWith('cancel'))
    .filter(({ step, fault }) => isDataStep(step) || shared.has(step) || fault === 'none')
    .map((each) => faultCase({ ...each, publish: 'direct', verify: 'size' }));
  return [...new Map(cases.map((each) => [each.id, each])).values()];
}
