/** A worker process: runs the cases that it receives, sends their results, and ends. */
import { once } from 'node:events';

import type { WorkerJob } from '../workers.ts';
import type { CrashCases } from './crash-case.ts';
import type { CrashResult } from './run-crash.ts';
import { runCrashes } from './run-crashes.ts';

const [{ cases, concurrency }] = (await once(process, 'message')) as [WorkerJob<CrashCases>];
await runCrashes(cases, concurrency, (results) => {
  const withoutDialogue = results.map((result) => ({ ...result, dialogue: [] }));
  process.send?.(withoutDialogue satisfies CrashResult[]);
});
process.disconnect();
