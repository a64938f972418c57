import { CancelledError } from './errors.ts';
import type { DeployOptions } from './deployment.ts';
import { Deployment } from './deployment.ts';
import type { DeployObserver } from './observer.ts';
import type { Plan } from './plan/plan.ts';
import type { DeployResult } from './results.ts';
import type { DeployTarget } from './connection.ts';

/**
 * Carries out a plan over one control connection, one file after another. Never throws for what goes wrong on the way:
 * the result says what became of every file, and holds the first error.
 */
export async function deploy(
  plan: Plan,
  target: DeployTarget,
  options: DeployOptions,
  observer: DeployObserver,
): Promise<DeployResult> {
  const started = performance.now();
  const deployment = new Deployment(plan, target, options, observer);
  using _cancellation = deployment.listenForCancellation();
  let failure: Error | undefined;
  try {
    failure = await deployment.run();
  } catch (error) {
    failure = error as Error;
  }
  await deployment.cleanUp();
  // What the cancellation broke off is no error of its own.
  const { signal } = options;
  const error = signal.aborted ? cancellation(signal) : failure;
  return {
    ...deployment.outcome,
    milliseconds: performance.now() - started,
    ...(error === undefined ? {} : { error }),
  };
}

function cancellation(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new CancelledError('unknown');
}
