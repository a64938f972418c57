import type { DeployOptions, DeployTarget } from '../../src/deploy/index.ts';
import { parsePin } from '../../src/ftps/index.ts';
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

/** How a case is deployed. */
export function deployOptions(
  { publish, verify, setup }: FaultCase,
  signal: AbortSignal,
  furtherTries = retries,
): DeployOptions {
  const retry = { retries: furtherTries, firstPauseMs: 1 };
  return { publish, verifyUploads: verify, preserveMtime: setup === 'mtime', retry, signal };
}

/** Milliseconds without progress that a client puts up with in a case. */
export function timeoutOf({ setup, fault, step }: FaultCase): number {
  if (setup === 'patient') return patientTimeoutMs;
  const isWaited = isWaitedFor.has(fault) || (fault === 'early' && step === 'STOR');
  return isWaited ? shortTimeoutMs : longTimeoutMs;
}

/** Where a case is deployed to. */
export function deployTarget(
  { setup }: FaultCase,
  server: { readonly host: string; readonly port: number },
  options: { readonly fingerprint: string; readonly timeoutMs: number },
): DeployTarget {
  return {
    endpoint: { host: server.host, port: server.port },
    mode: 'implicit',
    tls: {
      serverName: 'localhost',
      ca: [],
      pins: [parsePin(options.fingerprint)!],
      verify: true,
      minVersion: 'TLSv1.2',
      maxVersion: 'TLSv1.3',
    },
    timeoutMs: options.timeoutMs,
    keepAliveMs: setup === 'long-transfer' ? 20 : 10_000,
    username: 'deploy',
    password: 'secret',
  };
}
