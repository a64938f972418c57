import type { FaultCase, Step } from './fault-case.ts';

/** The outcome that a case requires; `any` if it depends on what the server really did. */
export type Expectation = 'success' | 'failure' | 'any';

/** Faults after which a retry succeeds. */
const transientFaults: ReadonlySet<string> = new Set([
  ...['reset', 'end', 'silence', '4yz', '421', '421-open'],
  ...['lost', 'lost-reset', 'lost-silence', 'truncated', 'swallowed', 'done-4yz'],
  ...['reset-4yz', 'reset-421', 'reset-garbage', 'reset-doubled', 'reset-silence', 'reset-both'],
  ...['end-both', 'silence-both', 'early', 'early-4yz', 'reset-226', 'end-226'],
  ...['full', 'faulty', 'early-reset', 'early-full', 'stale', 'stale-5yz'],
]);

/** Commands whose rejection doesn't matter. */
const optionalSteps: ReadonlySet<Step> = new Set(['OPTS-UTF8', 'STRU', 'MODE', 'QUIT']);

const rejections: ReadonlySet<string> = new Set(['4yz', '5yz', 'unknown', 'done-4yz', 'done-5yz']);

/** The required outcome of a case. */
export function expectation(faultCase: FaultCase): Expectation {
  const { fault, frequency, step, setup } = faultCase;
  if (fault.startsWith('cancel')) return 'failure';
  if (setup.startsWith('untrusted')) return 'failure';
  if (setup === 'quota' || setup === 'cut-off' || setup === 'full') return 'failure';
  if (fault === 'none') return 'success';
  if (step === 'QUIT') return 'success';
  if (optionalSteps.has(step) && rejections.has(fault)) return 'success';
  // Codes that servers use to reject a NOOP during a transfer; others could belong to the transfer.
  if ((step === 'NOOP' || step === 'PROBE') && (fault === '4yz' || fault === 'unknown'))
    return 'success';
  if (frequency === 'once' && transientFaults.has(fault)) return afterTransientFault(faultCase);
  return 'any';
}

/** Faults after which the server can't have judged the login. */
const unjudged: ReadonlySet<string> = new Set(['421', '421-open']);

/**
 * Whether a fault of the first login is final. A password is sent once, because servers lock accounts after a few
 * failures, and USER is only repeated when the connection was lost. Once a login has succeeded, both are retried.
 */
function endsFirstLogin({ fault, step, setup }: FaultCase): boolean {
  if (setup === 'reconnect' || unjudged.has(fault)) return false;
  return step === 'PASS' || (step === 'USER' && rejections.has(fault));
}

function afterTransientFault(faultCase: FaultCase): Expectation {
  const { fault, step } = faultCase;
  if (endsFirstLogin(faultCase)) return 'failure';
  // A server that doesn't greet with FTP isn't tried again.
  if (step === 'CONNECT' && fault === 'early') return 'any';
  if (step === 'DELE') return 'any';
  // These are pipelined after the login, so the next reply may be taken for the missing one.
  if (fault === 'swallowed' && ['PBSZ', 'PROT', 'TYPE'].includes(step)) return 'any';
  return fault === 'early' ? 'any' : 'success';
}
