import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import type { RunFiles } from './outputs.ts';

/**
 * Makes a directory of this run's own for its files: in the runner's temporary directory, or in the system's where the
 * runner has none that can be used.
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
    throw error;
  }
}
