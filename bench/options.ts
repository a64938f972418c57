import { parseArgs } from 'node:util';
import { CONTENDERS } from './contenders/index.ts';
import { SERVERS, TLS_VERSIONS, type Selection } from './rows.ts';
import { WORKLOADS } from './workloads.ts';

/** What to measure, and how. */
export interface BenchOptions {
  /** Nothing for the whole table. */
  readonly selection?: Selection;
  /** Runs of each contender. */
  readonly repeat: number;
  /** How many runs that mostly wait may go on side by side. */
  readonly lanes: number;
  /** Seconds after which a run counts as failed; depends on the workload unless given. */
  readonly limitSeconds?: number;
  /** Whether to keep the runs for a report, next to those that were kept before. */
  readonly keep: boolean;
  /** Whether to measure nothing and report the runs that were kept. */
  readonly report: boolean;
  /** The file that gets the report. */
  readonly results?: string;
}

/** Thrown for a command line that makes no sense. */
export class UsageError extends Error {}

/** Reads the command line. */
export function parseOptions(args: readonly string[]): BenchOptions {
  const { values, positionals } = parse(args);
  const { server, tls, rtt, only, reuse, limit, results } = values;
  const isChosen = positionals.length > 0;
  if (!isChosen && [server, tls, rtt, only, reuse].some((value) => value !== undefined)) {
    throw new UsageError(`Which workload? There are ${keys(WORKLOADS).join(', ')}.`);
  }
  return {
    ...(isChosen ? { selection: select(positionals, values) } : {}),
    repeat: whole('repeat', values.repeat),
    lanes: whole('lanes', values.lanes),
    keep: values.keep,
    report: values.report,
    ...(limit === undefined ? {} : { limitSeconds: whole('limit', limit) }),
    ...(results === undefined ? {} : { results }),
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
        reuse: { type: 'string' },
        rtt: { type: 'string' },
        only: { type: 'string' },
        repeat: { type: 'string', default: '3' },
        lanes: { type: 'string', default: '6' },
        limit: { type: 'string' },
        keep: { type: 'boolean', default: false },
        report: { type: 'boolean', default: false },
        results: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

type Values = ReturnType<typeof parse>['values'];

function select(workloads: readonly string[], values: Values): Selection {
  const { server = 'vsftpd,proftpd', tls = '1.3', rtt = '0,40', reuse = 'required' } = values;
  const contenders = keys(CONTENDERS);
  return {
    workloads: workloads.map((name) => choice('workload', name, keys(WORKLOADS))),
    servers: server.split(',').map((name) => choice('server', name, SERVERS)),
    tls: tls.split(',').map((version) => choice('TLS version', `TLSv${version}`, TLS_VERSIONS)),
    sessionReuse: choice('session reuse', reuse, ['required', 'optional']),
    rttsMs: rtt.split(',').map((time) => whole('rtt', time, 0)),
    contenders:
      values.only?.split(',').map((name) => choice('client', name, contenders)) ?? contenders,
  };
}

function choice<T extends string>(what: string, value: string, known: readonly T[]): T {
  const found = known.find((each) => each === value);
  if (found !== undefined) return found;
  throw new UsageError(`There is no ${what} ${value}, only ${known.join(', ')}.`);
}

function whole(option: string, text: string, least = 1): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least) return value;
  throw new UsageError(`--${option} takes whole numbers from ${least} on, not ${text}.`);
}

function keys<T extends string>(record: Readonly<Record<T, unknown>>): T[] {
  return Object.keys(record) as T[];
}
