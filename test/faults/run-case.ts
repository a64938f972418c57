import type { DeployResult } from '../../src/deploy/index.ts';
import { deploy } from '../../src/deploy/index.ts';
import { certificate } from '../support/embedded-server-fixture.ts';
import { caseOptions, caseTarget, timeoutOf } from './deploy-case.ts';
import type { FaultCase } from './fault-case.ts';
import { otherCertificate, withFaultyServer } from './faulty-server.ts';
import type { Site } from './site.ts';
import { Told } from './told.ts';

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

/**
 * Deploys over the old site while the fault of the case happens, and looks at what came of it.
 *
 * @param timeoutMs - How long the client waits for what does not come; as the case has it, unless said.
 */
export async function runCase(
  faultCase: FaultCase,
  site: Site,
  timeoutMs = timeoutOf(faultCase),
): Promise<Observation> {
  const told = new Told();
  const started = performance.now();
  const { value, script, server, disk, endedAt, unhandled } = await withFaultyServer(
    faultCase,
    site,
    (live, signal) => {
      const trusted = faultCase.setup === 'untrusted' ? otherCertificate : certificate;
      const { host, port } = live;
      const server = { host, port, fingerprint: trusted.fingerprint256 };
      const target = caseTarget(faultCase, server, timeoutMs);
      return deploy(site.plan, target, caseOptions(faultCase, signal), told);
    },
  );
  const { cancelledAt, strikes, setupStrikes } = script;
  return {
    ...{ faultCase, site, disk, unhandled, strikes, setupStrikes },
    result: value,
    ...{ phases: told.phases, retried: told.retried, notices: told.notices },
    dialogues: server.dialogues,
    mostControlConnections: server.maxConcurrentControlConnections,
    timeoutMs,
    elapsedMs: endedAt - started,
    cancelledMs: cancelledAt === undefined ? undefined : endedAt - cancelledAt,
  };
}
