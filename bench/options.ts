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
  const { repeat: runs, results, ...selection } = values;
  const repeat = integer('repeat', runs);
  if (workloads.length === 0) {
    if (Object.keys(selection).length === 0) {
      return { rows: ALL_ROWS, repeat, results: results ?? 'bench/RESULTS.md' };
    }
    throw new UsageError(`Name a workload: ${keys(WORKLOADS).join(', ')}`);
  }
  const { server = 'vsftpd,proftpd', tls = '1.3', rtt = '0,40', only } = selection;
  const servers = choices('server', server, SERVERS);
  const versions = choices('TLS version', tls, ['1.2', '1.3']);
  const rttsMs = rtt.split(',').map((time) => integer('rtt', time, 0));
  const common = {
    sessionReuse: choice('reuse', selection.reuse ?? 'required', ['required', 'optional']),
    listings: choice('listings', selection.listings ?? 'allowed', ['allowed', 'denied']),
  };
  const rows = workloads.flatMap((name) => {
    const workload = choice('workload', name, keys(WORKLOADS));
    const clients = choices('client', only ?? clientsFor(workload).join(','), keys(CLIENTS));
    const row = { workload, clients, ...common };
    return rttsMs.flatMap((rttMs) =>
      servers.flatMap((each) =>
        versions.map((version) => ({ ...row, rttMs, server: each, tls: version })),
      ),
    );
  });
  return { rows, repeat, results };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const selection = { server: text, tls: text, rtt: text, only: text, reuse: text, listings: text };
  const options = { ...selection, repeat: { ...text, default: '3' }, results: text };
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

function choices<T extends string>(what: string, values: string, known: readonly T[]): T[] {
  return values.split(',').map((value) => choice(what, value, known));
}

function integer(option: string, text: string, least = 1): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least) return value;
  throw new UsageError(`--${option} must be an integer of at least ${least}, not "${text}"`);
}

function keys<T extends string>(record: Readonly<Record<T, unknown>>): T[] {
  return Object.keys(record) as T[];
}
