import type { SyncJob } from './preparation.ts';

/** The names that this action gives to temporary files; with and without a dot, for servers that prohibit dot files. */
const temporaryName = /^\.?up-[a-z0-9]{1,20}(?:-[a-z0-9]+|\.probe)$/;

/** Identifies a run: 48 random bits in hexadecimal. */
const runId = /^[0-9a-f]{12}$/;

/**
 * Journals that runs have stored under a temporary name before they were killed: no other run knows them, so their names
 * are found by a listing. If a run that is alive loses its own, it can't take its place anymore, and stops.
 *
 * @returns Remote paths.
 */
export async function temporaryJournals({ remote, options }: SyncJob): Promise<string[]> {
  // Without a path, STAT is about the session.
  const [files] = await remote.list([options.stateDirectory || '.']);
  const { journal } = options.paths;
  const directory = journal.slice(0, journal.lastIndexOf('/') + 1);
  return [...(files?.keys() ?? [])]
    .map((name) => `${directory}${name}`)
    .filter((path) => path.startsWith(`${journal}.`))
    .filter((path) => runId.test(path.slice(journal.length + 1)));
}

/** Name of the temporary directory of a run. */
export function probeDirectory(run: string): string {
  return `.up-${run}.probe`;
}

/** The file in it. */
export function probeFile(directory: string): string {
  return `${directory}/file`;
}

/**
 * The temporary files and directories that unfinished runs may have left, deepest first. Names of another form are
 * ignored, and so is what is part of a deployment.
 */
export function temporaryFilesOf(
  paths: Iterable<string>,
  isTaken: (path: string) => boolean,
): { readonly files: readonly string[]; readonly directories: readonly string[] } {
  const candidates = [...paths].filter((path) => !isTaken(path));
  const isTemporary = (path: string) => temporaryName.test(path.slice(path.lastIndexOf('/') + 1));
  const directories = candidates.filter((path) => isTemporary(path) && path.endsWith('.probe'));
  const files = candidates.filter((path) => isTemporary(path) && !path.endsWith('.probe'));
  const inDirectories = directories.map(probeFile);
  return { files: [...files, ...inDirectories], directories };
}
