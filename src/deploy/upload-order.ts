import type { QueuedUpload } from './results.ts';

/** Files that may be uploaded in any order, and at the same time. */
export interface UploadStage {
  /** For any connection. */
  readonly shared: readonly number[];
  /** Only for the first connection, one after the other. */
  readonly reserved: readonly number[];
}

/** What decides on the order of uploads over several connections. */
export interface SpreadOptions {
  /** Whether the server may take the name of a file for that of another one. They are compared one after the other. */
  readonly isAmbiguous: (remotePath: string) => boolean;
  /** Whether files get their final names later, so that the entry pages needn't wait. */
  readonly isStaged: boolean;
}

/**
 * Whether a file is an entry page: it refers to other files, so it is published after them.
 *
 * @param path - A remote path, or one relative to the remote directory.
 */
export function isEntryPage(path: string): boolean {
  return path.slice(path.lastIndexOf('/') + 1) === 'index.html';
}

/**
 * Spreads files over several connections: new files before changed ones, large ones before small ones, so that the last
 * ones take little time, and entry pages once all others have arrived.
 *
 * @param order - Indices of the files to upload.
 */
export function spread(
  files: readonly QueuedUpload[],
  order: readonly number[],
  { isAmbiguous, isStaged }: SpreadOptions,
): UploadStage[] {
  const file = (index: number): QueuedUpload => {
    const found = files[index];
    if (found === undefined) throw new RangeError('There is no such file.');
    return found;
  };
  const rank = (index: number) => (['new', undefined].includes(file(index).reason) ? 0 : 1);
  const size = (index: number) => file(index).sizeBytes;
  const isLast = (index: number) => !isStaged && isEntryPage(file(index).remotePath);
  return [order.filter((index) => !isLast(index)), order.filter(isLast)]
    .filter((stage) => stage.length > 0)
    .map((stage) => ({
      shared: stage
        .filter((index) => !isAmbiguous(file(index).remotePath))
        .sort((a, b) => rank(a) - rank(b) || size(b) - size(a)),
      reserved: stage.filter((index) => isAmbiguous(file(index).remotePath)),
    }));
}
