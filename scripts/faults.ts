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
import { runCases, type Verdict } from '../test/faults/run-cases.ts';
import { runSpread, type SentVerdict } from '../test/faults/spread.ts';
import { showTable } from '../test/faults/table.ts';

/** Up to this many cases are shown with their dialogue. */
const maxCasesWithDialogue = 3;

function select(all: readonly FaultCase[], wanted: readonly string[]): readonly FaultCase[] {
  if (wanted.length === 0) return all;
  const exact = all.filter(({ id }) => wanted.includes(id));
  if (exact.length > 0) return exact;
  return all.filter(({ id }) => wanted.some((part) => id.includes(part)));
}

function formatDialogue({ faultCase, seen }: Verdict): string {
  if (seen === undefined) return faultCase.id;
  const { dialogues, result, retried, disk, elapsedMs, strikes } = seen;
  return [
    faultCase.id,
    ...dialogues.flatMap((lines, index) => [`  connection ${index + 1}`, ...indent(lines)]),
    ...retried.map(({ what, error }) => `  retried: ${what}: ${error.message}`),
    ...result.files.map(
      ({ remotePath, status, attempts, verified, error }) =>
        `  ${remotePath}: ${status}, attempts ${attempts}, verified ${verified} ${error?.message ?? ''}`,
    ),
    `  disk: ${[...disk.keys()].join(' ')}`,
    `  leftovers: ${result.remainingTemporaryFiles.join(' ')}; error: ${result.error?.message ?? 'none'}`,
    `  ${Math.round(elapsedMs)} ms, ${strikes} faults`,
  ].join('\n');
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `    ${line}`);
}

/** Imports the comparison only when it is wanted, because it needs another client. */
async function compareClients(wanted: readonly string[], atOnce: number): Promise<void> {
  const { comparableCases } = await import('../test/faults/comparison/cases.ts');
  const { compare } = await import('../test/faults/comparison/compare.ts');
  const { contenders } = await import('../test/faults/comparison/contenders.ts');
  const { showComparison } = await import('../test/faults/comparison/show-comparison.ts');
  const cases = select(comparableCases(), wanted);
  const comparisons: Comparison[] = [];
  await compare(cases, contenders, atOnce, (comparison) => comparisons.push(comparison));
  console.log(showComparison(contenders, comparisons));
  console.log(`\n${comparisons.length} of ${cases.length} cases apply to all clients.`);
}

async function runMatrix(cases: readonly FaultCase[], atOnce: number): Promise<void> {
  if (cases.length === 0) throw new Error('No case matches. --list shows all of them.');
  const results: SentVerdict[] = [];
  const onResult = (result: SentVerdict) => {
    const { faultCase, breaches, summary, tooSlow } = result;
    results.push(result);
    if (tooSlow !== undefined) {
      const reason = 'the machine was too busy for the short timeout';
      console.log([`REPEATED ${faultCase.id}: ${reason}`, ...indent(tooSlow)].join('\n'));
    }
    if (breaches.length > 0) {
      const repeat = `repeat: npm run faults -- --case ${faultCase.id}`;
      const details = indent([...breaches, summary, repeat]);
      console.log([`FAILED ${faultCase.id}`, ...details].join('\n'));
    }
  };
  if (cases.length > maxCasesWithDialogue) await runSpread(cases, atOnce, onResult);
  else {
    await runCases(cases, atOnce, (result) => {
      console.log(formatDialogue(result));
      onResult(result);
    });
  }
  const failed = results.filter(({ breaches }) => breaches.length > 0).length;
  console.log(`\n${showTable(results)}\n`);
  console.log(`${results.length} cases, ${results.length - failed} passed.`);
  if (failed > 0) process.exitCode = 1;
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
if (values.compare) await compareClients(values.case, atOnce);
else if (values.list) console.log(cases.map(({ id }) => id).join('\n'));
else await runMatrix(cases, atOnce);
