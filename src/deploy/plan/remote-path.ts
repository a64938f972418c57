/**
 * Remote paths: `/`-separated, relative to the login directory unless they begin with `/`. Pure text; what local
 * separators are is the caller's matter.
 */

/**
 * Brings a remote directory into its plain form: without `.`, empty or trailing segments; `''` is the login
 * directory and `/` the root.
 */
export function normalizeRemoteDirectory(text: string): string {
  const segments = text.split('/').filter((segment) => segment !== '' && segment !== '.');
  return (text.startsWith('/') ? '/' : '') + segments.join('/');
}

/** Puts a path below a remote directory in its plain form. */
export function joinRemotePath(directory: string, ...segments: readonly string[]): string {
  const below = segments.join('/');
  if (directory === '') return below;
  return directory.endsWith('/') ? directory + below : `${directory}/${below}`;
}

/**
 * Why a remote path cannot be used; undefined when it can.
 *
 * `..` is refused in every form that a server may understand: a file called `..\x` is harmless here and leaves the
 * directory on a Windows server.
 */
export function remotePathProblem(path: string): string | undefined {
  if (/[\r\n\0]/.test(path)) return 'holds a line break or NUL, which no FTP command can carry';
  if (path.split(/[/\\]/).includes('..')) return 'holds ".."';
  if (path.startsWith('\\')) return 'begins with "\\", the root of a Windows server';
  if (Buffer.byteLength(path) > maximumBytes) return `is longer than ${maximumBytes} bytes`;
  return undefined;
}

// Room for the longest verb within what servers read as one command.
const maximumBytes = 4_000;

/**
 * The form in which a path goes over the wire: `./` is put before a relative path whose first character some
 * server takes for something else (`-` for an option, `~` for a home directory, a space for padding).
 */
export function wirePath(path: string): string {
  return /^[-~\s]/.test(path) ? `./${path}` : path;
}

/** The directories above a path, outermost first; the root and the login directory are none of them. */
export function parentDirectories(path: string): string[] {
  const parents: string[] = [];
  for (let slash = path.indexOf('/', 1); slash !== -1; slash = path.indexOf('/', slash + 1)) {
    parents.push(path.slice(0, slash));
  }
  return parents;
}
