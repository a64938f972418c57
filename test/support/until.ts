import { setTimeout as delay } from 'node:timers/promises';

const pollMs = 10;
const limitMs = 30_000;

/**
 * Polls until a condition holds, for conditions without an event, such as the size of a file that another process writes.
 *
 * @param over - Stops waiting once it has settled.
 * @throws Error if `over` settles first, or after 30 seconds.
 */
export async function until(
  holds: () => boolean | Promise<boolean>,
  over?: Promise<unknown>,
): Promise<void> {
  const deadline = performance.now() + limitMs;
  const state = { isOver: false };
  const end = () => {
    state.isOver = true;
  };
  over?.then(end, end);
  while (!(await holds())) {
    if (state.isOver) throw new Error('The condition can no longer become true.');
    if (performance.now() > deadline) throw new Error('The condition did not become true in time.');
    await delay(pollMs);
  }
}
