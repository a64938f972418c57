import { formatDuration } from '../format.ts';
import type { UncertainDuration } from './cost-model.ts';
import { CostModel, expectedByteMs } from './cost-model.ts';
import type { RemainingSizes } from './remaining-sizes.ts';

/** A transfer that has not ended. */
export interface OpenTransfer {
  readonly sizeBytes: number;
  /** Milliseconds since it began or was resumed. */
  readonly elapsedMs: number;
  /** Bytes sent in that time. */
  readonly movedBytes: number;
  /** Bytes of the file that are on the server. */
  readonly bytes: number;
}

/** How far the work has got. */
export interface WorkState {
  readonly elapsedMs: number;
  /** Includes the files of open transfers. */
  readonly remaining: RemainingSizes;
  readonly transfers: readonly OpenTransfer[];
}

/** A measured transfer says nothing about files that are this much larger, unless it is large itself. */
const comparableFactor = 8;
const largeBytes = 1024 ** 2;
const measurableMs = 1_000;
/** Relative standard deviation above which an estimate isn't worth showing. */
const tolerance = 0.15;

/**
 * Estimates the time that is left, from the durations of the files so far. Several files may be transferred at the same
 * time: how many are, on average, follows from the time that has passed.
 */
export class TimeLeft {
  readonly #costs = new CostModel();
  #doneFiles = 0;
  #doneBytes = 0;
  #largestBytes = 0;

  /** @param milliseconds - Time spent on the file. */
  finished(sizeBytes: number, milliseconds: number): void {
    this.#costs.add(sizeBytes, milliseconds);
    this.#doneFiles += 1;
    this.#doneBytes += sizeBytes;
    this.#largestBytes = Math.max(this.#largestBytes, sizeBytes);
  }

  /** `about 45.0 s left`; a lower limit if the rate of the large files that are left can't be known yet. */
  describe({ elapsedMs, remaining, transfers }: WorkState): string {
    const costs = this.#costs.copy();
    for (const { movedBytes, elapsedMs: ms } of transfers) {
      if (ms >= measurableMs && movedBytes > 0) costs.add(movedBytes, ms);
    }
    const sent = sum(transfers, ({ bytes }) => bytes);
    const moved = sum(transfers, ({ movedBytes }) => movedBytes);
    const done = costs.estimate(this.#doneFiles + transfers.length, this.#doneBytes + moved);
    const parallel = Math.max(done.ms, 1) / Math.max(elapsedMs, 1);
    const unknownBytes = this.#incomparableBytes(remaining, transfers);
    const files = Math.max(remaining.files - transfers.length, 0);
    const bytes = Math.max(remaining.bytes - sent - unknownBytes, 0);
    const known = costs.estimate(files, bytes);
    const unknownMs = unknownBytes * Math.max(costs.byteMs, expectedByteMs);
    const longest = Math.max(
      longestTransfer(transfers),
      largestNotBegun(costs, remaining, transfers),
    );
    const ms = Math.max((known.ms + unknownMs) / parallel, longest);
    const deviation = Math.hypot(known.deviationMs, unknownMs) / parallel;
    if (deviation <= tolerance * ms) return `about ${formatDuration(ms)} left`;
    const parts = [known, costs.estimate(files, 0), costs.estimate(0, bytes)];
    const least = Math.max(...parts.map(leastOf)) / parallel;
    return least < 1_000 ? 'time left unknown' : `more than ${formatDuration(least)} left`;
  }

  /** Bytes of files that are so large that the transfers so far say nothing about their rate. */
  #incomparableBytes(remaining: RemainingSizes, transfers: readonly OpenTransfer[]): number {
    const measured = transfers.filter(({ elapsedMs }) => elapsedMs >= measurableMs);
    const largest = Math.max(this.#largestBytes, ...measured.map(({ movedBytes }) => movedBytes));
    return largest >= largeBytes ? 0 : remaining.bytesAbove(comparableFactor * largest);
  }
}

function leastOf({ ms, deviationMs }: UncertainDuration): number {
  return ms - 2 * deviationMs;
}

function longestTransfer(transfers: readonly OpenTransfer[]): number {
  return Math.max(...transfers.map(ownTimeLeft), 0);
}

/** The largest file, unless its transfer has begun: no other connection can share its work. */
function largestNotBegun(
  costs: CostModel,
  { largest }: RemainingSizes,
  transfers: readonly OpenTransfer[],
): number {
  return transfers.some(({ sizeBytes }) => sizeBytes >= largest) || largest === 0
    ? 0
    : costs.estimate(1, largest).ms;
}

/** What the transfer itself needs at its rate so far. */
function ownTimeLeft({ sizeBytes, bytes, movedBytes, elapsedMs }: OpenTransfer): number {
  if (movedBytes === 0 || elapsedMs < measurableMs) return 0;
  return (elapsedMs * Math.max(sizeBytes - bytes, 0)) / movedBytes;
}

function sum<T>(items: readonly T[], measure: (item: T) => number): number {
  return items.reduce((total, item) => total + measure(item), 0);
}
