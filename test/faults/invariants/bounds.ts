import type { Invariant } from '../invariants.ts';

/** Time that a run without faults may take on a busy machine. */
const workMs = 4_000;

/** A fault can cost three timeouts: at its step, for the server's explanation, and for the reply to QUIT. */
const timeoutsPerFault = 3;

/** Time in which a cancelled run must end. */
const cancellationMs = 5_000;

const endsInTime = 'the run ends in time';

export const bounds: readonly Invariant[] = [
  {
    name: endsInTime,
    check: ({ faultCase, hits, setupHits, elapsedMs, timeoutMs }) => {
      if (faultCase.fault.startsWith('cancel')) return [];
      const limitMs = workMs + (hits + setupHits + 1) * timeoutsPerFault * timeoutMs;
      if (elapsedMs <= limitMs) return [];
      return [`took ${Math.round(elapsedMs)} ms, at most ${limitMs} ms allowed`];
    },
  },
  {
    name: 'a cancelled run ends within five seconds',
    check: ({ cancelledMs = 0 }) =>
      cancelledMs <= cancellationMs ? [] : [`took ${Math.round(cancelledMs)} ms`],
  },
];

/** Whether a violation only reports a long duration, which a busy machine can cause. */
export function isAboutDuration(violation: string): boolean {
  return violation.startsWith(endsInTime);
}
