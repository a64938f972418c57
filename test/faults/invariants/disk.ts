import type { Invariant } from '../invariants.ts';
import type { Observation } from '../run-case.ts';

/** What readers of the site may see with `atomic` and `staged`. */
export const disk: readonly Invariant[] = [
  {
    name: 'every remote file is the old one or the new one',
    check: (seen) => {
      if (seen.faultCase.publish === 'direct') return [];
      return seen.site.files
        .filter((file) => {
          const now = seen.disk.get(file.remotePath);
          return now !== file.sha256 && now !== file.oldSha256;
        })
        .filter((file) => !isSetAside(seen, file.remotePath, file.sha256))
        .map(
          (file) =>
            `${file.remotePath} is ${seen.disk.has(file.remotePath) ? 'a third thing' : 'missing'}`,
        );
    },
  },
  {
    name: 'staged leaves the old site alone until every file has arrived',
    check: (seen) => {
      if (seen.faultCase.publish !== 'staged' || seen.phases.includes('publish')) return [];
      return seen.site.files
        .filter((file) => seen.disk.get(file.remotePath) !== file.oldSha256)
        .map((file) => `${file.remotePath} was changed before everything had arrived`);
    },
  },
  {
    name: 'no temporary name is left, or the result names it',
    check: (seen) => {
      const left = temporaryFiles(seen).filter((path) => !isOnlyCopy(seen, path));
      if (isReachable(seen)) return left.map((path) => `${path} is left`);
      return left
        .filter((path) => !seen.result.remainingTemporaryFiles.includes(path))
        .map((path) => `${path} is left and the result does not name it`);
    },
  },
  {
    name: 'the result names no leftover that was removed',
    check: (seen) =>
      isReachable(seen) && !deniesWhatItDid(seen)
        ? seen.result.remainingTemporaryFiles
            .filter((path) => !seen.disk.has(path))
            .map((path) => `${path} is named and is not there`)
        : [],
  },
];

function temporaryFiles({ disk: found }: Observation): string[] {
  return [...found.keys()].filter((path) => /(^|\/)\.up-[^/]+$/.test(path));
}

/**
 * Where the server does not rename over an existing file, the old one is deleted before the new one is renamed. When
 * the rename then fails for good, the new one is kept under a temporary name, and the result names that.
 */
function isSetAside(seen: Observation, remotePath: string, sha256: string): boolean {
  if (seen.disk.has(remotePath)) return false;
  return temporaryFiles(seen).some(
    (path) => seen.disk.get(path) === sha256 && isOnlyCopy(seen, path),
  );
}

function isOnlyCopy({ faultCase, result, disk: found, site }: Observation, path: string): boolean {
  if (faultCase.setup !== 'no-replace' || !result.remainingTemporaryFiles.includes(path))
    return false;
  const file = site.files.find(({ sha256 }) => sha256 === found.get(path));
  return file !== undefined && !found.has(file.remotePath);
}

/** A server that renames the only copy and says that it did not: nobody can know where the file is. */
function deniesWhatItDid({ faultCase: { setup, fault } }: Observation): boolean {
  return setup === 'no-replace' && (fault === 'done-5yz' || fault === 'doubled-late');
}

const neededForRemoval: ReadonlySet<string> = new Set([
  ...['ACCEPT', 'CONNECT', 'USER', 'PASS', 'PBSZ', 'PROT', 'FEAT', 'OPTS-UTF8'],
  ...['TYPE', 'STRU', 'MODE', 'PWD', 'DELE'],
]);

/** After that a cancelled run does not go on cleaning up; on a machine that is busy enough it comes to that. */
const cleanUpMs = 3_500;

/** Whether the server would still have let the client log in and delete a file. */
function isReachable({ faultCase, cancelledMs = 0 }: Observation): boolean {
  const { step, often, fault } = faultCase;
  if (cancelledMs >= cleanUpMs) return false;
  if (!neededForRemoval.has(step)) return true;
  if (often !== 'once') return false;
  // A refused login is not tried again, and what speaks no FTP is not spoken to; so no connection could be had.
  const isRefusedForGood = ['5yz', 'unknown', 'garbage', 'wrong-code', 'early'].includes(fault);
  return !isRefusedForGood && !fault.startsWith('done') && !fault.startsWith('doubled');
}
