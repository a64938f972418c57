import type { Site } from '../site.ts';
import type { Ending } from './client-process.ts';

/** What a run of any client came to; each run comes to one of these. */
export const outcomes = [
  /** It reported success, and every file is whole. */
  'true-success',
  /** It reported success, and some file is not whole. */
  'false-success',
  /** It reported failure, and every file is the old one or the new one. */
  'clean-failure',
  /** It reported failure, and some file is neither the old one nor the new one. */
  'partial-failure',
  'hung',
  'crashed',
] as const;

export type Outcome = (typeof outcomes)[number];

/** Judges a run by what the client said and what the server's disk holds. */
export function outcomeOf(
  ending: Ending,
  disk: ReadonlyMap<string, string>,
  { files }: Pick<Site, 'files'>,
): Outcome {
  if (ending === 'hung' || ending === 'crashed') return ending;
  if (ending === 'success') {
    const isWhole = files.every(({ remotePath, sha256 }) => disk.get(remotePath) === sha256);
    return isWhole ? 'true-success' : 'false-success';
  }
  const isPartial = files.some(({ remotePath, sha256, oldSha256 }) => {
    const now = disk.get(remotePath);
    return now !== sha256 && now !== oldSha256;
  });
  return isPartial ? 'partial-failure' : 'clean-failure';
}
