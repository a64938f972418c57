import type { Invariant } from '../invariants.ts';
import type { Observation } from '../run-case.ts';

/** Invariants of the server's disk. */
export const disk: readonly Invariant[] = [
  {
    name: 'with atomic and staged, every remote file is the old or the new one',
    check: (observation) => {
      if (observation.faultCase.publish === 'direct') return [];
      return observation.site.files
        .filter((file) => {
          const now = observation.disk.get(file.remotePath);
          return now !== file.sha256 && now !== file.oldSha256;
        })
        .filter((file) => !isKeptAsTemporary(observation, file.remotePath, file.oldSha256))
        .map(({ remotePath }) =>
          observation.disk.has(remotePath)
            ? `${remotePath} has unknown content`
            : `${remotePath} is missing`,
        );
    },
  },
  {
    name: 'staged changes no file before all files have been uploaded',
    check: (observation) => {
      if (observation.faultCase.publish !== 'staged') return [];
      if (observation.phases.includes('publish')) return [];
      return observation.site.files
        .filter((file) => observation.disk.get(file.remotePath) !== file.oldSha256)
        .map((file) => `${file.remotePath} was changed`);
    },
  },
  {
    name: 'temporary files are deleted or listed in the result',
    check: (observation) => {
      const remaining = temporaryFiles(observation).filter((path) => !isKept(observation, path));
      if (isReachable(observation)) return remaining.map((path) => `${path} was not deleted`);
      return remaining
        .filter((path) => !observation.result.remainingTemporaryFiles.includes(path))
        .map((path) => `${path} is neither deleted nor listed`);
    },
  },
  {
    name: 'the result lists no temporary file that was deleted',
    check: (observation) =>
      isReachable(observation) && !deniesRename(observation)
        ? observation.result.remainingTemporaryFiles
            .filter((path) => !observation.disk.has(path))
            .map((path) => `${path} is listed but does not exist`)
        : [],
  },
];

function temporaryFiles({ disk: found }: Observation): string[] {
  return [...found.keys()].filter((path) => /(^|\/)\.up-[^/]+$/.test(path));
}

/**
 * If the server can't rename over an existing file, the old file is moved aside first. If it can't be put back after the
 * rename has failed for good, both files are kept under their temporary names, and the result lists them.
 */
function isKeptAsTemporary(
  observation: Observation,
  remotePath: string,
  oldSha256: string | undefined,
): boolean {
  if (observation.disk.has(remotePath)) return false;
  return temporaryFiles(observation).some(
    (path) => observation.disk.get(path) === oldSha256 && isKept(observation, path),
  );
}

/** Whether a listed file is an old one that could not be put back, or the new one for its place. */
function isKept(observation: Observation, path: string): boolean {
  const { faultCase, result, disk: found, site } = observation;
  if (faultCase.setup !== 'no-replace') return false;
  // A server that refuses once puts the old file back.
  if (faultCase.frequency === 'once' && !deniesRename(observation)) return false;
  if (!result.remainingTemporaryFiles.includes(path)) return false;
  return site.files.some(
    ({ remotePath, sha256, oldSha256 }) =>
      [sha256, oldSha256].includes(found.get(path) ?? '') &&
      (!found.has(remotePath) || deniesRename(observation)) &&
      result.movedAside.has(remotePath),
  );
}

/** Whether the server renames a file but replies that it didn't, so the file's name can't be known. */
function deniesRename({ faultCase: { setup, fault } }: Observation): boolean {
  return setup === 'no-replace' && (fault === 'done-5yz' || fault === 'doubled-late');
}

const stepsBeforeRemoval: ReadonlySet<string> = new Set([
  ...['ACCEPT', 'CONNECT', 'USER', 'PASS', 'PBSZ', 'PROT', 'FEAT', 'OPTS-UTF8'],
  ...['TYPE', 'STRU', 'MODE', 'PWD', 'DELE'],
]);

/** After this time a cancelled run stops deleting temporary files, which happens on a busy machine. */
const cleanUpMs = 3_500;

/** Whether the client could still log in and delete a file. */
function isReachable({ faultCase, cancelledMs = 0 }: Observation): boolean {
  const { step, frequency, fault, setup } = faultCase;
  if (setup === 'full') return false;
  if (cancelledMs >= cleanUpMs) return false;
  if (!stepsBeforeRemoval.has(step)) return true;
  if (frequency !== 'once') return false;
  // Rejected logins and servers that don't speak FTP aren't tried again.
  const isPermanent = ['5yz', 'unknown', 'garbage', 'wrong-code', 'early'].includes(fault);
  return !isPermanent && !fault.startsWith('done') && !fault.startsWith('doubled');
}
