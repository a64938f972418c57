import { authority, certificate } from '../../support/embedded-server-fixture.ts';
import { timeoutOf } from '../deploy-case.ts';
import type { FaultCase } from '../fault-case.ts';
import { otherCertificate, withFaultyServer } from '../faulty-server.ts';
import type { Site } from '../site.ts';
import { createSite } from '../site.ts';
import { ClientProcess } from './client-process.ts';
import type { Client } from './job.ts';
import type { Outcome } from './outcome.ts';
import { outcomeOf } from './outcome.ts';

/** Results of one case, in the order of the clients. */
export interface Comparison {
  readonly faultCase: FaultCase;
  readonly outcomes: readonly Outcome[];
  /** Signals or exit codes of crashed processes. */
  readonly crashes: readonly (readonly string[])[];
}

/** Bytes of the first file, which is empty in the matrix: basic-ftp fails on empty files on any server. */
const firstBytes = 10;

/**
 * Runs the same cases with each client, each in a separate process.
 *
 * @param onComparison - Called for each case whose fault hit all clients, in order of arrival.
 */
export async function compare(
  cases: readonly FaultCase[],
  options: { readonly clients: readonly Client[]; readonly concurrency: number },
  onComparison: (comparison: Comparison) => void,
): Promise<void> {
  await using site = await createSite({ firstBytes });
  const queue = cases.values();
  const worker = async () => {
    await using stack = new AsyncDisposableStack();
    const runners = options.clients.map((client) => ({
      client,
      process: stack.use(new ClientProcess()),
    }));
    for (const faultCase of queue) {
      const runs = [];
      for (const runner of runners) runs.push(await run(faultCase, runner, site));
      if (!runs.every(({ isHit }) => isHit)) continue;
      const outcomes = runs.map(({ outcome }) => outcome);
      onComparison({ faultCase, outcomes, crashes: runs.map(({ crashes }) => crashes) });
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, worker));
}

async function run(
  faultCase: FaultCase,
  { client, process }: { readonly client: Client; readonly process: ClientProcess },
  site: Site,
): Promise<{ isHit: boolean; outcome: Outcome; crashes: readonly string[] }> {
  const before = process.crashes.length;
  const isTrusted = faultCase.setup !== 'untrusted';
  const { value, script, disk } = await withFaultyServer(faultCase, site, ({ host, port }) =>
    process.run({
      ...{ client, faultCase, plan: site.plan, server: { host, port } },
      ca: isTrusted ? authority.cert : otherCertificate.cert,
      fingerprint: (isTrusted ? certificate : otherCertificate).fingerprint256,
      timeoutMs: timeoutOf(faultCase),
    }),
  );
  const ending = (await process.settle()) ?? value;
  return {
    isHit: faultCase.fault === 'none' || script.hits > 0,
    outcome: outcomeOf(ending, disk, site),
    crashes: process.crashes.slice(before),
  };
}
