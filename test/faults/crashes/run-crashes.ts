import type { CrashCases } from './crash-case.ts';
import { CrashSites } from './crash-site.ts';
import type { CrashResult } from './run-crash.ts';
import { runCrash } from './run-crash.ts';

/** Runs cases in a worker process. */
export const crashProgram = new URL('crash-program.ts', import.meta.url);

/**
 * Runs several cases at the same time.
 *
 * @param onResults - Called for each interruption, with the results of the deployments after it.
 */
export async function runCrashes(
  cases: readonly CrashCases[],
  concurrency: number,
  onResults: (results: readonly CrashResult[]) => void,
): Promise<void> {
  await using sites = new CrashSites();
  const queue = cases.values();
  const worker = async () => {
    for (const each of queue) onResults(await runCrash(sites, each));
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}
