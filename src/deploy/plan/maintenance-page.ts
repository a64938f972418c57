import fs from 'node:fs';
import path from 'node:path';

import { sanitize } from '../../sanitize.ts';
import { PlanError, systemMessage } from '../errors.ts';
import { foldPath } from './folding.ts';
import { displayPath } from './local-path.ts';
import { joinRemotePath } from './remote-path.ts';

/** A file that visitors see while a deployment changes the site. */
export interface MaintenancePage {
  readonly localPath: string;
  /** Its own name in the remote directory. */
  readonly remotePath: string;
  readonly bytes: Buffer;
}

/** Largest maintenance file: it is kept in memory, and uploaded while the site still works. */
const maxBytes = 16 * 1024 * 1024;

/**
 * Reads the maintenance file.
 *
 * @param localPath - Absolute.
 * @throws {@link PlanError} when it can't be read, or a planned file has its place on the server.
 */
export function readMaintenancePage(
  localPath: string,
  plan: {
    readonly remoteDirectory: string;
    readonly uploads: readonly { readonly localPath: string; readonly remotePath: string }[];
  },
): MaintenancePage {
  const remotePath = joinRemotePath(plan.remoteDirectory, path.basename(localPath));
  const reserved = foldPath(remotePath);
  const problems = plan.uploads.flatMap((upload) => {
    const folded = foldPath(upload.remotePath);
    if (folded !== reserved && !folded.startsWith(`${reserved}/`)) return [];
    return [
      `${displayPath(upload.localPath)} can't be uploaded: its remote path ${sanitize(upload.remotePath)} is reserved for maintenance-file. Leave it out with "exclude".`,
    ];
  });
  if (problems.length > 0) throw new PlanError(problems);
  return { localPath, remotePath, bytes: read(localPath) };
}

function read(localPath: string): Buffer {
  try {
    const { size } = fs.statSync(localPath);
    if (size <= maxBytes) return fs.readFileSync(localPath);
  } catch (error) {
    throw new PlanError([`maintenance-file can't be read: ${systemMessage(error)}.`]);
  }
  throw new PlanError([`maintenance-file is larger than ${maxBytes} bytes.`]);
}
