import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import type { RunFiles } from './outputs.ts';

/** Makes a directory of this run's own for its files, in the runner's temporary directory where there is one. */
export function makeRunFiles(): RunFiles {
  const runnerTemp = process.env['RUNNER_TEMP'] ?? '';
  const parent = runnerTemp !== '' && fs.existsSync(runnerTemp) ? runnerTemp : os.tmpdir();
  const directory = fs.mkdtempSync(path.join(parent, 'open-ftps-action-'));
  return {
    manifest: path.join(directory, 'manifest.json'),
    transcript: path.join(directory, 'transcript.txt'),
  };
}
