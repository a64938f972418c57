import { authority, certificate } from '../../support/embedded-server-fixture.ts';
import { timeoutOf } from '../deploy-case.ts';
import type { FaultCase } from '../fault-case.ts';
import { otherCertificate, withFaultyServer } from '../faulty-server.ts';
import type { Site } from '../site.ts';
import { createSite } from '../site.ts';
import { ClientProcess } from './client-process.ts';
import type { Contender } from './job.ts';
import type { Outcome } from './outcome.ts';
import { outcomeOf } from './outcome.ts';

/** What the runs of one case came to, in the order of the contenders. */
export interface Comparison {
  readonly faultCase: FaultCase;
  readonly outcomes: readonly Outcome[];
  /** How processes ended that died, in the same order. */
  readonly deaths: readonly (readonly string[])[];
}

/** Bytes of the first file, which is empty in the matrix: basic-ftp fails on empty files whatever the server does. */
const firstBytes = 10;

/**
 * Runs the same cases with each contender, every one in a process of its own.
 *
 * @param onComparison - Told each case that all contenders have met, as it comes.
 */
export async function compare(
  cases: readonly FaultCase[],
  contenders: readonly Contender[],
  atOnce: number,
  onComparison: (comparison: Comparison) => void,
): Promise<void> {
  await using site = await createSite({ firstBytes });
  const queue = cases.values();
  const worker = async () => {
    await using stack = new AsyncDisposableStack();
    const processes = contenders.map(() => stack.use(new ClientProcess()));
    for (const faultCase of queue) {
      const runs = [];
      for (const [index, contender] of contenders.entries()) {
        runs.push(await run(faultCase, contender, processes[index]!, site));
      }
      if (!runs.every(({ isMet }) => isMet)) continue;
      const outcomes = runs.map(({ outcome }) => outcome);
      onComparison({ faultCase, outcomes, deaths: runs.map(({ deaths }) => deaths) });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

async function run(
  faultCase: FaultCase,
  contender: Contender,
  client: ClientProcess,
  site: Site,
): Promise<{ isMet: boolean; outcome: Outcome; deaths: readonly string[] }> {
  const before = client.deaths.length;
  const isTrusted = faultCase.setup !== 'untrusted';
  const { value, script, disk } = await withFaultyServer(faultCase, site, ({ host, port }) =>
    client.run({
      ...{ contender, faultCase, plan: site.plan, server: { host, port } },
      ca: isTrusted ? authority.cert : otherCertificate.cert,
      fingerprint: (isTrusted ? certificate : otherCertificate).fingerprint256,
      timeoutMs: timeoutOf(faultCase),
    }),
  );
  const ending = (await client.settle()) ?? value;
  return {
    isMet: faultCase.fault === 'none' || script.strikes > 0,
    outcome: outcomeOf(ending, disk, site),
    deaths: client.deaths.slice(before),
  };
}
