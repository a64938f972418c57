import type { Invariant } from '../invariants.ts';

/** Milliseconds that a run without any fault may take on a busy machine. */
const workMs = 4_000;

/** One fault can cost a wait for the step, one for what the server says to it, and one for the answer to QUIT. */
const waitsPerFault = 3;

/** Milliseconds after a cancellation in which the run must end. */
const cancellationMs = 5_000;

const endsInTime = 'the run ends in time';

export const bounds: readonly Invariant[] = [
  {
    name: endsInTime,
    check: ({ faultCase, strikes, setupStrikes, elapsedMs, timeoutMs }) => {
      if (faultCase.fault.startsWith('cancel')) return [];
      const allowedMs = workMs + (strikes + setupStrikes + 1) * waitsPerFault * timeoutMs;
      if (elapsedMs <= allowedMs) return [];
      return [`${Math.round(elapsedMs)} ms instead of at most ${allowedMs} ms`];
    },
  },
  {
    name: 'a cancelled run ends within five seconds',
    check: ({ cancelledMs = 0 }) =>
      cancelledMs <= cancellationMs ? [] : [`it took ${Math.round(cancelledMs)} ms`],
  },
];

/** Whether a breach says no more than that a run took long, which a busy machine can bring about. */
export function isAboutTime(breach: string): boolean {
  return breach.startsWith(endsInTime);
}
