import { CONTENDERS, type ContenderName } from './contenders/index.ts';
import { Lane, type LaneOptions } from './lane.ts';
import { measure, type Measurement } from './measure.ts';
import { limitSeconds, runsAtOnce, type Row } from './rows.ts';
import type { WorkloadStore } from './workloads.ts';

/** One run, as it is told when it has ended. */
export interface Run {
  readonly row: Row;
  readonly contender: ContenderName;
  readonly measurement: Measurement;
}

/** How to run rows. */
export interface RunOptions extends LaneOptions {
  readonly workloads: WorkloadStore;
  /** Path of the certificate authority's PEM file. */
  readonly ca: string;
  readonly repeat: number;
  readonly lanes: number;
  /** For all rows; each has its own unless given. */
  readonly limitSeconds?: number;
  readonly signal: AbortSignal;
  /** Told of each run when it has ended. */
  readonly onRun: (run: Run) => Promise<void>;
}

interface Job {
  readonly row: Row;
  readonly contender: ContenderName;
}

/** Measures rows: what does not disturb each other side by side in lanes of their own, everything else alone. */
export async function runRows(rows: readonly Row[], options: RunOptions): Promise<void> {
  for (const [rttMs, group] of Map.groupBy(rows, (row) => row.rttMs)) {
    for (const [lanes, some] of Map.groupBy(group, (row) => runsAtOnce(row, options.lanes))) {
      await runInLanes(jobsOf(some, options.repeat), { rttMs, lanes }, options);
    }
  }
}

/** Every contender takes its turn before anyone has a second one, so that all see the same machine. */
function jobsOf(rows: readonly Row[], repeat: number): Job[] {
  return Array.from({ length: repeat }).flatMap(() =>
    rows.flatMap((row) => row.contenders.map((contender) => ({ row, contender }))),
  );
}

async function runInLanes(
  jobs: readonly Job[],
  { rttMs, lanes }: { readonly rttMs: number; readonly lanes: number },
  options: RunOptions,
): Promise<void> {
  const queue = jobs.values();
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, options.signal]);
  const work = async () => {
    await using lane = await Lane.create(rttMs, options);
    for (const job of queue) {
      const measurement = await runJob(job, lane, { ...options, signal });
      await options.onRun({ ...job, measurement });
    }
  };
  const workers = Array.from({ length: Math.min(lanes, jobs.length) }, () =>
    work().catch((error: unknown) => {
      // The others must not go on measuring for a result that nobody gets.
      stop.abort(error);
    }),
  );
  await Promise.all(workers);
  signal.throwIfAborted();
}

async function runJob(
  { row, contender }: Job,
  lane: Lane,
  options: RunOptions,
): Promise<Measurement> {
  const { programs, workloads, ca, signal } = options;
  signal.throwIfAborted();
  const server = await lane.server(row);
  const workload = await workloads.get(row.workload);
  const place = { path: lane.path, server, workload, ca, stopwatch: programs.stopwatch };
  const limitMs = (options.limitSeconds ?? limitSeconds(row)) * 1000;
  return measure(CONTENDERS[contender], place, limitMs, signal);
}
