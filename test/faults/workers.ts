import { fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

import type { FaultCase } from './fault-case.ts';
import type { CaseResult } from './run-cases.ts';

/** The part of a result that can be sent between processes. */
export type CaseSummary = Omit<CaseResult, 'observation'>;

/** The cases for one worker process. */
export interface WorkerJob {
  readonly cases: readonly FaultCase[];
  readonly concurrency: number;
}

const program = fileURLToPath(new URL('worker-program.ts', import.meta.url));
const maxProcesses = 4;

/**
 * Runs cases in one process per processor, at most four.
 *
 * @param concurrency - Number of cases that run at the same time, in all processes together.
 * @param onResult - Called for each result, in order of arrival.
 */
export async function runInWorkers(
  cases: readonly FaultCase[],
  concurrency: number,
  onResult: (result: CaseSummary) => void,
): Promise<void> {
  const count = Math.min(availableParallelism(), maxProcesses);
  const jobs = Array.from({ length: count }, (_, worker) => ({
    cases: cases.filter((_case, index) => index % count === worker),
    concurrency: Math.ceil(concurrency / count),
  }));
  await Promise.all(jobs.map((job) => runWorker(job, onResult)));
}

async function runWorker(job: WorkerJob, onResult: (result: CaseSummary) => void): Promise<void> {
  const child = fork(program, { serialization: 'advanced' });
  let results = 0;
  child.on('message', (result) => {
    results += 1;
    onResult(result as CaseSummary);
  });
  child.send(job);
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  if (code === 0 && results === job.cases.length) return;
  const end = signal ?? `exit code ${code}`;
  throw new Error(`A worker ended after ${results} of ${job.cases.length} cases (${end}).`);
}
