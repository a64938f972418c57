import v8 from 'node:v8';

/**
 * Chooses whether V8 cleans its heap up early or lets it grow.
 *
 * Of a file nothing is needed for long but its result, yet what each leaves behind lets the young generation grow to 128
 * MiB, and the old one to twice what it holds. Where there is little to do, cleaning up is a waste of time.
 */
export function preferSmallHeap(isPreferred: boolean): void {
  v8.setFlagsFromString(isPreferred ? '--optimize-for-size' : '--no-optimize-for-size');
  // The young generation grows by this factor (V8's own is 2), and a search that finds much would have it grow at once.
  v8.setFlagsFromString(`--semi-space-growth-factor=${isPreferred ? 1 : 2}`);
}
