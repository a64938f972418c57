import { parseArgs } from 'node:util';
import { CLIENTS } from './clients/index.ts';
import { ALL_ROWS, clientsFor, SERVERS, type Row } from './rows.ts';
import { WORKLOADS } from './workloads.ts';

/** What to measure, and what to do with the results. */
export interface BenchOptions {
  readonly rows: readonly Row[];
  /** The number of runs of each client. */
  readonly repeat: number;
  /** The file for the report; `undefined` if there is none to write. */
  readonly results: string | undefined;
}

/** The command line is wrong. */
export class UsageError extends Error {}

/**
 * Parses the command line.
 *
 * @throws {@link UsageError}
 */
export function parseOptions(args: readonly string[]): BenchOptions {
  const { values, positionals: workloads } = parse(args);
  const { server, tls, rtt, only, reuse, listings, results } = values;
  const repeat = integer('repeat', values.repeat);
  if (workloads.length === 0) {
    if ([server, tls, rtt, only, reuse, listings].some((value) => value !== undefined)) {
      throw new UsageError(`Name a workload: ${keys(WORKLOADS).join(', ')}`);
    }
    return { rows: ALL_ROWS, repeat, results: results ?? 'bench/RESULTS.md' };
  }
  const servers = choices('server', server?.split(',') ?? ['vsftpd', 'proftpd'], SERVERS);
  const rttsMs = (rtt ?? '0,40').split(',').map((time) => integer('rtt', time, 0));
  const versions = choices('TLS version', tls?.split(',') ?? ['1.3'], ['1.2', '1.3']);
  const common = {
    sessionReuse: choice('reuse', reuse ?? 'required', ['required', 'optional']),
    listings: choice('listings', listings ?? 'allowed', ['allowed', 'denied']),
  };
  const rows = choices('workload', workloads, keys(WORKLOADS)).flatMap((workload) =>
    rttsMs.flatMap((rttMs) =>
      servers.flatMap((name) =>
        versions.map((version) => {
          const clients = choices(
            'client',
            only?.split(',') ?? clientsFor(workload),
            keys(CLIENTS),
          );
          return { workload, server: name, rttMs, tls: version, clients, ...common };
        }),
      ),
    ),
  );
  return { rows, repeat, results };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const selection = { server: text, tls: text, rtt: text, only: text };
  const conditions = { reuse: text, listings: text };
  const options = { ...selection, ...conditions, repeat: { ...text, default: '3' }, results: text };
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function choice<T extends string>(what: string, value: string, known: readonly T[]): T {
  const found = known.find((each) => each === value);
  if (found !== undefined) return found;
  throw new UsageError(`Unknown ${what} "${value}". Use one of: ${known.join(', ')}`);
}

function choices<T extends string>(
  what: string,
  values: readonly string[],
  known: readonly T[],
): T[] {
  return values.map((value) => choice(what, value, known));
}

function integer(option: string, text: string, least = 1): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least) return value;
  throw new UsageError(`--${option} must be an integer of at least ${least}, not "${text}"`);
}

function keys<T extends string>(record: Readonly<Record<T, unknown>>): T[] {
  return Object.keys(record) as T[];
}
