import type { Comparison, LocalVersion } from './comparison.ts';
import type { Knowledge } from './journal.ts';
import type { FileRecord } from './state.ts';

/** Whether the state keeps a path that is no longer planned. */
export type Fate =
  /** It is gone, or no longer ours: the state forgets it. */
  | 'forgotten'
  /** It stays on the server and in the state. */
  | 'kept';

/** What the next state is made of. */
export interface NextFilesInput {
  /** Files of the plan: all of them are on the server. */
  readonly planned: ReadonlyMap<string, LocalVersion>;
  readonly comparison: Comparison;
  readonly knowledge: Knowledge;
  readonly fates: ReadonlyMap<string, Fate>;
  /** Sizes of files on the server that are what this action left there. */
  readonly confirmedSizes: ReadonlyMap<string, number>;
}

/**
 * The files of the next state: the plan, and what stays on the server. A file that an unfinished run may have changed
 * keeps its size but not its hash, so that it never counts as unchanged.
 */
export function nextFiles(input: NextFilesInput): Map<string, FileRecord> {
  const { planned, comparison, fates } = input;
  const files = new Map<string, FileRecord>(planned);
  const staying = [...comparison.removed].filter((path) => fates.get(path) !== 'forgotten');
  for (const path of [...staying, ...comparison.excluded]) {
    files.set(path, recordOf(path, input));
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

function recordOf(path: string, { knowledge, confirmedSizes }: NextFilesInput): FileRecord {
  const { records, doubts, deletes, uncertainty } = knowledge;
  const record = records.get(path) ?? { sizeBytes: null, sha256: null };
  if (doubts.has(path)) return { sizeBytes: confirmedSizes.get(path) ?? null, sha256: null };
  const isCertain = uncertainty === undefined && !deletes.has(path);
  return isCertain ? record : { ...record, sha256: null };
}

/** Whether two sets of files are the same. */
export function areSameFiles(
  a: ReadonlyMap<string, FileRecord>,
  b: ReadonlyMap<string, FileRecord>,
): boolean {
  return (
    a.size === b.size &&
    [...a].every(([path, { sizeBytes, sha256 }]) => {
      const other = b.get(path);
      return other?.sizeBytes === sizeBytes && other.sha256 === sha256;
    })
  );
}
