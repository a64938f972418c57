import fs from 'node:fs';

import type { Plan } from '../deploy/index.ts';
import { findLocalFiles, planUploads } from '../deploy/index.ts';
import { NoFilesError } from './errors.ts';
import { count, formatBytes } from './format.ts';
import type { Inputs } from './inputs/inputs.ts';
import type { Log } from './log/log.ts';
import { patternAdvice } from './advice/pattern-advice.ts';

/**
 * Finds the files and maps them to the server.
 *
 * @returns undefined when there is nothing to upload and that is no error.
 * @throws {@link NoFilesError} when it is one; `PlanError` when files cannot be uploaded as asked.
 */
export async function planFiles(inputs: Inputs, log: Log): Promise<Plan | undefined> {
  log.group('Files');
  const found = await findLocalFiles({
    patterns: inputs.patterns.split('\n'),
    followSymlinks: inputs.followSymlinks,
    workspace: workspace(),
  });
  if (found.gitFiles > 0) {
    log.info(`${count(found.gitFiles, 'file')} in .git left out: no pattern names it.`);
  }
  if (found.skippedLinks > 0) {
    log.info(`${count(found.skippedLinks, 'link')} left out: follow-symlinks is false.`);
  }
  const mapping = { ...inputs, baseDirectory: inputs.baseDirectory ?? found.commonDirectory };
  const plan = planUploads(found.files, mapping, found.problems);
  if (plan.uploads.length === 0) {
    reportNoFiles(inputs, log);
    return undefined;
  }
  const where = plan.remoteDirectory === '' ? 'the login directory' : `"${plan.remoteDirectory}"`;
  const size = formatBytes(plan.totalBytes);
  log.info(`${count(plan.uploads.length, 'file')}, ${size}, to go to ${where}.`);
  return plan;
}

// A runner of one's own may not say it, or name a directory that only its containers see.
function workspace(): string {
  const directory = process.env['GITHUB_WORKSPACE'] ?? '';
  return fs.existsSync(directory) ? directory : process.cwd();
}

function reportNoFiles({ patterns, ifNoFilesFound }: Inputs, log: Log): void {
  const error = new NoFilesError(patterns, process.cwd());
  if (ifNoFilesFound === 'error') throw error;
  if (ifNoFilesFound === 'warn') log.warning(`${error.message}\n${patternAdvice(error)}`);
  else log.info(error.message);
}
