/**
 * Runs the fault matrix: each fault at each step of an upload, over one connection and over several, and each interruption
 * of an incremental deployment with the runs that follow it. Results are checked on the server's disk.
 *
 *     npm run faults                      all cases, and a table
 *     npm run faults -- --case sync/      only incremental deployments
 *     npm run faults -- --case parallel/  only deployments over several connections
 *     npm run faults -- --list            only lists the cases
 *     npm run faults -- --case <id>       one case with its dialogue, or all cases with this text in their id
 *     npm run faults -- --at-once <n>     the number of cases that run at the same time; defaults to 6
 *     npm run faults -- --compare         the cases that apply to any client, for this action and basic-ftp
 */
import { parseArgs } from 'node:util';

import type { RetrySubject } from '../src/deploy/index.ts';
import type { Comparison } from '../test/faults/comparison/compare.ts';
import type { FaultCase } from '../test/faults/fault-case.ts';
import { allCases } from '../test/faults/matrix.ts';
import { idOf, type CrashCases } from '../test/faults/crashes/crash-case.ts';
import { crashCases } from '../test/faults/crashes/crash-matrix.ts';
import { formatCrashTable } from '../test/faults/crashes/crash-table.ts';
import type { CrashResult } from '../test/faults/crashes/run-crash.ts';
import { crashProgram, runCrashes } from '../test/faults/crashes/run-crashes.ts';
import type { ParallelCase } from '../test/faults/parallel/parallel-case.ts';
import { parallelCases } from '../test/faults/parallel/parallel-matrix.ts';
import { formatParallelTable } from '../test/faults/parallel/parallel-table.ts';
import {
  parallelProgram,
  runParallels,
  type ParallelResult,
} from '../test/faults/parallel/run-parallels.ts';
import {
  runCases,
  workerProgram,
  type CaseResult,
  type CaseSummary,
} from '../test/faults/run-cases.ts';
import { formatTable } from '../test/faults/table.ts';
import { runInWorkers } from '../test/faults/workers.ts';

/** Up to this many cases are shown with their dialogue. */
const maxCasesWithDialogue = 3;

function select<Case extends { readonly id: string }>(
  all: readonly Case[],
  wanted: readonly string[],
): readonly Case[] {
  if (wanted.length === 0) return all;
  const exact = all.filter(({ id }) => wanted.includes(id));
  if (exact.length > 0) return exact;
  return all.filter(({ id }) => wanted.some((part) => id.includes(part)));
}

const subjectName = (subject: RetrySubject) =>
  typeof subject === 'string' ? subject : subject.remotePath;

function formatDialogue({ faultCase, observation }: CaseResult): string {
  if (observation === undefined) return faultCase.id;
  const { dialogues, result, retried, disk, elapsedMs, hits } = observation;
  return [
    faultCase.id,
    ...dialogues.flatMap((lines, index) => [`  connection ${index + 1}`, ...indent(lines)]),
    ...retried.map(({ subject, error }) => `  retried: ${subjectName(subject)}: ${error.message}`),
    ...result.files.map(
      (file) => `  ${file.remotePath}: ${file.status}, attempts ${file.attempts}`,
    ),
    `  disk: ${[...disk.keys()].join(' ')}`,
    `  temporary files: ${result.remainingTemporaryFiles.join(' ')}; error: ${result.error?.message ?? 'none'}`,
    `  ${Math.round(elapsedMs)} ms, ${hits} faults`,
  ].join('\n');
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `    ${line}`);
}

/** Imports the comparison only when it is wanted, because it needs another client. */
async function compareClients(wanted: readonly string[], atOnce: number): Promise<void> {
  const { comparableCases } = await import('../test/faults/comparison/cases.ts');
  const { compare } = await import('../test/faults/comparison/compare.ts');
  const { clients } = await import('../test/faults/comparison/clients.ts');
  const { formatComparison } = await import('../test/faults/comparison/format-comparison.ts');
  const cases = select(comparableCases(), wanted);
  const comparisons: Comparison[] = [];
  await compare(cases, { clients, concurrency: atOnce }, (each) => comparisons.push(each));
  console.log(formatComparison(clients, comparisons));
  console.log(`\n${comparisons.length} of ${cases.length} cases apply to all clients.`);
}

