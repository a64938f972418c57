import { setTimeout as delay } from 'node:timers/promises';

const pollMs = 10;
const limitMs = 30_000;

/**
 * Waits until a condition holds that nothing announces, such as the size of a file that another process writes.
 *
 * @param over - What makes further waiting useless once it has settled.
 * @throws Error when that settles first, or after half a minute.
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
    if (state.isOver) throw new Error('What was waited for can no longer come.');
    if (performance.now() > deadline) throw new Error('What was waited for did not come.');
    await delay(pollMs);
  }
}
