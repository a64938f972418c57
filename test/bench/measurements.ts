import type { Entry } from '../../bench/entry.ts';
import type { Measurement } from '../../bench/measure.ts';
import type { Row } from '../../bench/rows.ts';

/** A row of small files over 40 ms, with what differs. */
export function row(others: Partial<Row> = {}): Row {
  return {
    workload: 'W1',
    server: 'proftpd',
    tls: 'TLSv1.3',
    sessionReuse: 'required',
    rttMs: 40,
    contenders: ['ours', 'basic-ftp'],
    ...others,
  };
}

/** A run that took so long, with what differs. */
export function run(seconds: number, others: Partial<Measurement> = {}): Measurement {
  return { seconds, cpuSeconds: 1, memoryBytes: 50 * 1024 * 1024, ...others };
}

/** A run that failed for this reason. */
export function failedRun(reason: string): Measurement {
  return run(1, { failure: { reason, output: reason } });
}

/** What the wire says about a run of W1, with a connection for control and one a file unless said. */
export function wire(roundTripsPerFile: number, connections = 301): Pick<Measurement, 'wire'> {
  return { wire: { rttMs: 40.2, roundTripsPerFile, connections } };
}

/** Entries of one row, from the runs of each contender. */
export function entries(
  at: Row,
  runs: Readonly<Partial<Record<Entry['contender'], readonly Measurement[]>>>,
): Entry[] {
  const common = {
    build: 'b',
    when: '2026-11-26T12:00:00Z',
    delayKind: 'forwarder',
    lanes: 6,
    row: at,
  } as const;
  return Object.entries(runs).flatMap(([name, measurements]) =>
    measurements.map((measurement) => ({
      ...common,
      contender: name as Entry['contender'],
      measurement,
    })),
  );
}
