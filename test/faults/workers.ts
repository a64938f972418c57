import { fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

import type { FaultCase } from './fault-case.ts';
import type { Verdict } from './run-cases.ts';

/** A verdict without what cannot be sent from one process to another. */
export type SentVerdict = Omit<Verdict, 'seen'>;

/** What a process is to do. */
export interface Part {
  readonly cases: readonly FaultCase[];
  readonly atOnce: number;
}

const program = fileURLToPath(new URL('part-program.ts', import.meta.url));
const mostProcesses = 4;

/**
 * Runs cases in as many processes as there are processors, up to four.
 *
 * @param atOnce - How many cases run at the same time in all of them together.
 * @param onVerdict - Told each as it comes.
 */
export async function runSpread(
  cases: readonly FaultCase[],
  atOnce: number,
  onVerdict: (verdict: SentVerdict) => void,
): Promise<void> {
  const count = Math.min(availableParallelism(), mostProcesses);
  const parts = Array.from({ length: count }, (_, part) => ({
    cases: cases.filter((_case, index) => index % count === part),
    atOnce: Math.ceil(atOnce / count),
  }));
  await Promise.all(parts.map((part) => runPart(part, onVerdict)));
}

async function runPart(part: Part, onVerdict: (verdict: SentVerdict) => void): Promise<void> {
  const child = fork(program, { serialization: 'advanced' });
  let verdicts = 0;
  child.on('message', (verdict) => {
    verdicts += 1;
    onVerdict(verdict as SentVerdict);
  });
  child.send(part);
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  if (code === 0 && verdicts === part.cases.length) return;
  const end = signal ?? `exit code ${code}`;
  throw new Error(
    `A process ended after ${verdicts} of its ${part.cases.length} cases, with ${end}.`,
  );
}
