import type { ClientName } from '../clients/index.ts';
import type { Figures, Measurement } from '../measure.ts';
import type { Row } from '../rows.ts';
import { median } from '../stopwatch.ts';

/** All runs of a row. */
export interface RowResult {
  readonly row: Row;
  readonly runs: ReadonlyMap<ClientName, readonly Measurement[]>;
}

/** The runs of one client in a row. */
export interface Summary {
  readonly client: ClientName;
  readonly runs: number;
  readonly failures: readonly string[];
  /** Medians of the runs that succeeded; not a number if all failed. */
  readonly figures: Figures;
  readonly minSeconds: number;
  readonly maxSeconds: number;
}

/** Summarizes a row, in the order of its clients. */
export function summarize({ row, runs }: RowResult): Summary[] {
  return row.clients.map((client) => {
    const all = runs.get(client) ?? [];
    const good = all.filter(({ failure }) => failure === undefined);
    const seconds = good.map((run) => run.seconds);
    return {
      client,
      runs: all.length,
      failures: all.flatMap(({ failure }) => failure ?? []),
      figures: medians(good),
      minSeconds: Math.min(...seconds),
      maxSeconds: Math.max(...seconds),
    };
  });
}

/** The medians of runs; not a number if there are none. */
export function medians(runs: readonly Figures[]): Figures {
  const values = (key: keyof Figures) => runs.map((run) => run[key]);
  return {
    seconds: median(values('seconds')),
    cpuSeconds: median(values('cpuSeconds')),
    memoryBytes: median(values('memoryBytes')),
    rttMs: median(values('rttMs')),
    roundTripsPerFile: median(values('roundTripsPerFile')),
    // The median would hide a single run that repeated a transfer.
    connections: runs.length === 0 ? NaN : Math.max(...values('connections')),
  };
}

/** The best median time of all other clients; not a number if none succeeded. */
export function bestOtherSeconds(summaries: readonly Summary[]): number {
  const others = summaries.filter(
    ({ client, figures }) => !/^ours|-4$/.test(client) && figures.seconds > 0,
  );
  return others.length === 0 ? NaN : Math.min(...others.map(({ figures }) => figures.seconds));
}
