import type { DeployOptions, DeployResult } from '../../src/deploy/index.ts';
import { deploy } from '../../src/deploy/index.ts';
import { parsePin } from '../../src/ftps/index.ts';
import { certificate } from '../support/embedded-server-fixture.ts';
import type { EmbeddedServer } from '../support/embedded-server/embedded-server.ts';
import type { FaultCase } from './fault-case.ts';
import { otherCertificate, withFaultyServer } from './faulty-server.ts';
import type { Site } from './site.ts';
import { Told } from './told.ts';

/** Milliseconds without progress that the client puts up with where the server falls silent. */
const shortTimeoutMs = 600;

/** The same where nothing should have to be waited for, however busy the machine is. */
const longTimeoutMs = 5_000;

/** Longer than a cancelled run may take. */
const patientTimeoutMs = 30_000;

/** Faults after which the client has nothing but its time limit. */
const isWaitedFor: ReadonlySet<FaultCase['fault']> = new Set([
  ...(['silence', 'lost-silence', 'swallowed', 'reset-silence', 'silence-both'] as const),
]);

/** Further tries. */
export const retries = 2;

/** Everything that can be said of a case when it is over and the server has stopped. */
export interface Observation {
  readonly faultCase: FaultCase;
  readonly site: Site;
  readonly result: DeployResult;
  /** What the observer was told, in order. */
  readonly phases: readonly string[];
  readonly retried: readonly { readonly what: string; readonly error: Error }[];
  readonly notices: readonly string[];
  /** The server's disk: relative path to SHA-256. */
  readonly disk: ReadonlyMap<string, string>;
  /** `C: ...` and `S: ...`, a list for each control connection. */
  readonly dialogues: readonly (readonly string[])[];
  readonly mostControlConnections: number;
  readonly strikes: number;
  readonly setupStrikes: number;
  /** The client's time limit. */
  readonly timeoutMs: number;
  readonly elapsedMs: number;
  /** From the cancellation to the end. */
  readonly cancelledMs: number | undefined;
  readonly unhandled: readonly unknown[];
}

/** Deploys over the old site while the fault of the case happens, and looks at what came of it. */
export async function runCase(faultCase: FaultCase, site: Site): Promise<Observation> {
  const told = new Told();
  const started = performance.now();
  const { value, script, server, disk, endedAt, unhandled } = await withFaultyServer(
    faultCase,
    site,
    (live, signal) =>
      deploy(site.plan, target(faultCase, live), deployOptions(faultCase, signal), told),
  );
  const { cancelledAt, strikes, setupStrikes } = script;
  return {
    ...{ faultCase, site, disk, unhandled, strikes, setupStrikes },
    result: value,
    ...{ phases: told.phases, retried: told.retried, notices: told.notices },
    dialogues: server.dialogues,
    mostControlConnections: server.maxConcurrentControlConnections,
    timeoutMs: timeoutOf(faultCase),
    elapsedMs: endedAt - started,
    cancelledMs: cancelledAt === undefined ? undefined : endedAt - cancelledAt,
  };
}

function deployOptions(faultCase: FaultCase, signal: AbortSignal): DeployOptions {
  const { publish, verify, setup } = faultCase;
  const retry = { retries, firstPauseMs: 1 };
  return { publish, verify, preserveMtime: setup === 'mtime', retry, signal };
}

/** Milliseconds without progress that a client puts up with in a case. */
export function timeoutOf({ setup, fault, step }: FaultCase): number {
  if (setup === 'patient') return patientTimeoutMs;
  const isWaited = isWaitedFor.has(fault) || (fault === 'early' && step === 'STOR');
  return isWaited ? shortTimeoutMs : longTimeoutMs;
}

function target(faultCase: FaultCase, { host, port }: EmbeddedServer) {
  const { setup } = faultCase;
  const trusted = setup === 'untrusted' ? otherCertificate : certificate;
  return {
    endpoint: { host, port },
    mode: 'implicit',
    tls: {
      serverName: 'localhost',
      ca: [],
      pins: [parsePin(trusted.fingerprint256)!],
      verify: true,
      minVersion: 'TLSv1.2',
      maxVersion: 'TLSv1.3',
    },
    timeoutMs: timeoutOf(faultCase),
    keepAliveMs: setup === 'long-transfer' ? 20 : 10_000,
    username: 'deploy',
    password: 'secret',
  } as const;
}
