import { NoChecksumError } from '../errors.ts';
import type { Comparison, UploadReason } from './comparison.ts';
import type { DecisionInput } from './decision-input.ts';
import type { NoDeletions, Observed, Ownership } from './deletions.ts';
import { ownershipOf } from './deletions.ts';
import { parentOf, parentsOf } from './relative-path.ts';
import type { ServerCheck } from './server-check.ts';

/** Asks for the files that are known: those to compare, those to overwrite, and those that may be deleted. */
export async function observeKnown(
  check: ServerCheck,
  { knowledge, options, planned }: DecisionInput,
  {
    comparison,
    noDeletions,
  }: { readonly comparison: Comparison; readonly noDeletions: NoDeletions | undefined },
): Promise<Map<string, Observed>> {
  const { records, doubts, deletes } = knowledge;
  const checksUnchanged = options.verifyUploads === 'size';
  const neededDirectories = new Set([...planned.keys()].flatMap(parentsOf));
  const isInTheWay = (path: string) =>
    neededDirectories.has(path) || parentsOf(path).some((parent) => planned.has(parent));
  const mayBeRemoved = (path: string) =>
    noDeletions === undefined || doubts.has(path) || deletes.has(path) || isInTheWay(path);
  const paths = [
    ...(checksUnchanged ? comparison.unchanged : []),
    ...[...comparison.uploads.keys()].filter((path) => records.has(path)),
    ...[...comparison.removed].filter(mayBeRemoved),
    ...[...comparison.excluded].filter((path) => doubts.has(path)),
  ];
  const sizeOf = (path: string) => records.get(path)?.sizeBytes;
  const observed = await check.observe(new Map(paths.map((path) => [path, sizeOf(path)])));
  // Servers also answer 550 when a file is in use. A removed file that is gone is forgotten, so it is asked for twice.
  const gone = [...comparison.removed].filter((path) => observed.get(path) === 'missing');
  const again = await check.observe(new Map(gone.map((path) => [path, undefined])));
  return new Map([...observed, ...again]);
}

/** Adds unchanged files to the uploads if the server doesn't confirm them. */
export async function checkUnchanged(
  { remote, toRemotePath, planned, options }: DecisionInput,
  comparison: Comparison,
  observed: ReadonlyMap<string, Observed>,
) {
  const uploads = new Map(comparison.uploads);
  const unchanged = new Set(comparison.unchanged);
  if (options.verifyUploads === 'none') return { uploads, unchanged, unconfirmed: 0 };
  const paths = [...unchanged];
  let unconfirmed = 0;
  let isConfirmed: (path: string, index: number) => boolean = (path) =>
    observed.get(path) === planned.get(path)?.sizeBytes;
  if (options.verifyUploads === 'checksum') {
    const matches = await remote.matchChecksums(paths.map(toRemotePath));
    if (matches === undefined) throw new NoChecksumError();
    isConfirmed = (_path, index) => matches[index] === true;
  }
  for (const [index, path] of paths.entries()) {
    if (isConfirmed(path, index)) continue;
    if (observed.get(path) === 'unknown') unconfirmed += 1;
    unchanged.delete(path);
    uploads.set(path, 'differs-on-server');
  }
  return { uploads, unchanged, unconfirmed };
}

/** The directories of uploads that don't exist. A file that was seen in one proves that it exists. */
export async function findMissingDirectories(
  check: ServerCheck,
  uploads: ReadonlyMap<string, UploadReason>,
  observed: ReadonlyMap<string, Observed>,
): Promise<Set<string>> {
  const needed = new Set([...uploads.keys()].flatMap(parentsOf));
  if (needed.size === 0) return new Set();
  const seen = [...observed].filter(([, size]) => typeof size === 'number');
  const directories = new Set(seen.map(([path]) => parentOf(path)));
  const existing = new Set([...directories].flatMap((path) => [path, ...parentsOf(path)]));
  return await check.missingDirectories([...needed].filter((path) => !existing.has(path)));
}

/** Asks for the files that would be overwritten although nothing is known about them. */
export async function observeNew(
  check: ServerCheck,
  {
    uploads,
    observed,
    missingDirectories,
  }: {
    readonly uploads: ReadonlyMap<string, UploadReason>;
    readonly observed: Map<string, Observed>;
    readonly missingDirectories: ReadonlySet<string>;
  },
): Promise<void> {
  const unobserved = [...uploads.keys()].filter((path) => !observed.has(path));
  const isMissing = (path: string) => missingDirectories.has(parentOf(path));
  const asked = unobserved.filter((path) => !isMissing(path));
  const sizes = await check.observe(new Map(asked.map((path) => [path, undefined])));
  for (const path of unobserved) observed.set(path, sizes.get(path) ?? 'missing');
}

export interface Observations {
  readonly comparison: Comparison;
  readonly observed: ReadonlyMap<string, Observed>;
}

/** Who owns the files that are removed, or that an unfinished run may have changed. */
export async function findOwners(
  check: ServerCheck,
  { knowledge, reading }: DecisionInput,
  {
    comparison,
    observed,
    uploads,
  }: Observations & { readonly uploads: ReadonlyMap<string, UploadReason> },
): Promise<Map<string, Ownership>> {
  const { records, doubts } = knowledge;
  const isInDoubt = (path: string) => doubts.has(path) && typeof observed.get(path) === 'number';
  const candidates = [...comparison.removed, ...comparison.excluded, ...uploads.keys()].filter(
    (path) => observed.has(path),
  );
  const times = await check.modificationTimes(candidates.filter(isInDoubt));
  return new Map(
    candidates.map((path) => [
      path,
      ownershipOf({
        recordedSize: records.get(path)?.sizeBytes,
        doubts: doubts.get(path) ?? [],
        observed: observed.get(path) ?? 'unknown',
        modifiedMs: times.get(path),
        journalModifiedMs: reading.journalFile.status.modifiedMs,
      }),
    ]),
  );
}
