import fs from 'node:fs';
import path from 'node:path';

import { foldPath, joinRemotePath, remotePathProblem } from '../../deploy/index.ts';
import type { InputReader } from './input-reader.ts';

/**
 * Reads `maintenance-file`.
 *
 * @param place.mustExist - Whether the file is needed in this run.
 * @returns Its absolute path; undefined when it isn't set.
 */
export function readMaintenanceFile(
  reader: InputReader,
  place: {
    readonly mustExist: boolean;
    readonly remoteDir: string;
    readonly stateFile: string;
  },
): string | undefined {
  const text = reader.text('maintenance-file');
  if (text === '') return undefined;
  const file = path.resolve(text);
  const remotePath = joinRemotePath(place.remoteDir, path.basename(file));
  const [folded, state] = [foldPath(remotePath), foldPath(place.stateFile)];
  const problem = remotePathProblem(remotePath);
  if (place.mustExist && !fs.statSync(file, { throwIfNoEntry: false })?.isFile()) {
    reader.problem(
      'maintenance-file',
      "maintenance-file doesn't exist or isn't a file. It is the path of a local file, such as app_offline.htm.",
    );
  } else if (problem !== undefined) {
    reader.problem('maintenance-file', `maintenance-file: its remote path ${problem}.`);
  } else if (folded === state || folded.startsWith(`${state}.`)) {
    reader.problem('maintenance-file', 'maintenance-file has the name of state-file. Rename it.');
  }
  return file;
}
