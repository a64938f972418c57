import type { FaultCase } from '../fault-case.ts';
import { faultCase, isDataStep } from '../fault-case.ts';
import { allCases } from '../matrix.ts';
import { runCase } from '../run-case.ts';
import type { Site } from '../site.ts';
import { createSite } from '../site.ts';
import { aligned } from '../table.ts';
import { runBasicFtp } from './basic-ftp.ts';
import type { Comparable, Tally } from './outcome.ts';
import { count, emptyTally } from './outcome.ts';

/** Steps that both clients take, in the same number and order. */
const shared: ReadonlySet<string> = new Set([
  ...['ACCEPT', 'CONNECT', 'USER', 'PASS', 'PBSZ', 'PROT', 'FEAT', 'OPTS-UTF8'],
  ...['TYPE', 'STRU', 'EPSV', 'STOR', 'STOR-final'],
]);

/** The faults that any client's uploads can meet, happening once, whatever settings the matrix has them in. */
export function comparableCases(): readonly FaultCase[] {
  const cases = allCases()
    .filter(({ setup, often }) => setup === 'plain' && often === 'once')
    .filter(({ fault }) => !fault.startsWith('cancel'))
    .filter(({ step, fault }) => isDataStep(step) || shared.has(step) || fault === 'none')
    .map((each) => faultCase({ ...each, publish: 'direct', verify: 'size' }));
  return [...new Map(cases.map((each) => [each.id, each])).values()];
}

const clients: readonly (readonly [
  name: string,
  run: (faultCase: FaultCase, site: Site) => Promise<Comparable>,
])[] = [
  ['basic-ftp 6, one by one', runBasicFtp],
  ['this action, direct', runOurs],
  ['this action, atomic', (each, site) => runOurs({ ...each, publish: 'atomic' }, site)],
];

/** Runs the same faults with each client and shows what they came to. */
export async function compare(atOnce: number): Promise<string> {
  // basic-ftp does not get past an empty file over TLS; the comparison is not about that.
  await using site = await createSite(10);
  const tallies = new Map<string, Tally>(clients.map(([name]) => [name, emptyTally()]));
  const queue = comparableCases().values();
  const worker = async () => {
    for (const each of queue) {
      const seen = [];
      for (const [name, run] of clients) seen.push([name, await run(each, site)] as const);
      // Only what all of them have met is compared.
      if (each.fault !== 'none' && !seen.every(([, { isMet }]) => isMet)) continue;
      for (const [name, outcome] of seen) count(tallies.get(name)!, outcome, site);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return show(tallies);
}

async function runOurs(each: FaultCase, site: Site): Promise<Comparable> {
  const { result, strikes, disk } = await runCase(each, site);
  return { reportsSuccess: result.error === undefined, isMet: strikes > 0, disk };
}

function show(tallies: ReadonlyMap<string, Tally>): string {
  const head = [
    ...['client', 'cases', 'reported success', 'of these with wrong bytes'],
    ...['left a partial file', 'of these reported as failed'],
  ];
  const rows = [...tallies].map(([name, tally]) => [
    name,
    ...[tally.runs, tally.succeeded, tally.falseSuccesses].map(String),
    ...[tally.partial, tally.partialFailures].map(String),
  ]);
  return aligned([head, ...rows]);
}
