import * as core from '@actions/core';

import { total } from '../deploy/index.ts';
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
  const uploaded = report.files.filter((file) => file.status === 'uploaded');
  const list = JSON.stringify(uploaded.map((file) => file.remotePath));
  const isTooLong = Buffer.byteLength(list) > maximumListBytes;
  core.setOutput('files', isTooLong ? '[]' : list);
  core.setOutput('uploaded-count', uploaded.length);
  core.setOutput('uploaded-bytes', total(report.files, 'uploaded').bytes);
  core.setOutput('failed-count', total(report.files, 'failed').files);
  core.setOutput('pending-count', total(report.files, 'pending').files);
  core.setOutput('duration-seconds', seconds(report.milliseconds));
  core.setOutput('manifest', files.manifest);
  core.setOutput('transcript', files.transcript);
  return isTooLong
    ? `The output "files" would be longer than 512 KiB and is left empty; the file in the output "manifest" has the whole list.`
    : undefined;
}
