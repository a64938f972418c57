import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import * as core from '@actions/core';

import { total } from '../../deploy/index.ts';
import { RunFilesError, toError } from '../errors.ts';
import { seconds } from './manifest.ts';
import type { RunReport } from './report.ts';

const maxListBytes = 512 * 1024;

/** Absolute paths of the files that a run writes. */
export interface RunFiles {
  readonly manifest: string;
  readonly transcript: string;
}

/**
 * Creates a directory for the files of this run: in the runner's temporary directory, or in the system's if that can't
 * be used.
 *
 * @throws {@link RunFilesError} when neither can be used.
 */
export function createRunFiles(): RunFiles {
  const directory = createDirectory(process.env['RUNNER_TEMP'] ?? '');
  return {
    manifest: path.join(directory, 'manifest.json'),
    transcript: path.join(directory, 'transcript.txt'),
  };
}

function createDirectory(runnerTemp: string): string {
  const name = 'open-ftps-action-';
  try {
    if (runnerTemp === '') return fs.mkdtempSync(path.join(os.tmpdir(), name));
    fs.mkdirSync(runnerTemp, { recursive: true });
    return fs.mkdtempSync(path.join(runnerTemp, name));
  } catch (error) {
    if (runnerTemp !== '') return createDirectory('');
    throw new RunFilesError(toError(error));
  }
}

/**
 * Sets every output, after a failure too.
 *
 * @param files - Undefined when the run has no directory for its files.
 * @returns A warning for each list of files that is too long for an output.
 */
export function setOutputs(report: RunReport, files: RunFiles | undefined): string[] {
  const { files: planned, sync, isChanged = false } = report;
  const warnings: string[] = [];
  const list = (name: string, entries: readonly { readonly remotePath: string }[]) => {
    const text = pathList(entries);
    core.setOutput(name, text ?? '[]');
    if (text === undefined) warnings.push(name);
  };
  const uploaded = planned.filter(({ status }) => status === 'uploaded');
  const deleted = sync?.otherFiles.filter(({ status }) => status === 'deleted') ?? [];
  list('uploaded-files', uploaded);
  list('deleted-files', deleted);
  core.setOutput('uploaded-count', uploaded.length);
  core.setOutput('uploaded-bytes', total(planned, 'uploaded').bytes);
  core.setOutput('unchanged-count', total(planned, 'unchanged').files);
  core.setOutput('deleted-count', deleted.length);
  core.setOutput('failed-count', total(planned, 'failed').files);
  core.setOutput('pending-count', total(planned, 'pending').files);
  core.setOutput('changed', isChanged);
  core.setOutput('duration-seconds', seconds(report.milliseconds));
  core.setOutput('manifest', files?.manifest ?? '');
  core.setOutput('transcript', files?.transcript ?? '');
  return warnings.map(
    (name) =>
      `The output "${name}" is empty because it would exceed 512 KiB. The manifest (output "manifest") has the complete list.`,
  );
}

/** The paths as JSON; undefined if that is too long. */
function pathList(entries: readonly { readonly remotePath: string }[]): string | undefined {
  const paths: string[] = [];
  let bytes = '[]'.length;
  for (const { remotePath } of entries) {
    const path = JSON.stringify(remotePath);
    bytes += Buffer.byteLength(path) + (paths.length === 0 ? 0 : 1);
    if (bytes > maxListBytes) return undefined;
    paths.push(path);
  }
  return `[${paths.join(',')}]`;
}
