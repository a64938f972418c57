import type { ContenderName } from '../contenders/index.ts';
import type { Failure, Measurement, WireFigures } from '../measure.ts';
import type { RowResult } from '../entry.ts';
import { median } from '../statistics.ts';

/** What a contender's runs of a row came to. */
export interface Summary {
  readonly contender: ContenderName;
  readonly runs: number;
  /** Of the runs that count, medians. Undefined when there is none. */
  readonly figures: Figures | undefined;
  /** Of the runs that do not count. */
  readonly failures: readonly Failure[];
}

/** Medians, and how far the times lie apart. */
export interface Figures {
  readonly seconds: number;
  readonly leastSeconds: number;
  readonly mostSeconds: number;
  readonly cpuSeconds: number;
  readonly memoryBytes: number;
  readonly wire: WireFigures | undefined;
}

/** Sums up a row, in the order of its contenders. */
export function summarize({ row, runs }: RowResult): Summary[] {
  return row.contenders.map((contender) => {
    const all = runs.get(contender) ?? [];
    const failures = all.flatMap(({ failure }) => (failure === undefined ? [] : [failure]));
    const good = all.filter(({ failure }) => failure === undefined);
    return { contender, runs: all.length, figures: figuresOf(good), failures };
  });
}

function figuresOf(runs: readonly Measurement[]): Figures | undefined {
  if (runs.length === 0) return undefined;
  const seconds = runs.map((run) => run.seconds);
  return {
    seconds: median(seconds),
    leastSeconds: Math.min(...seconds),
    mostSeconds: Math.max(...seconds),
    cpuSeconds: median(runs.map((run) => run.cpuSeconds)),
    memoryBytes: median(runs.map((run) => run.memoryBytes)),
    wire: wireFiguresOf(runs.flatMap(({ wire }) => (wire === undefined ? [] : [wire]))),
  };
}

function wireFiguresOf(runs: readonly WireFigures[]): WireFigures | undefined {
  if (runs.length === 0) return undefined;
  return {
    rttMs: median(runs.map((wire) => wire.rttMs)),
    roundTripsPerFile: median(runs.map((wire) => wire.roundTripsPerFile)),
    // One run with a lost transfer must not hide behind the others.
    connections: Math.max(...runs.map((wire) => wire.connections)),
  };
}

/** Whether a contender is this action, in whatever setting. */
export function isOurs(contender: ContenderName): boolean {
  return contender === 'ours' || contender.startsWith('ours-');
}

/** The shortest median time of all others; undefined when none of them succeeded. */
export function bestPeerSeconds(summaries: readonly Summary[]): number | undefined {
  const times = summaries
    .filter(({ contender }) => !isOurs(contender))
    .flatMap(({ figures }) => (figures === undefined ? [] : [figures.seconds]));
  return times.length === 0 ? undefined : Math.min(...times);
}
