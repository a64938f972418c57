import fs from 'node:fs';

import * as core from '@actions/core';

import { toError } from '../errors.ts';
import { closingLines } from '../log/closing-lines.ts';
import type { Log } from '../log/log.ts';
import type { Redactor } from '../log/redactor.ts';
import type { Transcript } from '../log/transcript.ts';
import { manifest } from './manifest.ts';
import type { RunFiles } from './outputs.ts';
import { setOutputs } from './outputs.ts';
import { logPreflight } from './preflight-report.ts';
import type { RunReport } from './report.ts';
import { summary } from './summary.ts';

/** Where the parts of a report go. */
export interface ReportTargets {
  readonly log: Log;
  readonly redactor: Redactor;
  /** Undefined when no directory could be created for them. */
  readonly files: RunFiles | undefined;
  readonly transcript: Transcript | undefined;
  /** Whether the job summary is written. */
  readonly hasSummary: boolean;
}

/**
 * Writes the report of a run: the outputs first, then the transcript, the manifest, the summary and the end of the log.
 * A part that can't be written doesn't keep the others from being written; it fails the run, or is a warning if the run
 * has failed anyway. Never throws.
 */
export async function writeReport(report: RunReport, targets: ReportTargets): Promise<void> {
  const { log, files, transcript, redactor } = targets;
  const problems: string[] = [];
  const part = async (failure: string, write: () => unknown) => {
    try {
      await write();
    } catch (error) {
      problems.push(`${failure}: ${toError(error).message}`);
    }
  };
  await part('Could not set the outputs', () => {
    for (const warning of setOutputs(report, files)) log.warning(warning);
  });
  await part('Could not write the log', () => {
    if (report.preflight !== undefined) logPreflight(report.preflight, log);
    log.endGroup();
  });
  transcript?.flush();
  const { failure } = transcript ?? {};
  if (failure !== undefined) log.warning(`The transcript is incomplete: ${failure.message}`);
  await part('Could not write the manifest', () => {
    if (files !== undefined) writeChunks(files.manifest, manifest(report, redactor));
  });
  if (targets.hasSummary) await writeSummary(report, targets);
  await part('Could not write the log', () => {
    for (const line of closingLines(report)) log.info(line);
  });
  if (report.error === undefined && problems.length > 0) {
    log.failed('FTPS upload: the report is incomplete', problems.join('\n'));
    return;
  }
  for (const problem of problems) log.warning(problem);
  if (report.error === undefined) return;
  const { title, message, code, link } = report.error;
  log.failed(title, `${message}\n${code}: ${link}`);
}

// A runner without job summaries names no file or a missing one; that is no reason to fail.
async function writeSummary(report: RunReport, { log, redactor }: ReportTargets): Promise<void> {
  if ((process.env['GITHUB_STEP_SUMMARY'] ?? '') === '') return;
  try {
    await core.summary.addRaw(summary(report, redactor)).write();
  } catch (error) {
    log.info(`Could not write the job summary: ${toError(error).message}`);
  }
}

const writeCharacters = 64 * 1024;
/** The manifest names the host, like the transcript its commands. */
const ownerOnly = 0o600;

/** Writes a file from chunks of its text, with few system calls; an existing file is overwritten. */
export function writeChunks(path: string, chunks: Iterable<string>): void {
  const file = fs.openSync(path, 'w', ownerOnly);
  try {
    let pending = '';
    for (const chunk of chunks) {
      pending += chunk;
      if (pending.length < writeCharacters) continue;
      fs.writeFileSync(file, pending);
      pending = '';
    }
    fs.writeFileSync(file, pending);
  } finally {
    fs.closeSync(file);
  }
}
