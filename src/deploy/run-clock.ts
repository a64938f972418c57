import { setTimeout as delay } from 'node:timers/promises';

import type { Clock } from './sync/index.ts';

/** The time for a run that the signal may cancel. */
export function runClock(signal: AbortSignal): Clock {
  return {
    now: () => performance.now(),
    date: () => Date.now(),
    wait: async (milliseconds) => {
      await delay(milliseconds, undefined, { signal }).catch(() => undefined);
      signal.throwIfAborted();
    },
  };
}
