import type { Site } from '../site.ts';
import type { Ending } from './client-process.ts';

/** Possible outcomes of a client's run. */
export const outcomes = [
  /** The client reported success, and every file is complete. */
  'true-success',
  /** The client reported success, but a file is incomplete. */
  'false-success',
  /** The client reported failure, and every file is the old or the new one. */
  'clean-failure',
  /** The client reported failure, and a file is neither the old nor the new one. */
  'partial-failure',
  'hung',
  'crashed',
] as const;

export type Outcome = (typeof outcomes)[number];

/** Compares the client's report with the server's disk. */
export function outcomeOf(
  ending: Ending,
  disk: ReadonlyMap<string, string>,
  { files }: Pick<Site, 'files'>,
): Outcome {
  if (ending === 'hung' || ending === 'crashed') return ending;
  if (ending === 'success') {
    const isComplete = files.every(({ remotePath, sha256 }) => disk.get(remotePath) === sha256);
    return isComplete ? 'true-success' : 'false-success';
  }
  const isPartial = files.some(({ remotePath, sha256, oldSha256 }) => {
    const now = disk.get(remotePath);
    return now !== sha256 && now !== oldSha256;
  });
  return isPartial ? 'partial-failure' : 'clean-failure';
}
