import { parseArgs } from 'node:util';
import type { ServerName } from '../test/support/real-servers/index.ts';
import { CONTENDERS, type ContenderName } from './contenders/index.ts';
import type { TlsVersion } from './lane.ts';
import { SERVERS, TLS_VERSIONS } from './rows.ts';
import { WORKLOADS, type WorkloadName } from './workloads.ts';

/** What to measure, and how. */
export interface BenchOptions {
  /** Nothing for the whole table. */
  readonly selection?: Selection;
  /** Write the report of what has been measured before, and measure nothing. */
  readonly onlyReport: boolean;
  readonly repeat: number;
  /** How many runs that mostly wait may go on side by side. */
  readonly lanes: number;
  /** Seconds after which a run counts as failed. */
  readonly limitSeconds: number;
}

/** A part of the table, or rows that are not in it. */
export interface Selection {
  readonly workloads: readonly WorkloadName[];
  readonly servers: readonly ServerName[];
  readonly tls: readonly TlsVersion[];
  readonly rttsMs: readonly number[];
  readonly contenders: readonly ContenderName[];
}

/** Thrown for a command line that makes no sense. */
export class UsageError extends Error {}

/** Reads the command line. */
export function parseOptions(args: readonly string[]): BenchOptions {
  const { values, positionals } = parse(args);
  const wholeTable = positionals.length === 0;
  const selecting = [values.server, values.tls, values.rtt, values.only];
  if (wholeTable && selecting.some((value) => value !== undefined)) {
    throw new UsageError(`Which workload? There are ${Object.keys(WORKLOADS).join(', ')}.`);
  }
  return {
    ...(wholeTable ? {} : { selection: select(positionals, values) }),
    onlyReport: values.report,
    repeat: whole('repeat', values.repeat),
    lanes: whole('lanes', values.lanes),
    limitSeconds: whole('limit', values.limit),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        server: { type: 'string' },
        tls: { type: 'string' },
        rtt: { type: 'string' },
        only: { type: 'string' },
        report: { type: 'boolean', default: false },
        repeat: { type: 'string', default: '3' },
        lanes: { type: 'string', default: '6' },
        limit: { type: 'string', default: '300' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

type Values = ReturnType<typeof parse>['values'];

function select(workloads: readonly string[], { server, tls, rtt, only }: Values): Selection {
  const contenders = keys(CONTENDERS);
  return {
    workloads: workloads.map((name) => choice('workload', name, keys(WORKLOADS))),
    servers: list(server, 'server', SERVERS) ?? ['vsftpd', 'proftpd'],
    tls: list(tls?.replaceAll(/(^|,)(?=1)/g, '$1TLSv'), 'TLS version', TLS_VERSIONS) ?? ['TLSv1.3'],
    rttsMs: rtt === undefined ? [0, 40] : rtt.split(',').map((value) => whole('rtt', value, 0)),
    contenders: list(only, 'contender', contenders) ?? contenders,
  };
}

function list<T extends string>(
  text: string | undefined,
  what: string,
  known: readonly T[],
): T[] | undefined {
  return text?.split(',').map((value) => choice(what, value, known));
}

function choice<T extends string>(what: string, value: string, known: readonly T[]): T {
  const found = known.find((each) => each === value);
  if (found !== undefined) return found;
  throw new UsageError(`There is no ${what} ${value}, only ${known.join(', ')}.`);
}

function whole(what: string, text: string, least = 1): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least) return value;
  throw new UsageError(`--${what} must be a whole number from ${least} on, not ${text}.`);
}

function keys<T extends string>(record: Readonly<Record<T, unknown>>): T[] {
  return Object.keys(record) as T[];
}
