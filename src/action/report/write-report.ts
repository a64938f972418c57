import * as core from '@actions/core';

import type { Log } from '../log/log.ts';
import { manifest } from './manifest.ts';
import type { RunFiles } from './outputs.ts';
import { setOutputs } from './outputs.ts';
import { writeChunks } from './write-chunks.ts';
import type { RunReport } from './report.ts';
import { summary } from './summary.ts';

/**
 * Hands the report of a run over: the manifest and the outputs to later steps, the summary to people.
 *
 * @throws What keeps the manifest or the outputs from being written.
 */
export async function writeReport(
  report: RunReport,
  files: RunFiles,
  log: Log,
  redact: (text: string) => string,
): Promise<void> {
  await writeSummary(redact(summary(report)), log);
  writeChunks(files.manifest, manifest(report, redact));
  const warning = setOutputs(report, files);
  if (warning !== undefined) log.warning(warning);
}

// Runners without job summaries name no file for it, or one that is not there: no reason to fail.
async function writeSummary(text: string, log: Log): Promise<void> {
  if ((process.env['GITHUB_STEP_SUMMARY'] ?? '') === '') return;
  try {
    await core.summary.addRaw(text).write();
  } catch (error) {
    log.info(`This runner takes no job summary: ${(error as Error).message}`);
  }
}
