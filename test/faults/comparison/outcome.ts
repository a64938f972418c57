import type { Site } from '../site.ts';

/** What of a run can be compared between clients. */
export interface Comparable {
  readonly reportsSuccess: boolean;
  /** Whether the fault has happened; a client that never comes to the step says nothing about it. */
  readonly isMet: boolean;
  /** The server's disk afterwards: relative path to SHA-256. */
  readonly disk: ReadonlyMap<string, string>;
}

/** How often a client came to what. */
export interface Tally {
  runs: number;
  succeeded: number;
  /** Reported success, and not every file was whole. */
  falseSuccesses: number;
  /** Left a file under its final name that is neither the old one nor the new one. */
  partial: number;
  /** Reported failure, and left such a file. */
  partialFailures: number;
}

export function emptyTally(): Tally {
  return { runs: 0, succeeded: 0, falseSuccesses: 0, partial: 0, partialFailures: 0 };
}

/** Adds one run. */
export function count(tally: Tally, { reportsSuccess, disk }: Comparable, site: Site): void {
  const isWhole = site.files.every(({ remotePath, sha256 }) => disk.get(remotePath) === sha256);
  const isPartial = site.files.some(({ remotePath, sha256, oldSha256 }) => {
    const now = disk.get(remotePath);
    return now !== sha256 && now !== oldSha256;
  });
  tally.runs += 1;
  if (reportsSuccess) tally.succeeded += 1;
  if (reportsSuccess && !isWhole) tally.falseSuccesses += 1;
  if (isPartial) tally.partial += 1;
  if (isPartial && !reportsSuccess) tally.partialFailures += 1;
}
