import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { RealServer } from '../test/support/real-servers/index.ts';
import { tree } from '../test/support/workspace.ts';
import type { Client, Command } from './clients/index.ts';
import type { NetworkPath } from './network.ts';
import type { Environment } from './prepare.ts';
import { parseReport, wireFigures, type WireFigures } from './stopwatch.ts';
import type { Workload } from './workloads.ts';

/** What a client runs on and against. */
export interface Setup {
  readonly path: NetworkPath;
  readonly server: RealServer;
  readonly workload: Workload;
  readonly environment: Environment;
  readonly signal: AbortSignal;
}

/** The figures of a run. */
export interface Figures extends WireFigures {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly memoryBytes: number;
}

/** The result of one run. */
export interface Measurement extends Figures {
  /** Why the run doesn't count; `undefined` if it does. */
  readonly failure?: string;
  /** What the client printed, if it failed. */
  readonly output?: string;
}

// ProFTPD sleeps 2 × 200 ms after a session and lets new clients wait.
const pauseMs = 500;

/** How each client names the reason of a failure, the most specific first. */
const FAILURES: readonly (readonly [pattern: RegExp, prefix: string])[] = [
  [/\btls: ([a-z][a-z ]+)/i, 'TLS: '],
  [/\b(?:code: |got )([45]\d\d)\b/, 'reply '],
  [/\b(ECONN[A-Z]+|EPIPE|ETIMEDOUT)\b/, ''],
  [/(?:: |^)([45]\d\d [A-Z][^\n]{3,40})/m, 'reply '],
  [/\b(max-retries exceeded)/, ''],
];

/** Runs a client once and compares every uploaded byte. */
export async function measure(client: Client, setup: Setup): Promise<Measurement> {
  const { environment, server, workload } = setup;
  const { ca } = environment;
  const { host, port, username, password } = server;
  await empty(server.root);
  const scratch = await mkdtemp(join(tmpdir(), 'run-'));
  try {
    const login = { host, port, username, password };
    const command = await client.command({ ...login, ca, workload, scratch });
    await delay(pauseMs);
    const { output, hasTimedOut } = await run(command, scratch, setup);
    const report = parseReport(await readFile(join(scratch, 'report'), 'utf8'));
    const { exitCode, packets, ...figures } = report;
    let failure = hasTimedOut ? 'timed out' : undefined;
    failure ??=
      exitCode === 0
        ? await uploadFailure(command, setup)
        : (failureReason(output) ?? `exit code ${exitCode ?? 'none, ended by a signal'}`);
    return {
      ...figures,
      ...wireFigures(packets, workload.files),
      ...(failure !== undefined && { failure, output }),
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function run(
  { argv, env }: Command,
  scratch: string,
  { environment, path, workload, signal }: Setup,
): Promise<{ output: string; hasTimedOut: boolean }> {
  const stopwatch = [environment.stopwatch, join(scratch, 'report')];
  const [program = '', ...args] = path.client.enter([...stopwatch, ...argv]);
  // Several times what the slowest client needs.
  const timeout = AbortSignal.timeout(1000 * Math.max(300, workload.files * 0.03));
  const child = spawn(program, args, {
    cwd: scratch,
    env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8', HOME: scratch, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: AbortSignal.any([timeout, signal]),
    killSignal: 'SIGKILL',
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  const closed = Promise.withResolvers<unknown>();
  child.once('close', closed.resolve).on('error', () => undefined);
  await closed.promise;
  signal.throwIfAborted();
  return { output: output.trim(), hasTimedOut: timeout.aborted };
}

/** Finds the reason of a failure in what a client printed; `undefined` if there is none. */
export function failureReason(output: string): string | undefined {
  for (const [pattern, prefix] of FAILURES) {
    const found = pattern.exec(output)?.[1];
    if (found !== undefined) return prefix + found;
  }
  return undefined;
}

async function uploadFailure(
  { extraFiles = [] }: Command,
  { server, workload }: Setup,
): Promise<string | undefined> {
  const uploaded = await tree(server.root);
  for (const name of extraFiles) uploaded.delete(name);
  const good = [...workload.tree].filter(([name, hash]) => uploaded.get(name) === hash).length;
  if (good < workload.files) return `${workload.files - good} files missing or different`;
  return uploaded.size > good ? `${uploaded.size - good} unexpected files` : undefined;
}

async function empty(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    await rm(join(directory, name), { recursive: true, force: true });
  }
}
