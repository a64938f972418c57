/** What `native/stopwatch.c` reports about one process. */
export interface StopwatchReport {
  readonly seconds: number;
  /** User and system time. */
  readonly cpuSeconds: number;
  /** Largest resident set. */
  readonly memoryBytes: number;
  /** `undefined` if a signal ended the process. */
  readonly exitCode: number | undefined;
  /** The TCP packets that open and close connections, in order. */
  readonly packets: readonly Packet[];
}

/** A TCP packet at the client's interface. */
export interface Packet {
  readonly milliseconds: number;
  readonly isOutgoing: boolean;
  /** The local port, which identifies the connection. */
  readonly port: number;
  readonly isSyn: boolean;
}

/** What the packets of a run show; not a number if no connection was opened. */
export interface WireFigures {
  /** Median time from a SYN to its SYN-ACK. */
  readonly rttMs: number;
  /** The time from the first to the last packet that opens or closes a connection. */
  readonly roundTripsPerFile: number;
  /** The number of connections that the client opened: one control connection and one per transfer. */
  readonly connections: number;
}

const SYN = 2;

/** Parses a report. */
export function parseReport(text: string): StopwatchReport {
  const lines = text.split('\n').map((line) => line.split(' '));
  const number = (key: string): number =>
    Number(lines.find(([name]) => name === key)?.[1] ?? Number.NaN);
  const exitCode = number('exit');
  return {
    seconds: number('wall') / 1e9,
    cpuSeconds: number('cpu') / 1e6,
    memoryBytes: number('memory') * 1024,
    exitCode: Number.isNaN(exitCode) ? undefined : exitCode,
    packets: parsePackets(lines.filter(([key]) => key === 'packet')),
  };
}

function parsePackets(lines: readonly (readonly string[])[]): Packet[] {
  // Nanoseconds since 1970 don't fit into a double.
  const start = BigInt(lines[0]?.[1] ?? 0);
  const packets = lines.map(([, time = '0', direction, port, flags]) => ({
    milliseconds: Number(BigInt(time) - start) / 1e6,
    isOutgoing: direction === 'out',
    port: Number(port),
    isSyn: (Number(flags) & SYN) !== 0,
  }));
  return packets.sort((one, other) => one.milliseconds - other.milliseconds);
}

/** Calculates round trips from packets. */
export function wireFigures(packets: readonly Packet[], files: number): WireFigures {
  const syns = packets.filter(({ isSyn }) => isSyn);
  const opened = new Map<number, number>();
  const handshakes: number[] = [];
  for (const { isOutgoing, milliseconds, port } of syns) {
    const start = opened.get(port);
    opened.delete(port);
    if (isOutgoing) opened.set(port, milliseconds);
    else if (start !== undefined) handshakes.push(milliseconds - start);
  }
  const rttMs = median(handshakes);
  const elapsedMs = (packets.at(-1)?.milliseconds ?? NaN) - (packets.at(0)?.milliseconds ?? NaN);
  const connections = syns.filter(({ isOutgoing }) => isOutgoing).length;
  return { rttMs, roundTripsPerFile: elapsedMs / rttMs / files, connections };
}

/** The middle value, or the mean of the two in the middle. Not a number if there are no values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
}
