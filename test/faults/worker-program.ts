/** Runs as a process of its own: judges the cases that it is sent and ends. */
import { once } from 'node:events';

import { runCases } from './run-cases.ts';
import type { Part, SentVerdict } from './spread.ts';

const [{ cases, atOnce }] = (await once(process, 'message')) as [Part];
await runCases(cases, atOnce, ({ faultCase, breaches, summary, tooSlow }) => {
  const sent = { faultCase, breaches, summary, ...(tooSlow === undefined ? {} : { tooSlow }) };
  process.send?.(sent satisfies SentVerdict);
});
process.disconnect();
