import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RealServer } from '../test/support/real-servers/index.ts';
import { tree } from '../test/support/workspace.ts';
import type { Command, Contender } from './contenders/index.ts';
import type { NetworkPath } from './network/path.ts';
import { parseReport, wireTimes, type StopwatchReport } from './stopwatch-report.ts';
import type { Workload } from './workloads.ts';

/** Where a contender runs, and against what. */
export interface Place {
  readonly path: NetworkPath;
  readonly server: RealServer;
  readonly workload: Workload;
  /** Path of the certificate authority's PEM file. */
  readonly ca: string;
  /** Path of the stopwatch program. */
  readonly stopwatch: string;
}

/** What one run came to. */
export interface Measurement {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly memoryBytes: number;
  readonly rttMs?: number;
  readonly roundTripsPerFile?: number;
  /** Why it does not count. */
  readonly failure?: Failure;
}

/** A failure in a few words, and what the contender wrote. */
export interface Failure {
  readonly reason: string;
  readonly output: string;
}

const OUTPUT_LIMIT = 1_000_000;

/** Runs a contender once, from its start to its end, and checks every byte that arrived. */
export async function measure(
  contender: Contender,
  place: Place,
  limitMs: number,
  signal: AbortSignal,
): Promise<Measurement> {
  const { server, workload } = place;
  await empty(server.root);
  const scratch = await mkdtemp(join(tmpdir(), 'run-'));
  try {
    const { host, port, username, password } = server;
    const login = { host, port, username, password };
    const command = await contender.command({ ...login, ca: place.ca, workload, scratch });
    const report = join(scratch, 'report');
    const { output, isLate } = await run(command, place, { report, scratch, limitMs, signal });
    const seen = parseReport(await readFile(report, 'utf8'));
    const end = isLate
      ? `not done after ${limitMs / 1000} s`
      : await whatIsWrong(seen, command, place);
    const failure = end === undefined ? {} : { failure: { reason: end, output } };
    return { ...figures(seen, workload), ...failure };
  } finally {
    await rm(scratch, { recursive: true, force: true });
    await empty(server.root);
  }
}

interface RunOptions {
  readonly report: string;
  readonly scratch: string;
  readonly limitMs: number;
  readonly signal: AbortSignal;
}

async function run(
  { argv, env }: Command,
  { path, stopwatch }: Place,
  { report, scratch, limitMs, signal }: RunOptions,
): Promise<{ output: string; isLate: boolean }> {
  const [program = '', ...args] = path.client.enter([stopwatch, report, ...argv]);
  const limit = AbortSignal.timeout(limitMs);
  const child = spawn(program, args, {
    cwd: scratch,
    env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8', HOME: scratch, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: AbortSignal.any([limit, signal]),
    killSignal: 'SIGKILL',
  });
  // An abort shows as the killed process that `close` reports.
  child.on('error', () => undefined);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      if (output.length < OUTPUT_LIMIT) output += chunk.toString();
    });
  }
  await once(child, 'close');
  signal.throwIfAborted();
  return { output: output.trim(), isLate: limit.aborted };
}

function figures(seen: StopwatchReport, { files }: Workload): Omit<Measurement, 'failure'> {
  const { seconds, cpuSeconds, memoryBytes } = seen;
  const wire = wireTimes(seen.packets);
  if (wire === undefined) return { seconds, cpuSeconds, memoryBytes };
  const { rttMs, roundTrips } = wire;
  return { seconds, cpuSeconds, memoryBytes, rttMs, roundTripsPerFile: roundTrips / files };
}

async function whatIsWrong(
  { exitCode }: StopwatchReport,
  { leaves = [] }: Command,
  { server, workload }: Place,
): Promise<string | undefined> {
  if (exitCode !== 0) return exitCode === undefined ? 'ended by a signal' : `exit code ${exitCode}`;
  const arrived = await tree(server.root);
  for (const name of leaves) arrived.delete(name);
  const good = [...workload.tree].filter(([name, hash]) => arrived.get(name) === hash).length;
  if (good < workload.files) return `${workload.files - good} files missing or different`;
  return arrived.size > good ? `${arrived.size - good} files too many` : undefined;
}

async function empty(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    await rm(join(directory, name), { recursive: true, force: true });
  }
}
