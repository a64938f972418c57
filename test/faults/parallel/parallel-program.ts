/** A worker process: runs the cases that it receives, sends their results, and ends. */
import { once } from 'node:events';

import type { WorkerJob } from '../workers.ts';
import type { ParallelCase } from './parallel-case.ts';
import type { ParallelResult } from './run-parallels.ts';
import { runParallels } from './run-parallels.ts';

const [{ cases, concurrency }] = (await once(process, 'message')) as [WorkerJob<ParallelCase>];
await runParallels(cases, concurrency, ({ parallelCase, violations, elapsedMs }) => {
  const sent: ParallelResult = { parallelCase, violations, dialogue: [], elapsedMs };
  process.send?.(sent);
});
process.disconnect();
