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
 * @returns A warning if the list of files is too long for an output.
 */
export function setOutputs(report: RunReport, files: RunFiles | undefined): string | undefined {
  const list = uploadedPaths(report);
  const uploaded = total(report.files, 'uploaded');
  core.setOutput('uploaded-files', list ?? '[]');
  core.setOutput('uploaded-count', uploaded.files);
  core.setOutput('uploaded-bytes', uploaded.bytes);
  core.setOutput('failed-count', total(report.files, 'failed').files);
  core.setOutput('pending-count', total(report.files, 'pending').files);
  core.setOutput('duration-seconds', seconds(report.milliseconds));
  core.setOutput('manifest', files?.manifest ?? '');
  core.setOutput('transcript', files?.transcript ?? '');
  return list === undefined
    ? 'The output "uploaded-files" is empty because it would exceed 512 KiB. The manifest (output "manifest") has the complete list.'
    : undefined;
}

/** The list as JSON; undefined if it is too long. */
function uploadedPaths({ files }: RunReport): string | undefined {
  const paths: string[] = [];
  let bytes = '[]'.length;
  for (const { status, remotePath } of files) {
    if (status !== 'uploaded') continue;
    const path = JSON.stringify(remotePath);
    bytes += Buffer.byteLength(path) + (paths.length === 0 ? 0 : 1);
    if (bytes > maxListBytes) return undefined;
    paths.push(path);
  }
  return `[${paths.join(',')}]`;
}
