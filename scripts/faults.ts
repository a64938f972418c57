/**
 * Runs the fault matrix: each fault at each step of an upload, over one connection and over several, and each interruption
 * of an incremental deployment with the runs that follow it. Results are checked on the server's disk.
 *
 *     npm run faults                      all cases, and a table
 *     npm run faults -- --case sync/      only incremental deployments
 *     npm run faults -- --case parallel/  only deployments over several connections
 *     npm run faults -- --list            only lists the cases
 *     npm run faults -- --case <id>       one case with its dialogue, or all cases with this text in their id; with sync/ in
 *                                         front, all incremental deployments whose id begins like this
 *     npm run faults -- --at-once <n>     the number of cases that run at the same time; defaults to 6
 *     npm run faults -- --compare         the cases that apply to any client, for this action and basic-ftp
 */
import { parseArgs } from 'node:util';

import { comparableCases } from '../test/faults/comparison/cases.ts';
import { clients } from '../test/faults/comparison/clients.ts';
import { compare, type Comparison } from '../test/faults/comparison/compare.ts';
import { formatComparison } from '../test/faults/comparison/format-comparison.ts';
import { idOf, type CrashCases } from '../test/faults/crashes/crash-case.ts';
import { crashCases } from '../test/faults/crashes/crash-matrix.ts';
import { allCases } from '../test/faults/matrix.ts';
import { parallelCases } from '../test/faults/parallel/parallel-matrix.ts';
import { crashPart, parallelPart, runPart, singlePart } from '../test/faults/parts.ts';

function select<Case extends { readonly id: string }>(
  all: readonly Case[],
  wanted: readonly string[],
): readonly Case[] {
  if (wanted.length === 0) return all;
  const exact = all.filter(({ id }) => wanted.includes(id));
  if (exact.length > 0) return exact;
  return all.filter(({ id }) => wanted.some((part) => id.includes(part)));
}

async function compareClients(wanted: readonly string[], atOnce: number): Promise<void> {
  const cases = select(comparableCases(), wanted);
  const comparisons: Comparison[] = [];
  await compare(cases, { clients, concurrency: atOnce }, (each) => comparisons.push(each));
  console.log(formatComparison(clients, comparisons));
  console.log(`\n${comparisons.length} of ${cases.length} cases apply to all clients.`);
}

/** Counts the steps only of those deployments that are wanted. */
async function selectCrashes(wanted: readonly string[]): Promise<readonly CrashCases[]> {
  if (wanted.length === 0) return await crashCases(() => true);
  const parts = wanted.filter((part) => part.startsWith('sync/'));
  const all = await crashCases((prefix) =>
    parts.some((part) => part.startsWith(prefix) || prefix.startsWith(part)),
  );
  const isWanted = (id: string) => parts.some((part) => id.startsWith(part));
  return all
    .map(({ crash, next }) => ({ crash, next: next.filter((each) => isWanted(idOf(crash, each))) }))
    .filter(({ next }) => next.length > 0);
}

const { values } = parseArgs({
  options: {
    case: { type: 'string', multiple: true, default: [] },
    list: { type: 'boolean', default: false },
    compare: { type: 'boolean', default: false },
    'at-once': { type: 'string', default: '6' },
  },
});
const atOnce = Number(values['at-once']);
const cases = select(allCases(), values.case);
const parallel = select(parallelCases(), values.case);
if (values.compare) await compareClients(values.case, atOnce);
else {
  const found = [...cases, ...parallel];
  const crashes = await selectCrashes(values.case);
  if (found.length + crashes.length === 0) {
    throw new Error('No case matches. --list shows all of them.');
  }
  if (values.list) {
    const ids = crashes.flatMap(({ crash, next }) => next.map((each) => idOf(crash, each)));
    console.log([...found.map(({ id }) => id), ...ids].join('\n'));
  } else {
    const isComplete = [
      cases.length === 0 || (await runPart(singlePart, cases, atOnce)),
      parallel.length === 0 || (await runPart(parallelPart, parallel, atOnce)),
      crashes.length === 0 || (await runPart(crashPart, crashes, atOnce)),
    ];
    if (isComplete.includes(false)) process.exitCode = 1;
  }
}
