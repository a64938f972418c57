import * as core from '@actions/core';

import { total } from '../../deploy/index.ts';
import { seconds } from './manifest.ts';
import type { RunReport } from './report.ts';

const maximumListBytes = 512 * 1024;

/** Where the files of a run lie. */
export interface RunFiles {
  readonly manifest: string;
  readonly transcript: string;
}

/**
 * Sets every output, on success and failure alike.
 *
 * @returns What to warn of: a list of files that is too long for an output.
 */
export function setOutputs(report: RunReport, files: RunFiles): string | undefined {
  const list = uploadedPaths(report);
  const uploaded = total(report.files, 'uploaded');
  core.setOutput('uploaded-files', list ?? '[]');
  core.setOutput('uploaded-count', uploaded.files);
  core.setOutput('uploaded-bytes', uploaded.bytes);
  core.setOutput('failed-count', total(report.files, 'failed').files);
  core.setOutput('pending-count', total(report.files, 'pending').files);
  core.setOutput('duration-seconds', seconds(report.milliseconds));
  core.setOutput('manifest', files.manifest);
  core.setOutput('transcript', files.transcript);
  return list === undefined
    ? `The output "uploaded-files" would be longer than 512 KiB and is left empty; the file in the output "manifest" has the whole list.`
    : undefined;
}

/** The list as JSON; undefined as soon as it is too long. */
function uploadedPaths({ files }: RunReport): string | undefined {
  const paths: string[] = [];
  let bytes = '[]'.length;
  for (const { status, remotePath } of files) {
    if (status !== 'uploaded') continue;
    const path = JSON.stringify(remotePath);
    bytes += Buffer.byteLength(path) + (paths.length === 0 ? 0 : 1);
    if (bytes > maximumListBytes) return undefined;
    paths.push(path);
  }
  return `[${paths.join(',')}]`;
}
