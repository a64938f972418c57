import type { RetrySubject } from '../../src/deploy/index.ts';
import type { CrashCases } from './crashes/crash-case.ts';
import { formatCrashTable } from './crashes/crash-table.ts';
import type { CrashResult } from './crashes/run-crash.ts';
import { crashProgram, runCrashes } from './crashes/run-crashes.ts';
import type { FaultCase } from './fault-case.ts';
import type { ParallelCase } from './parallel/parallel-case.ts';
import { formatParallelTable } from './parallel/parallel-table.ts';
import type { ParallelResult } from './parallel/run-parallels.ts';
import { parallelProgram, runParallels } from './parallel/run-parallels.ts';
import type { Observation } from './run-case.ts';
import type { CaseSummary } from './run-cases.ts';
import { runCases, workerProgram } from './run-cases.ts';
import { formatTable } from './table.ts';
import { runInWorkers } from './workers.ts';

/** How the cases of a part of the matrix run, here or in worker processes, and what is shown of them. */
export interface Part<Case, Result> {
  readonly program: URL;
  readonly run: (
    cases: readonly Case[],
    concurrency: number,
    onResult: (result: Result) => void,
  ) => Promise<void>;
  readonly judge: (result: Result) => readonly Judged[];
  readonly format: (results: readonly Result[]) => string;
  /** In the line with the number of cases. */
  readonly name: string;
}

/** A case and its violations. */
interface Judged {
  readonly id: string;
  readonly violations: readonly string[];
  readonly dialogue: readonly string[];
  /** The result of the run, in one line. */
  readonly summary?: string;
  readonly tooSlow?: readonly string[] | undefined;
}

/** Up to this many cases are shown with their dialogue. */
const maxCasesWithDialogue = 3;

/**
 * Runs cases and prints their violations, a table and the number of cases.
 *
 * @returns Whether all of them passed.
 */
export async function runPart<Case, Result>(
  part: Part<Case, Result>,
  cases: readonly Case[],
  concurrency: number,
): Promise<boolean> {
  const results: Result[] = [];
  const isShown = cases.length <= maxCasesWithDialogue;
  const onResult = (result: Result) => {
    results.push(result);
    for (const judged of part.judge(result)) print(judged, isShown);
  };
  if (isShown) await part.run(cases, concurrency, onResult);
  else await runInWorkers({ program: part.program, cases, concurrency, onResult });
  const all = results.flatMap(part.judge);
  const failed = all.filter(({ violations }) => violations.length > 0).length;
  console.log(`\n${part.format(results)}\n`);
  console.log(`${all.length} cases${part.name}, ${all.length - failed} passed.`);
  return failed === 0;
}

function print({ id, violations, dialogue, summary, tooSlow }: Judged, isShown: boolean): void {
  if (isShown) console.log([id, ...indent(dialogue)].join('\n'));
  if (tooSlow !== undefined) {
    const reason = 'the machine was too busy for the short timeout';
    console.log([`REPEATED ${id}: ${reason}`, ...indent(tooSlow)].join('\n'));
  }
  if (violations.length === 0) return;
  const repeat = `repeat: npm run faults -- --case ${id}`;
  const details = [...violations, ...(summary === undefined ? [] : [summary]), repeat];
  console.log([`FAILED ${id}`, ...indent(details)].join('\n'));
}

/** Uploads over one connection. */
export const singlePart: Part<
  FaultCase,
  CaseSummary & { readonly observation?: Observation | undefined }
> = {
  program: workerProgram,
  run: runCases,
  judge: ({ faultCase: { id }, observation, ...result }) => [
    { id, ...result, dialogue: observation === undefined ? [] : dialogueOf(observation) },
  ],
  format: formatTable,
  name: '',
};

/** Uploads over several connections. */
export const parallelPart: Part<ParallelCase, ParallelResult> = {
  program: parallelProgram,
  run: runParallels,
  judge: ({ parallelCase: { id }, ...result }) => [{ id, ...result }],
  format: formatParallelTable,
  name: ' over several connections',
};

/** Interrupted incremental deployments. */
export const crashPart: Part<CrashCases, readonly CrashResult[]> = {
  program: crashProgram,
  run: runCrashes,
  judge: (results) => results,
  format: (results) => formatCrashTable(results.flat()),
  name: ' of sync',
};

const subjectName = (subject: RetrySubject) =>
  typeof subject === 'string' ? subject : subject.remotePath;

function dialogueOf({ dialogues, result, retried, disk, elapsedMs, hits }: Observation): string[] {
  const { files, remainingTemporaryFiles, error } = result;
  return [
    ...dialogues.flatMap((lines, index) => [`connection ${index + 1}`, ...indent(lines)]),
    ...retried.map(({ subject, error }) => `retried: ${subjectName(subject)}: ${error.message}`),
    ...files.map((file) => `${file.remotePath}: ${file.status}, attempts ${file.attempts}`),
    `disk: ${[...disk.keys()].join(' ')}`,
    `temporary files: ${remainingTemporaryFiles.join(' ')}; error: ${error?.message ?? 'none'}`,
    `${Math.round(elapsedMs)} ms, ${hits} faults`,
  ];
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `    ${line}`);
}
