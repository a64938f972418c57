import { TimeoutError } from '../../src/ftps/index.ts';
import { longTimeoutMs } from './deploy-case.ts';
import type { FaultCase } from './fault-case.ts';
import { findViolations } from './invariants.ts';
import { isAboutDuration } from './invariants/bounds.ts';
import type { Observation } from './run-case.ts';
import { runCase } from './run-case.ts';
import type { Site } from './site.ts';
import { createSite } from './site.ts';

/** Result of one case. */
export interface CaseResult {
  readonly faultCase: FaultCase;
  /** Violated invariants; empty if the case passed. */
  readonly violations: readonly string[];
  /** Undefined if the case didn't run to its end. */
  readonly observation: Observation | undefined;
  /** Result of the run, on one line. */
  readonly summary: string;
  /** Violations of a first run that was inconclusive because the machine was too busy for the short timeout. */
  readonly tooSlow?: readonly string[];
}

/** The part of a result that can be sent between processes. */
export type CaseSummary = Omit<CaseResult, 'observation'>;

/** Runs cases in a worker process. */
export const workerProgram = new URL('worker-program.ts', import.meta.url);

/**
 * Runs several cases at the same time: most of them wait for timeouts.
 *
 * @param onResult - Called for each result, in order of arrival.
 */
export async function runCases(
  cases: readonly FaultCase[],
  concurrency: number,
  onResult: (result: CaseResult) => void,
): Promise<void> {
  await using site = await createSite();
  await using longSite = await createSite({ bigBytes: unbufferedBytes });
  const queue = cases.values();
  const worker = async () => {
    for (const faultCase of queue) {
      const isLong = faultCase.setup === 'long-transfer';
      onResult(await runWithRepetition(faultCase, isLong ? longSite : site));
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}

/** More than Linux buffers for a receiver that doesn't read (about 4 MiB), so the transfer can't end while paused. */
const unbufferedBytes = 8 * 1024 * 1024;

/** Milliseconds after which a case counts as hung. */
const hangMs = 120_000;

/** Repeats a failed case with a longer timeout if a busy machine may have caused the failure. */
async function runWithRepetition(faultCase: FaultCase, site: Site): Promise<CaseResult> {
  const first = await runOnce(faultCase, site);
  if (first.violations.length === 0 || first.observation === undefined) return first;
  const { observation } = first;
  const mayBeTooSlow =
    hasUnexpectedTimeouts(observation) || first.violations.every(isAboutDuration);
  if (observation.timeoutMs >= longTimeoutMs || !mayBeTooSlow) return first;
  return { ...(await runOnce(faultCase, site, longTimeoutMs)), tooSlow: first.violations };
}

async function runOnce(faultCase: FaultCase, site: Site, timeoutMs?: number): Promise<CaseResult> {
  const hung = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    hung.reject(new Error(`not finished after ${hangMs} ms`));
  }, hangMs);
  try {
    const observation = await Promise.race([runCase(faultCase, site, timeoutMs), hung.promise]);
    const violations = findViolations(observation);
    return { faultCase, violations, observation, summary: summarize(observation) };
  } catch (error) {
    const violation = `the run ends: ${String((error as Error).stack)}`;
    return { faultCase, violations: [violation], observation: undefined, summary: '' };
  } finally {
    clearTimeout(timer);
  }
}

function summarize({ result }: Observation): string {
  const files = result.files.map(({ status, attempts }) => `${status} ${attempts}`);
  return `${files.join(', ')}; ${result.error?.message ?? 'no error'}`;
}

/** Whether the client timed out more often than the injected faults explain. */
function hasUnexpectedTimeouts({ result, retried, hits, setupHits }: Observation): boolean {
  const last = result.error === undefined ? [] : [result.error];
  const timeouts = [...retried.map(({ error }) => error), ...last].filter(isTimeout).length;
  return timeouts > hits + setupHits;
}

function isTimeout(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error instanceof TimeoutError || isTimeout(error.cause);
}
