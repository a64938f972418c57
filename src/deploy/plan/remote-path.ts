/**
 * Remote paths: `/`-separated, relative to the login directory unless they start with `/`. Callers convert local
 * separators.
 */

/**
 * Normalizes a remote directory: removes `.` and empty segments. `''` is the login directory and `/` the root.
 */
export function normalizeRemoteDirectory(text: string): string {
  const segments = text.split('/').filter((segment) => segment !== '' && segment !== '.');
  return (text.startsWith('/') ? '/' : '') + segments.join('/');
}

/** Appends path segments to a normalized remote directory. */
export function joinRemotePath(directory: string, ...segments: readonly string[]): string {
  const relative = segments.join('/');
  if (directory === '') return relative;
  return directory.endsWith('/') ? directory + relative : `${directory}/${relative}`;
}

/**
 * Returns why a remote path can't be used, as the rest of a sentence; undefined if it can.
 *
 * Names that may lead elsewhere are rejected in every form that a server may understand: `..\x`, `.. `, `C:\x` and
 * `x::$DATA` are ordinary names on Linux, but not on a Windows server. A colon alone is allowed.
 */
export function remotePathProblem(path: string): string | undefined {
  if (harmless.test(path) && path.length <= maximumBytes) return undefined;
  if (/[\r\n\0]/.test(path))
    return "contains a line break or NUL, which can't be sent in an FTP command";
  const segments = path.split(/[/\\]/);
  if (segments.includes('..')) return 'contains ".."';
  if (segments.some((segment) => /^[. ]+$/.test(segment) && segment !== '.')) {
    return 'contains a name of dots and spaces only, which servers on Windows read as another directory';
  }
  if (segments.some((segment) => /^[a-z]:$/i.test(segment))) {
    return 'contains a drive letter, which FTP paths never have: use a path such as /site';
  }
  if (/:\$[a-z_]+(\/|\\|$)/i.test(path)) {
    return 'contains the name of a data stream, which servers on Windows read as another file';
  }
  if (path.startsWith('\\')) return 'starts with "\\", the root directory on Windows servers';
  if (Buffer.byteLength(path) > maximumBytes) return `is longer than ${maximumBytes} bytes`;
  return undefined;
}

// Nearly all paths: letters, digits and a few others, and no segment that consists of dots.
const harmless = /^\/?(?:\.?[\w-][\w. -]*(?:\/|$))*$/;

// Leaves room for the longest verb in what servers accept as one command line.
const maximumBytes = 4_000;

/** The directory that contains a path; `''` is the login directory and `/` the root. */
export function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === 0 ? '/' : path.slice(0, Math.max(slash, 0));
}

/** The directories above a path, outermost first, without the root and the login directory. */
export function parentDirectories(path: string): string[] {
  const parents: string[] = [];
  for (let slash = path.indexOf('/', 1); slash !== -1; slash = path.indexOf('/', slash + 1)) {
    parents.push(path.slice(0, slash));
  }
  return parents;
}
