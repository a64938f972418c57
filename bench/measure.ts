import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { RealServer } from '../test/support/real-servers/index.ts';
import { tree } from '../test/support/workspace.ts';
import { CLIENTS, type ClientName, type Command, type Task } from './clients/index.ts';
import type { Namespace, NetworkPath } from './network.ts';
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
export async function measure(name: ClientName, setup: Setup): Promise<Measurement> {
  const { path, server, workload } = setup;
  if (workload.changes === undefined) {
    await empty(server.root);
    return await measureOn(path.client, name, setup);
  }
  const deployed = `${server.root}.${name}`;
  if (!(await move(deployed, server.root))) {
    await empty(server.root);
    // Where the server is, so that thousands of files don't take an hour.
    const first = await measureOn(path.server, name, setup);
    if (first.failure !== undefined) return { ...first, failure: `first run: ${first.failure}` };
  }
  await workload.change();
  const measurement = await measureOn(path.client, name, setup);
  await move(server.root, deployed);
  const { uid, gid } = await stat(deployed);
  await mkdir(server.root);
  await chown(server.root, uid, gid);
  return measurement;
}

/** Moves a directory into the place of another one. Returns whether it exists. */
async function move(from: string, to: string): Promise<boolean> {
  if (!existsSync(from)) return false;
  await rm(to, { recursive: true, force: true });
  await rename(from, to);
  return true;
}

async function measureOn(
  namespace: Namespace,
  name: ClientName,
  setup: Setup,
): Promise<Measurement> {
  const { environment, server, workload } = setup;
  const { host, port, username, password } = server;
  const scratch = await mkdtemp(join(tmpdir(), 'run-'));
  try {
    const login = { host, port, username, password };
    const task: Task = { ...login, ca: environment.ca, workload, scratch };
    const command = await CLIENTS[name].command(task);
    await delay(pauseMs);
    const stopwatch = [environment.stopwatch, join(scratch, 'report')];
    const argv = namespace.enter([...stopwatch, ...command.argv]);
    const { output, hasTimedOut } = await run({ ...command, argv }, scratch, setup);
    const report = parseReport(await readFile(join(scratch, 'report'), 'utf8'));
    const { exitCode, packets, ...figures } = report;
    let failure = hasTimedOut ? 'timed out' : undefined;
    if (exitCode === 0) failure ??= await uploadFailure(command, setup);
    else failure ??= failureReason(output) ?? `exit code ${exitCode ?? 'none, ended by a signal'}`;
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
  { argv: [program = '', ...args], env }: Command,
  scratch: string,
  { workload, signal }: Setup,
): Promise<{ output: string; hasTimedOut: boolean }> {
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
