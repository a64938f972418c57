import type { DeployResult, Retry } from '../../../src/deploy/index.ts';
import { deploy } from '../../../src/deploy/index.ts';
import { certificate, start } from '../../support/embedded-server-fixture.ts';
import { deployOptions, deployTarget } from '../../support/target.ts';
import { tree } from '../../support/workspace.ts';
import { longTimeoutMs } from '../deploy-case.ts';
import { EventRecorder } from '../event-recorder.ts';
import type { Site } from '../site.ts';
import { collectUnhandled } from '../unhandled.ts';
import type { ParallelCase } from './parallel-case.ts';
import { connections } from './parallel-case.ts';
import { ParallelScript } from './parallel-script.ts';

/** Everything that is known about a deployment after it has ended and the server has stopped. */
export interface ParallelObservation {
  readonly parallelCase: ParallelCase;
  readonly site: Site;
  readonly result: DeployResult;
  readonly phases: readonly string[];
  readonly retried: readonly Retry[];
  readonly notices: readonly string[];
  /** The server's disk: relative path to SHA-256. */
  readonly disk: ReadonlyMap<string, string>;
  /** `C: ...` and `S: ...`, one list per control connection. */
  readonly dialogues: readonly (readonly string[])[];
  readonly maxControlConnections: number;
  /** Numbers of the sessions that were too many. */
  readonly refused: ReadonlySet<number>;
  /** Number of times that the fault was injected. */
  readonly hits: number;
  readonly timeoutMs: number;
  readonly elapsedMs: number;
  readonly unhandled: readonly unknown[];
}

/** Client timeout when the server stops answering. */
const shortTimeoutMs = 600;

/** Retries per file. */
export const retries = 2;

/** The client timeout of a case. */
export function timeoutOf({ fault }: ParallelCase): number {
  return fault?.fault.includes('silence') === true ? shortTimeoutMs : longTimeoutMs;
}

/** Deploys over several connections while the fault of the case is injected. */
export async function runParallel(
  parallelCase: ParallelCase,
  site: Site,
  timeoutMs = timeoutOf(parallelCase),
): Promise<ParallelObservation> {
  await using root = await site.createRemote();
  const script = new ParallelScript(parallelCase);
  const events = new EventRecorder();
  const startedAt = performance.now();
  const { value, unhandled } = await collectUnhandled(async () => {
    const server = await start(root, script.serverOptions);
    try {
      const { host, port } = server;
      const fingerprint = certificate.fingerprint256;
      const result = await deploy({
        plan: site.plan,
        target: deployTarget({ host, port, fingerprint }, { timeoutMs, keepAliveMs: 10_000 }),
        options: optionsOf(parallelCase),
        observer: events,
      });
      return { result, server, elapsedMs: performance.now() - startedAt };
    } finally {
      // Closes every connection, so the disk doesn't change after this.
      await server[Symbol.asyncDispose]();
    }
  });
  const { result, server, elapsedMs } = value;
  return {
    ...{ parallelCase, site, result, timeoutMs, elapsedMs, unhandled },
    ...{ phases: events.phases, retried: events.retried, notices: events.notices },
    disk: await tree(root.path),
    dialogues: server.dialogues,
    maxControlConnections: server.maxConcurrentControlConnections,
    ...{ hits: script.hits, refused: script.refused },
  };
}

function optionsOf({ publish, verify: verifyUploads, limit }: ParallelCase) {
  // The server counts a lost session until it notices.
  const retry = { retries, firstPauseMs: limit === undefined ? 1 : 200 };
  return deployOptions({ publish, verifyUploads, connections, retry });
}
