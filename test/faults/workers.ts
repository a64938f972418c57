import { fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

/** The cases for one worker process. */
export interface WorkerJob<Case> {
  readonly cases: readonly Case[];
  readonly concurrency: number;
}

/** What to run in worker processes. */
export interface Work<Case, Result> extends WorkerJob<Case> {
  /** A program that receives a {@link WorkerJob}, sends one result for each case, and ends. */
  readonly program: URL;
  /** Called for each result, in order of arrival. */
  readonly onResult: (result: Result) => void;
}

const maxProcesses = 4;

/** Runs cases in one process per processor, at most four. `concurrency` counts those in all processes together. */
export async function runInWorkers<Case, Result>(work: Work<Case, Result>): Promise<void> {
  const { cases, concurrency } = work;
  const count = Math.min(availableParallelism(), maxProcesses);
  const jobs = Array.from({ length: count }, (_, worker) => ({
    ...work,
    cases: cases.filter((_case, index) => index % count === worker),
    concurrency: Math.ceil(concurrency / count),
  }));
  await Promise.all(jobs.map(runWorker));
}

async function runWorker<Case, Result>(work: Work<Case, Result>): Promise<void> {
  const { program, onResult, ...job } = work;
  const child = fork(fileURLToPath(program), { serialization: 'advanced' });
  let results = 0;
  child.on('message', (result) => {
    results += 1;
    onResult(result as Result);
  });
  child.send(job);
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  if (code === 0 && results === job.cases.length) return;
  const end = signal ?? `exit code ${code}`;
  throw new Error(`A worker ended after ${results} of ${job.cases.length} cases (${end}).`);
}
