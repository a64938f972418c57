/**
 * Runs the fault matrix: each fault at each step of an upload. Results are checked on the server's disk.
 *
 *     npm run faults                      all cases, and a table
 *     npm run faults -- --list            only lists the cases
 *     npm run faults -- --case <id>       one case with its dialogue, or all cases with this text in their id
 *     npm run faults -- --at-once <n>     the number of cases that run at the same time; defaults to 6
 *     npm run faults -- --compare         the cases that apply to any client, for this action and basic-ftp
 *
 * The exit code is 1 if any case fails.
 */
import { parseArgs } from 'node:util';

import type { Comparison } from '../test/faults/comparison/compare.ts';
import type { FaultCase } from '../test/faults/fault-case.ts';
import { allCases } from '../test/faults/matrix.ts';
import type { Verdict } from '../test/faults/run-cases.ts';
import { runCases } from '../test/faults/run-cases.ts';
import type { SentVerdict } from '../test/faults/spread.ts';
import { runSpread } from '../test/faults/spread.ts';
import { showTable } from '../test/faults/table.ts';

const { values } = parseArgs({
  options: {
    case: { type: 'string', multiple: true, default: [] },
    list: { type: 'boolean', default: false },
    compare: { type: 'boolean', default: false },
    'at-once': { type: 'string', default: '6' },
  },
});

/** Up to this many cases are shown with their dialogue. */
const maxCasesWithDialogue = 3;

function select(all: readonly FaultCase[], wanted: readonly string[]): readonly FaultCase[] {
  if (wanted.length === 0) return all;
  const exact = all.filter(({ id }) => wanted.includes(id));
  return exact.length > 0
    ? exact
    : all.filter(({ id }) => wanted.some((part) => id.includes(part)));
}

function formatFailure({ faultCase, breaches, summary }: SentVerdict): string {
  return [
    `FAILED ${faultCase.id}`,
    ...breaches.map((breach) => `  ${breach}`),
    `  ${summary}`,
    `  repeat: npm run faults -- --case ${faultCase.id}`,
  ].join('\n');
}

function formatRepetition({ faultCase, tooSlow = [] }: SentVerdict): string {
  return [
    `REPEATED ${faultCase.id}: the machine was too busy for the short timeout`,
    ...tooSlow.map((breach) => `  ${breach}`),
  ].join('\n');
}

function formatDialogue({ faultCase, seen }: Verdict): string {
  const connections = seen?.dialogues.map((lines, index) =>
    [`  connection ${index + 1}`, ...lines.map((line) => `    ${line}`)].join('\n'),
  );
  const files = seen?.result.files.map(
    ({ remotePath, status, attempts, verified, error }) =>
      `  ${remotePath}: ${status}, attempts ${attempts}, verified ${verified} ${error?.message ?? ''}`,
  );
  const retried = seen?.retried.map(({ what, error }) => `  retried: ${what}: ${error.message}`);
  const disk = [...(seen?.disk.keys() ?? [])].join(' ');
  return [
    faultCase.id,
    ...(connections ?? []),
    ...(retried ?? []),
    ...(files ?? []),
    `  disk: ${disk}`,
    `  leftovers: ${seen?.result.leftovers.join(' ') ?? ''}; error: ${seen?.result.error?.message ?? 'none'}`,
    `  ${Math.round(seen?.elapsedMs ?? 0)} ms, ${seen?.strikes ?? 0} faults`,
  ].join('\n');
}

/** Imports the comparison only when it is wanted, because it needs another client. */
async function runComparison(wanted: readonly string[], atOnce: number): Promise<void> {
  const { comparableCases } = await import('../test/faults/comparison/cases.ts');
  const { compare } = await import('../test/faults/comparison/compare.ts');
  const { contenders } = await import('../test/faults/comparison/contenders.ts');
  const { showComparison } = await import('../test/faults/comparison/show-comparison.ts');
  const started = performance.now();
  const cases = select(comparableCases(), wanted);
  const comparisons: Comparison[] = [];
  await compare(cases, contenders, atOnce, (comparison) => {
    comparisons.push(comparison);
  });
  const minutes = ((performance.now() - started) / 60_000).toFixed(0);
  console.log(showComparison(contenders, comparisons));
  console.log(
    `\n${comparisons.length} of ${cases.length} cases apply to all clients, ${minutes} min.`,
  );
}

async function main(): Promise<void> {
  const atOnce = Number(values['at-once']);
  if (values.compare) {
    await runComparison(values.case, atOnce);
    return;
  }
  const cases = select(allCases(), values.case);
  if (values.list) {
    console.log(cases.map(({ id }) => id).join('\n'));
    return;
  }
  if (cases.length === 0) throw new Error('No case matches. --list shows all of them.');
  const verdicts: SentVerdict[] = [];
  const onVerdict = (verdict: SentVerdict) => {
    verdicts.push(verdict);
    if (verdict.tooSlow !== undefined) console.log(formatRepetition(verdict));
    if (verdict.breaches.length > 0) console.log(formatFailure(verdict));
  };
  const started = performance.now();
  if (cases.length > maxCasesWithDialogue) await runSpread(cases, atOnce, onVerdict);
  else {
    await runCases(cases, atOnce, (verdict) => {
      console.log(formatDialogue(verdict));
      onVerdict(verdict);
    });
  }
  const failed = verdicts.filter(({ breaches }) => breaches.length > 0).length;
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(`\n${showTable(verdicts)}\n`);
  console.log(`${verdicts.length} cases, ${verdicts.length - failed} passed, in ${seconds} s.`);
  if (failed > 0) process.exitCode = 1;
}

await main();
