import type { DeployOptions, DeployTarget } from '../../src/deploy/index.ts';
import type { TargetServer } from '../support/target.ts';
import { deployOptions, deployTarget } from '../support/target.ts';
import type { FaultCase } from './fault-case.ts';

/** Milliseconds without progress that the client puts up with where the server falls silent. */
const shortTimeoutMs = 600;

/** The same where nothing should have to be waited for, however busy the machine is. */
export const longTimeoutMs = 5_000;

/** Longer than a cancelled run may take. */
const patientTimeoutMs = 30_000;

/** Faults after which the client has nothing but its time limit. */
const isWaitedFor: ReadonlySet<FaultCase['fault']> = new Set([
  ...(['silence', 'lost-silence', 'swallowed', 'reset-silence', 'silence-both'] as const),
]);

/** Further tries, unless said. */
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

/** Milliseconds without progress that a client puts up with in a case. */
export function timeoutOf({ setup, fault, step }: FaultCase): number {
  if (setup === 'patient') return patientTimeoutMs;
  const isWaited = isWaitedFor.has(fault) || (fault === 'early' && step === 'STOR');
  return isWaited ? shortTimeoutMs : longTimeoutMs;
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
