import { remotePathProblem } from '../plan/remote-path.ts';

/**
 * Whether a path read from the server is safe to use: relative to the remote directory, below it, and in its plain form.
 * Anything else could name a file outside the deployment.
 */
export function isPlainPath(path: string): boolean {
  return !emptySegment.test(path) && remotePathProblem(path) === undefined;
}

/** A segment that is empty, or a single dot. */
const emptySegment = /(?:^|\/)\.?(?:\/|$)/;

/** The path relative to the remote directory; undefined if it isn't below it. */
export function relativeTo(remoteDirectory: string, remotePath: string): string | undefined {
  const prefix =
    remoteDirectory === '' || remoteDirectory.endsWith('/')
      ? remoteDirectory
      : `${remoteDirectory}/`;
  if (!remotePath.startsWith(prefix)) return undefined;
  const path = remotePath.slice(prefix.length);
  return isPlainPath(path) ? path : undefined;
}

/** The directory that contains a relative path; `''` is the remote directory. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

/** The directories above a relative path, innermost first, without the remote directory. */
export function parentsOf(path: string): string[] {
  const parents: string[] = [];
  for (let parent = parentOf(path); parent !== ''; parent = parentOf(parent)) parents.push(parent);
  return parents;
}
