import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import type { RunFiles } from './outputs.ts';

/** Makes a directory of this run's own for its files, in the runner's temporary directory where there is one. */
export function makeRunFiles(): RunFiles {
  const parent = process.env['RUNNER_TEMP'] ?? '';
  if (parent !== '') fs.mkdirSync(parent, { recursive: true });
  const directory = fs.mkdtempSync(path.join(parent || os.tmpdir(), 'open-ftps-action-'));
  return {
    manifest: path.join(directory, 'manifest.json'),
    transcript: path.join(directory, 'transcript.txt'),
  };
}
