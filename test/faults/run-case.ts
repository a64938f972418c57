import type { DeployResult, Retry } from '../../src/deploy/index.ts';
import { deploy } from '../../src/deploy/index.ts';
import { certificate } from '../support/embedded-server-fixture.ts';
import { caseOptions, caseTarget, timeoutOf } from './deploy-case.ts';
import { EventRecorder } from './event-recorder.ts';
import type { FaultCase } from './fault-case.ts';
import { otherCertificate, withFaultyServer } from './faulty-server.ts';
import type { Site } from './site.ts';

/** Everything that is known about a case after the run has ended and the server has stopped. */
export interface Observation {
  readonly faultCase: FaultCase;
  readonly site: Site;
  readonly result: DeployResult;
  /** Events of the observer, in order. */
  readonly phases: readonly string[];
  readonly retried: readonly Retry[];
  readonly notices: readonly string[];
  /** The server's disk: relative path to SHA-256. */
  readonly disk: ReadonlyMap<string, string>;
  /** `C: ...` and `S: ...`, one list per control connection. */
  readonly dialogues: readonly (readonly string[])[];
  readonly maxControlConnections: number;
  /** Number of times that the fault was injected. */
  readonly hits: number;
  /** Number of faults that the setup injected. */
  readonly setupHits: number;
  /** The client's timeout. */
  readonly timeoutMs: number;
  readonly elapsedMs: number;
  /** From the cancellation to the end of the run. */
  readonly cancelledMs: number | undefined;
  readonly unhandled: readonly unknown[];
}

/** Deploys over the old files while the fault of the case is injected. */
export async function runCase(
  faultCase: FaultCase,
  site: Site,
  timeoutMs = timeoutOf(faultCase),
): Promise<Observation> {
  const events = new EventRecorder();
  const startedAt = performance.now();
  const { value, script, server, disk, endedAt, unhandled } = await withFaultyServer(
    faultCase,
    site,
    ({ host, port }, signal) => {
      const trusted = faultCase.setup === 'untrusted' ? otherCertificate : certificate;
      const address = { host, port, fingerprint: trusted.fingerprint256 };
      const target = caseTarget(faultCase, address, timeoutMs);
      const options = caseOptions(faultCase, signal);
      return deploy({ plan: site.plan, target, options, observer: events });
    },
  );
  const { cancelledAt, hits, setupHits } = script;
  return {
    ...{ faultCase, site, disk, unhandled, hits, setupHits },
    result: value,
    ...{ phases: events.phases, retried: events.retried, notices: events.notices },
    dialogues: server.dialogues,
    maxControlConnections: server.maxConcurrentControlConnections,
    timeoutMs,
    elapsedMs: endedAt - startedAt,
    cancelledMs: cancelledAt === undefined ? undefined : endedAt - cancelledAt,
  };
}
