/**
 * Runs the fault matrix: every step of an upload's dialogue times what can go wrong there, judged by the server's disk.
 *
 *     npm run faults                      all cases, and a table
 *     npm run faults -- --list            the cases alone
 *     npm run faults -- --case <id>       one case, with its dialogue; a part of an id stands for all that hold it
 *     npm run faults -- --at-once <n>     how many cases run at the same time; 6 unless said
 *     npm run faults -- --compare         the cases that any client can meet, with basic-ftp next to ours
 *
 * The exit code is 1 when an invariant is broken in any case.
 */
import { parseArgs } from 'node:util';

import type { Comparison } from '../test/faults/comparison/compare.ts';
import type { FaultCase } from '../test/faults/fault-case.ts';
import { allCases } from '../test/faults/matrix.ts';
import type { CaseResult } from '../test/faults/run-cases.ts';
import { runCases } from '../test/faults/run-cases.ts';
import { formatTable } from '../test/faults/table.ts';
import type { CaseSummary } from '../test/faults/workers.ts';
import { runInWorkers } from '../test/faults/workers.ts';

const { values } = parseArgs({
  options: {
    case: { type: 'string', multiple: true, default: [] },
    list: { type: 'boolean', default: false },
    compare: { type: 'boolean', default: false },
    'at-once': { type: 'string', default: '6' },
  },
});

/** So few cases are shown with everything that was said. */
const mostWithDialogue = 3;

function chosen(all: readonly FaultCase[], wanted: readonly string[]): readonly FaultCase[] {
  if (wanted.length === 0) return all;
  const exact = all.filter(({ id }) => wanted.includes(id));
  return exact.length > 0
    ? exact
    : all.filter(({ id }) => wanted.some((part) => id.includes(part)));
}

function showFailure({ faultCase, violations, summary }: CaseSummary): string {
  return [
    `FAILED ${faultCase.id}`,
    ...violations.map((violation) => `  ${violation}`),
    `  ${summary}`,
    `  repeat: npm run faults -- --case ${faultCase.id}`,
  ].join('\n');
}

function showRepetition({ faultCase, tooSlow = [] }: CaseSummary): string {
  return [
    `REPEATED ${faultCase.id}: the machine was too busy for the short time limit`,
    ...tooSlow.map((violation) => `  ${violation}`),
  ].join('\n');
}

function showDialogue({ faultCase, observation: seen }: CaseResult): string {
  const connections = seen?.dialogues.map((lines, index) =>
    [`  connection ${index + 1}`, ...lines.map((line) => `    ${line}`)].join('\n'),
  );
  const files = seen?.result.files.map(
    ({ remotePath, status, attempts, verified, error }) =>
      `  ${remotePath}: ${status}, attempts ${attempts}, verified ${verified} ${error?.message ?? ''}`,
  );
  const retried = seen?.retried.map(({ what, error }) => `  again: ${what}: ${error.message}`);
  const disk = [...(seen?.disk.keys() ?? [])].join(' ');
  return [
    faultCase.id,
    ...(connections ?? []),
    ...(retried ?? []),
    ...(files ?? []),
    `  disk: ${disk}`,
    `  leftovers: ${seen?.result.remainingTemporaryFiles.join(' ') ?? ''}; error: ${seen?.result.error?.message ?? 'none'}`,
    `  ${Math.round(seen?.elapsedMs ?? 0)} ms, ${seen?.hits ?? 0} faults`,
  ].join('\n');
}

/** Loads the comparison only here: the other client is there for nothing else. */
async function showCompared(wanted: readonly string[], atOnce: number): Promise<void> {
  const { comparableCases } = await import('../test/faults/comparison/cases.ts');
  const { compare } = await import('../test/faults/comparison/compare.ts');
  const { clients } = await import('../test/faults/comparison/clients.ts');
  const { formatComparison } = await import('../test/faults/comparison/format-comparison.ts');
  const started = performance.now();
  const cases = chosen(comparableCases(), wanted);
  const comparisons: Comparison[] = [];
  await compare(cases, { clients, concurrency: atOnce }, (comparison) => {
    comparisons.push(comparison);
    if (comparisons.length % 100 === 0) console.error(`${comparisons.length} cases`);
  });
  const minutes = ((performance.now() - started) / 60_000).toFixed(0);
  console.log(formatComparison(clients, comparisons));
  console.log(`\n${comparisons.length} of ${cases.length} cases met by all, in ${minutes} min.`);
}

async function main(): Promise<void> {
  const atOnce = Number(values['at-once']);
  if (values.compare) {
    await showCompared(values.case, atOnce);
    return;
  }
  const cases = chosen(allCases(), values.case);
  if (values.list) {
    console.log(cases.map(({ id }) => id).join('\n'));
    return;
  }
  if (cases.length === 0) throw new Error('There is no such case; --list names them all.');
  const verdicts: CaseSummary[] = [];
  const onVerdict = (verdict: CaseSummary) => {
    verdicts.push(verdict);
    if (verdict.tooSlow !== undefined) console.log(showRepetition(verdict));
    if (verdict.violations.length > 0) console.log(showFailure(verdict));
  };
  const started = performance.now();
  if (cases.length > mostWithDialogue) await runInWorkers(cases, atOnce, onVerdict);
  else {
    await runCases(cases, atOnce, (verdict) => {
      console.log(showDialogue(verdict));
      onVerdict(verdict);
    });
  }
  const failed = verdicts.filter(({ violations }) => violations.length > 0).length;
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(`\n${formatTable(verdicts)}\n`);
  console.log(`${verdicts.length} cases, ${verdicts.length - failed} passed, in ${seconds} s.`);
  if (failed > 0) process.exitCode = 1;
}

await main();