async function runMatrix(cases: readonly FaultCase[], atOnce: number): Promise<void> {
  const results: CaseSummary[] = [];
  const onResult = (result: CaseSummary) => {
    const { faultCase, violations, summary, tooSlow } = result;
    results.push(result);
    if (tooSlow !== undefined) {
      const reason = 'the machine was too busy for the short timeout';
      console.log([`REPEATED ${faultCase.id}: ${reason}`, ...indent(tooSlow)].join('\n'));
    }
    if (violations.length > 0) {
      const repeat = `repeat: npm run faults -- --case ${faultCase.id}`;
      const details = indent([...violations, summary, repeat]);
      console.log([`FAILED ${faultCase.id}`, ...details].join('\n'));
    }
  };
  if (cases.length > maxCasesWithDialogue) {
    await runInWorkers({ program: workerProgram, cases, concurrency: atOnce, onResult });
  } else {
    await runCases(cases, atOnce, (result) => {
      console.log(formatDialogue(result));
      onResult(result);
    });
  }
  const failed = results.filter(({ violations }) => violations.length > 0).length;
  console.log(`\n${formatTable(results)}\n`);
  console.log(`${results.length} cases, ${results.length - failed} passed.`);
  if (failed > 0) process.exitCode = 1;
}

/** Counts the steps only of those deployments that are wanted. */
async function selectCrashes(wanted: readonly string[]): Promise<readonly CrashCases[]> {
  const isRelated = (part: string, prefix: string) =>
    !part.startsWith('sync/') || part.startsWith(prefix) || prefix.startsWith(part);
  const all = await crashCases(
    (prefix) => wanted.length === 0 || wanted.some((part) => isRelated(part, prefix)),
  );
  if (wanted.length === 0) return all;
  const isWanted = (id: string) => wanted.some((part) => id.includes(part));
  return all
    .map(({ crash, next }) => ({ crash, next: next.filter((each) => isWanted(idOf(crash, each))) }))
    .filter(({ next }) => next.length > 0);
}

/** How to run the cases of a part of the matrix, here or in worker processes, and show their results. */
interface Part<Case, Result> {
  readonly program: URL;
  readonly run: (
    cases: readonly Case[],
    concurrency: number,
    onResult: (result: Result) => void,
  ) => Promise<void>;
  readonly judge: (result: Result) => readonly Judged[];
  readonly format: (results: readonly Result[]) => string;
  readonly name: string;
}

interface Judged {
  readonly id: string;
  readonly violations: readonly string[];
  readonly dialogue: readonly string[];
}

async function runPart<Case, Result>(part: Part<Case, Result>, cases: readonly Case[]) {
  const results: Result[] = [];
  const isShown = cases.length <= maxCasesWithDialogue;
  const onResult = (found: Result) => {
    results.push(found);
    for (const { id, violations, dialogue } of part.judge(found)) {
      if (isShown) console.log([id, ...indent(dialogue)].join('\n'));
      if (violations.length === 0) continue;
      const repeat = `repeat: npm run faults -- --case ${id}`;
      console.log([`FAILED ${id}`, ...indent([...violations, repeat])].join('\n'));
    }
  };
  if (isShown) await part.run(cases, atOnce, onResult);
  else await runInWorkers({ program: part.program, cases, concurrency: atOnce, onResult });
  const judged = results.flatMap(part.judge);
  const failed = judged.filter(({ violations }) => violations.length > 0).length;
  console.log(`\n${part.format(results)}\n`);
  console.log(`${judged.length} cases ${part.name}, ${judged.length - failed} passed.`);
  if (failed > 0) process.exitCode = 1;
}

const crashPart: Part<CrashCases, readonly CrashResult[]> = {
  program: crashProgram,
  run: runCrashes,
  judge: (results) => results,
  format: (results) => formatCrashTable(results.flat()),
  name: 'of sync',
};

const parallelPart: Part<ParallelCase, ParallelResult> = {
  program: parallelProgram,
  run: runParallels,
  judge: ({ parallelCase: { id }, ...result }) => [{ id, ...result }],
  format: formatParallelTable,
  name: 'over several connections',
};

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
  // The id of a single case needs no other cases.
  const found = [...cases, ...parallel];
  const isExact = found.length > 0 && found.every(({ id }) => values.case.includes(id));
  const crashes = isExact ? [] : await selectCrashes(values.case);
  if (found.length + crashes.length === 0) {
    throw new Error('No case matches. --list shows all of them.');
  }
  if (values.list) {
    const ids = crashes.flatMap(({ crash, next }) => next.map((each) => idOf(crash, each)));
    console.log([...found.map(({ id }) => id), ...ids].join('\n'));
  } else {
    if (cases.length > 0) await runMatrix(cases, atOnce);
    if (parallel.length > 0) await runPart(parallelPart, parallel);
    if (crashes.length > 0) await runPart(crashPart, crashes);
  }
}
