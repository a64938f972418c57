import type { FaultCase } from '../fault-case.ts';
import { createCase, isDataStep } from '../fault-case.ts';
import { allCases } from '../matrix.ts';
import type { Setup } from '../setups.ts';

/** Steps that may occur in any client's uploads; a case only counts if all clients reach its step. */
const commonSteps: ReadonlySet<string> = new Set([
  ...['ACCEPT', 'CONNECT', 'USER', 'PASS', 'PBSZ', 'PROT', 'FEAT', 'OPTS-UTF8'],
  ...['TYPE', 'STRU', 'MKD', 'CWD', 'EPSV', 'STOR', 'STOR-final'],
]);

/** Setups that don't require a retry, a resumed upload or a rename. */
const commonSetups: ReadonlySet<Setup> = new Set([
  ...(['plain', 'asynchronous', 'late-refused', 'quota', 'cut-off'] as const),
  ...(['untrusted', 'untrusted-data'] as const),
]);

/** The cases of the matrix that apply to any client, each once, regardless of settings. */
export function comparableCases(): readonly FaultCase[] {
  const cases = allCases()
    .filter(({ setup }) => commonSetups.has(setup))
    .filter(({ fault }) => !fault.startsWith('cancel'))
    .filter(({ step, fault }) => isDataStep(step) || commonSteps.has(step) || fault === 'none')
    .map((each) => createCase({ ...each, publish: 'direct', verify: 'size' }));
  return [...new Map(cases.map((each) => [each.id, each])).values()];
}
