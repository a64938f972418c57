import { median } from './statistics.ts';

/** What the stopwatch program saw of one process. */
export interface StopwatchReport {
  readonly seconds: number;
  /** User and system time. */
  readonly cpuSeconds: number;
  /** Largest resident set. */
  readonly memoryBytes: number;
  /** Undefined when a signal ended the process. */
  readonly exitCode: number | undefined;
  /** The TCP packets that open and close connections, in order. */
  readonly packets: readonly Packet[];
}

/** A TCP packet at the client's interface. */
export interface Packet {
  readonly milliseconds: number;
  readonly isOutgoing: boolean;
  readonly opens: boolean;
}

/** What the wire says about a whole run. */
export interface WireTimes {
  /** Median time from a SYN to its answer. */
  readonly rttMs: number;
  /** From the first to the last packet that opens or closes a connection, in round trips. */
  readonly roundTrips: number;
  /** How many connections the client has opened. */
  readonly connections: number;
}

const SYN = 2;

/** Reads what the program has written. */
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
    packets: parsePackets(lines),
  };
}

function parsePackets(lines: readonly (readonly string[])[]): Packet[] {
  const packets = lines.filter(([key]) => key === 'packet');
  // The stamps count from 1970 in nanoseconds, too many for a double.
  const start = BigInt(packets[0]?.[1] ?? 0);
  return packets
    .map(([, stamp = '0', way, flags]) => ({
      milliseconds: Number(BigInt(stamp) - start) / 1e6,
      isOutgoing: way === 'out',
      opens: (Number(flags) & SYN) !== 0,
    }))
    .sort((one, other) => one.milliseconds - other.milliseconds);
}

/** Works out round trips from the packets; nothing when no connection was opened. */
export function wireTimes(packets: readonly Packet[]): WireTimes | undefined {
  const rttMs = median(handshakeTimes(packets));
  const first = packets.at(0);
  const last = packets.at(-1);
  if (first === undefined || last === undefined || Number.isNaN(rttMs)) return undefined;
  return {
    rttMs,
    roundTrips: (last.milliseconds - first.milliseconds) / rttMs,
    connections: packets.filter(({ isOutgoing, opens }) => isOutgoing && opens).length,
  };
}

function handshakeTimes(packets: readonly Packet[]): number[] {
  const times: number[] = [];
  let asked: number | undefined;
  for (const { milliseconds, isOutgoing, opens } of packets) {
    if (!opens) continue;
    if (isOutgoing) {
      asked = milliseconds;
    } else if (asked !== undefined) {
      times.push(milliseconds - asked);
      asked = undefined;
    }
  }
  return times;
}
