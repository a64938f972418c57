import path from 'node:path';

import { Log } from '../../../src/action/log/log.ts';
import { RunObserver } from '../../../src/action/log/run-observer.ts';
import { Transcript } from '../../../src/action/log/transcript.ts';
import type { FileResult, Plan } from '../../../src/deploy/index.ts';
import { createWorkspace } from '../../support/workspace.ts';
import { givenInputs } from '../inputs/given-inputs.ts';
import { redactor } from '../samples.ts';
import { captured } from '../stdout.ts';

/** A plan without files. */
export const plan: Plan = {
  ...{ uploads: [], remoteDirectory: '', baseDirectory: '/', directories: [], totalBytes: 0 },
  skipped: { gitFiles: 0, links: 0, danglingLinks: [], excluded: [] },
  ...{ unmatchedPatterns: [], warnings: [] },
};
/** What is logged while the observer of a run with these files is notified. */
export async function logged(
  uploads: readonly FileResult[],
  notify: (observer: RunObserver) => void,
): Promise<string> {
  await using workspace = await createWorkspace();
  const transcript = new Transcript(path.join(workspace.path, 't.txt'), redactor);
  const totalBytes = uploads.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const inputs = givenInputs();
  return captured({}, () => {
    const observed = { ...plan, uploads, totalBytes };
    notify(new RunObserver({ log: new Log(redactor), transcript, inputs, plan: observed }));
  }).stdout;
}
