import { TimeoutError } from '../../../src/ftps/index.ts';
import { longTimeoutMs } from '../deploy-case.ts';
import type { Site } from '../site.ts';
import type { ParallelCase } from './parallel-case.ts';
import { isAboutDuration, parallelViolations } from './parallel-invariants.ts';
import { createParallelSite } from './parallel-site.ts';
import type { ParallelObservation } from './run-parallel.ts';
import { runParallel, timeoutOf } from './run-parallel.ts';

/** Result of one case. */
export interface ParallelResult {
  readonly parallelCase: ParallelCase;
  /** Violated invariants; empty if the case passed. */
  readonly violations: readonly string[];
  /** The dialogue of each connection, and the result. */
  readonly dialogue: readonly string[];
  readonly elapsedMs: number;
}

/** Runs cases in a worker process. */
export const parallelProgram = new URL('parallel-program.ts', import.meta.url);

/** Milliseconds after which a case counts as hung. */
const hangMs = 90_000;

/**
 * Runs several cases at the same time.
 *
 * @param onResult - Called for each result, in order of arrival.
 */
export async function runParallels(
  cases: readonly ParallelCase[],
  concurrency: number,
  onResult: (result: ParallelResult) => void,
): Promise<void> {
  await using site = await createParallelSite();
  const queue = cases.values();
  const worker = async () => {
    for (const parallelCase of queue) onResult(await runWithRepetition(parallelCase, site));
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}

/** Repeats a failed case with a longer timeout if a busy machine may have caused the failure. */
async function runWithRepetition(parallelCase: ParallelCase, site: Site): Promise<ParallelResult> {
  const timeoutMs = timeoutOf(parallelCase);
  const first = await runOnce(parallelCase, site, timeoutMs);
  const { violations, isLate } = first;
  const mayBeTooSlow = isLate || violations.every(isAboutDuration);
  if (violations.length === 0 || timeoutMs >= longTimeoutMs || !mayBeTooSlow) return first;
  return await runOnce(parallelCase, site, longTimeoutMs);
}

async function runOnce(parallelCase: ParallelCase, site: Site, timeoutMs: number) {
  const hung = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    hung.reject(new Error(`not finished after ${hangMs} ms`));
  }, hangMs);
  try {
    const run = runParallel(parallelCase, site, timeoutMs);
    const observation = await Promise.race([run, hung.promise]);
    const violations = parallelViolations(observation);
    const { elapsedMs } = observation;
    const isLate = hasUnexpectedTimeouts(observation);
    return { parallelCase, violations, dialogue: dialogueOf(observation), elapsedMs, isLate };
  } catch (error) {
    const violations = [`the run ends: ${String((error as Error).stack)}`];
    return { parallelCase, violations, dialogue: [], elapsedMs: hangMs, isLate: false };
  } finally {
    clearTimeout(timer);
  }
}

/** Whether the client timed out more often than the injected faults explain. */
function hasUnexpectedTimeouts({ result, retried, hits }: ParallelObservation): boolean {
  const errors = [...retried.map(({ error }) => error), result.error, result.connections.refusal];
  return errors.filter((error) => error instanceof TimeoutError).length > hits;
}

function dialogueOf(observation: ParallelObservation): string[] {
  const { dialogues, result, retried, notices, disk, elapsedMs, hits } = observation;
  return [
    ...dialogues.flatMap((lines, index) => [
      `connection ${index + 1}`,
      ...lines.map((line) => `  ${line}`),
    ]),
    ...notices.map((notice) => `notice: ${notice}`),
    ...retried.map(({ error }) => `retried: ${error.message}`),
    ...result.files.map(
      ({ remotePath, status, attempts }) => `${remotePath}: ${status}, attempts ${attempts}`,
    ),
    `disk: ${[...disk.keys()].join(' ')}`,
    `temporary files: ${result.remainingTemporaryFiles.join(' ')}`,
    `${result.error?.message ?? 'no error'}; ${Math.round(elapsedMs)} ms, ${hits} faults`,
  ];
}
