/** A worker process: runs the cases that it receives, sends their results, and ends. */
import { once } from 'node:events';

import { runCases } from './run-cases.ts';
import type { FaultCase } from './fault-case.ts';
import type { CaseSummary } from './run-cases.ts';
import type { WorkerJob } from './workers.ts';

const [{ cases, concurrency }] = (await once(process, 'message')) as [WorkerJob<FaultCase>];
await runCases(cases, concurrency, ({ faultCase, violations, summary, tooSlow }) => {
  const sent = { faultCase, violations, summary, ...(tooSlow === undefined ? {} : { tooSlow }) };
  process.send?.(sent satisfies CaseSummary);
});
process.disconnect();
