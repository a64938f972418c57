import type { DeployOptions, DeployTarget } from '../../src/deploy/index.ts';
import type { TargetServer } from '../support/target.ts';
import { deployOptions, deployTarget } from '../support/target.ts';
import type { FaultCase } from './fault-case.ts';

/** Client timeout when the server stops answering. */
const shortTimeoutMs = 600;

/** Client timeout when every reply arrives, however busy the machine is. */
export const longTimeoutMs = 5_000;

/** Longer than a cancelled run may take. */
const cancellationTimeoutMs = 30_000;

/** Faults that the client only notices by its timeout. */
const timeoutFaults: ReadonlySet<FaultCase['fault']> = new Set([
  ...(['silence', 'lost-silence', 'swallowed', 'reset-silence', 'silence-both'] as const),
]);

/** Retries per file in the matrix. */
export const retries = 2;

/** The deploy options of a case. */
export function caseOptions(
  { publish, verify, setup }: FaultCase,
  signal: AbortSignal,
  retryCount = retries,
): DeployOptions {
  const retry = { retries: retryCount, firstPauseMs: 1 };
  return deployOptions({
    ...{ publish, verifyUploads: verify, preserveMtime: setup === 'mtime' },
    ...{ retry, signal },
  });
}

/** The client timeout of a case. */
export function timeoutOf({ setup, fault, step }: FaultCase): number {
  if (setup === 'long-timeout') return cancellationTimeoutMs;
  const timesOut = timeoutFaults.has(fault) || (fault === 'early' && step === 'STOR');
  return timesOut ? shortTimeoutMs : longTimeoutMs;
}

/** The deploy target of a case. */
export function caseTarget(
  { setup }: FaultCase,
  server: TargetServer,
  timeoutMs: number,
): DeployTarget {
  const keepAliveMs = setup === 'long-transfer' ? 20 : 10_000;
  return deployTarget(server, { timeoutMs, keepAliveMs });
}
