import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { RealServer } from '../test/support/real-servers/index.ts';
import { tree } from '../test/support/workspace.ts';
import type { Command, Contender } from './contenders/index.ts';
import { reasonIn } from './failure.ts';
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
  /** What the wire says; nothing over loopback. */
  readonly wire?: WireFigures;
  /** Why it does not count. */
  readonly failure?: Failure;
}

/** Figures that come from packets. */
export interface WireFigures {
  readonly rttMs: number;
  readonly roundTripsPerFile: number;
  /** Connections that the client has opened: one for control, and one a transfer. */
  readonly connections: number;
}

/** A failure in a few words, and what the contender wrote last. */
export interface Failure {
  readonly reason: string;
  readonly output: string;
}

// ProFTPD sleeps twice for 200 ms when a session has ended, and lets whoever comes meanwhile wait.
const SETTLING_MS = 500;
const OUTPUT_LIMIT = 1_000_000;
const OUTPUT_KEPT = 2000;

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
    await delay(SETTLING_MS);
    const { output, isLate } = await run(command, place, { report, scratch, limitMs, signal });
    const seen = parseReport(await readReport(report, output));
    const end = isLate
      ? `not done after ${limitMs / 1000} s`
      : await whatIsWrong(seen, output, command, place);
    const failure =
      end === undefined ? {} : { failure: { reason: end, output: output.slice(-OUTPUT_KEPT) } };
    return { ...figures(seen, place), ...failure };
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
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      if (output.length < OUTPUT_LIMIT) output += chunk.toString();
    });
  }
  // An abort shows as an error too, but the process has ended only with this event.
  const ended = Promise.withResolvers<undefined>();
  child
    .on('error', () => undefined)
    .once('close', () => {
      ended.resolve(undefined);
    });
  await ended.promise;
  signal.throwIfAborted();
  return { output: output.trim(), isLate: limit.aborted };
}

async function readReport(path: string, output: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new Error(`The stopwatch does not start: ${output}`, { cause: error });
  }
}

function figures(seen: StopwatchReport, place: Place): Omit<Measurement, 'failure'> {
  const { seconds, cpuSeconds, memoryBytes, packets } = seen;
  const wire = place.path.isLoopback ? undefined : wireTimes(packets);
  if (wire === undefined) return { seconds, cpuSeconds, memoryBytes };
  const { rttMs, roundTrips, connections } = wire;
  const roundTripsPerFile = roundTrips / place.workload.files;
  return { seconds, cpuSeconds, memoryBytes, wire: { rttMs, roundTripsPerFile, connections } };
}

async function whatIsWrong(
  { exitCode }: StopwatchReport,
  output: string,
  { leaves = [] }: Command,
  { server, workload }: Place,
): Promise<string | undefined> {
  if (exitCode === undefined) return 'ended by a signal';
  if (exitCode !== 0) return reasonIn(output) ?? `exit code ${exitCode}`;
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
