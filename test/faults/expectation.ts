import type { FaultCase, Step } from './fault-case.ts';

/** What must become of the run: `open` where the outcome depends on what the server really did. */
export type Expectation = 'success' | 'failure' | 'open';

/** Faults that may pass, and leave no doubt that nothing is known. */
const transient: ReadonlySet<string> = new Set([
  ...['reset', 'end', 'silence', '4yz', '421', '421-open'],
  ...['lost', 'lost-reset', 'lost-silence', 'truncated', 'swallowed', 'done-4yz'],
  ...['reset-4yz', 'reset-421', 'reset-garbage', 'reset-doubled', 'reset-silence', 'reset-both'],
  ...['end-both', 'silence-both', 'early', 'early-4yz', 'reset-226', 'end-226'],
  ...['full', 'faulty', 'early-reset', 'early-full', 'stale', 'stale-5yz'],
]);

/** Commands whose refusal changes nothing that matters. */
const optional: ReadonlySet<Step> = new Set(['OPTS-UTF8', 'STRU', 'MODE', 'QUIT']);

const refusals: ReadonlySet<string> = new Set(['4yz', '5yz', 'unknown', 'done-4yz', 'done-5yz']);

/** What the case must come to; the table of `invariants.ts` holds the run to it. */
export function expectation(faultCase: FaultCase): Expectation {
  const { fault, often, step, setup } = faultCase;
  if (fault.startsWith('cancel')) return 'failure';
  if (setup.startsWith('untrusted') || setup === 'no-room' || setup === 'cut-off') return 'failure';
  if (fault === 'none') return 'success';
  if (step === 'QUIT') return 'success';
  if (optional.has(step) && refusals.has(fault)) return 'success';
  // The codes that servers refuse a NOOP with while a transfer runs; others could be meant for the transfer.
  if ((step === 'NOOP' || step === 'PROBE') && (fault === '4yz' || fault === 'unknown'))
    return 'success';
  if (often === 'once' && transient.has(fault)) return onceTransient(faultCase);
  return 'open';
}

function onceTransient({ fault, step }: FaultCase): Expectation {
  // What speaks no FTP when it is first met will not learn it.
  if (step === 'CONNECT' && fault === 'early') return 'open';
  if (step === 'DELE') return 'open';
  // Behind a login that is sent in one write, the next reply may come in the place of the one that does not.
  if (fault === 'swallowed' && ['PBSZ', 'PROT', 'TYPE'].includes(step)) return 'open';
  return fault === 'early' ? 'open' : 'success';
}
