import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { parseFileCommands, readActionInputs } from './action-files.ts';

/** How to run the action. */
export interface ActionRunOptions {
  /** Inputs by their names in `action.yml`; missing ones get their defaults, as on a runner. */
  readonly inputs: Readonly<Record<string, string>>;
  /** The current directory and `GITHUB_WORKSPACE`. */
  readonly workspace: string;
  /** Further environment variables. */
  readonly env?: Readonly<Record<string, string>>;
  /** The script to run, relative to the project. Default: `dist/index.js`. */
  readonly entry?: string;
  /** Kills the action when aborted; usually the signal of the test. */
  readonly signal?: AbortSignal;
  /** Called when the process has started. */
  readonly onStart?: (child: ActionProcess) => void;
  /** Called for each line of stdout and stderr. */
  readonly onLine?: (line: string) => void;
}

/** The running action, so that a test can cancel it. */
export interface ActionProcess {
  readonly pid: number;
  kill(signal: NodeJS.Signals): void;
}

/** Result of a run; disposal removes its `RUNNER_TEMP`. */
export interface ActionRun extends AsyncDisposable {
  /** `null` when a signal ended the process. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Stdout and stderr in the order of arrival. */
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** The job summary, Markdown. */
  readonly summary: string;
  /** Absolute path of `RUNNER_TEMP`. */
  readonly runnerTemp: string;
  /** Largest resident set, where `/proc` exists. */
  readonly peakRssBytes?: number;
}

const projectDirectory = fileURLToPath(new URL('../../', import.meta.url));
const memoryPollMs = 20;
const inherited = ['PATH', 'Path', 'SystemRoot', 'SYSTEMROOT', 'TEMP', 'TMP', 'TMPDIR', 'windir'];
const fileCommands = {
  output: 'GITHUB_OUTPUT',
  summary: 'GITHUB_STEP_SUMMARY',
  state: 'GITHUB_STATE',
  env: 'GITHUB_ENV',
  path: 'GITHUB_PATH',
} as const;

/** Runs the action in a separate process, as a GitHub runner does, and waits for its end. */
export async function runAction(options: ActionRunOptions): Promise<ActionRun> {
  const home = await realpath(await mkdtemp(path.join(os.tmpdir(), 'runner-')));
  const runnerTemp = path.join(home, '_temp');
  await mkdir(runnerTemp);
  for (const name of Object.keys(fileCommands)) await writeFile(path.join(home, name), '');

  const ended = await execute(options, {
    ...clean(process.env),
    ...Object.fromEntries(
      Object.entries(fileCommands).map(([name, variable]) => [variable, path.join(home, name)]),
    ),
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: options.workspace,
    RUNNER_TEMP: runnerTemp,
    ...(await inputVariables(options.inputs)),
    ...options.env,
  });
  return {
    ...ended,
    outputs: parseFileCommands(await readFile(path.join(home, 'output'), 'utf8')),
    summary: await readFile(path.join(home, 'summary'), 'utf8'),
    runnerTemp,
    [Symbol.asyncDispose]: () => rm(home, { recursive: true, force: true, maxRetries: 3 }),
  };
}

type Ended = Pick<ActionRun, 'exitCode' | 'signal' | 'log' | 'peakRssBytes'>;

function execute(options: ActionRunOptions, env: Record<string, string>): Promise<Ended> {
  const entry = path.resolve(projectDirectory, options.entry ?? 'dist/index.js');
  const child = spawn(process.execPath, [entry], {
    cwd: options.workspace,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    killSignal: 'SIGKILL',
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  const { pid } = child;
  const log: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => log.push(chunk));
    createInterface(stream).on('line', (line) => options.onLine?.(line));
  }
  const peakRss = pid === undefined ? undefined : watchMemory(pid);
  if (pid !== undefined) options.onStart?.({ pid, kill: (signal) => child.kill(signal) });

  return new Promise((resolve, reject) => {
    child.once('error', (error) => {
      // After an abort, `close` reports the killed process.
      if (error.name !== 'AbortError') reject(error);
    });
    child.once('close', (exitCode, signal) => {
      const peakRssBytes = peakRss?.();
      resolve({
        exitCode,
        signal,
        // `@actions/core` ends lines as the system does.
        log: Buffer.concat(log).toString('utf8').replaceAll('\r\n', '\n'),
        ...(peakRssBytes === undefined ? {} : { peakRssBytes }),
      });
    });
  });
}

/** The environment without the variables of the developer's shell or of an outer runner. */
function clean(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(inherited.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
}

/** The environment variables that pass inputs to an action, including the defaults of `action.yml`. */
export async function inputVariables(given: Readonly<Record<string, string>>) {
  const declared = await readActionInputs(path.join(projectDirectory, 'action.yml'));
  return Object.fromEntries(
    Object.entries({ ...declared, ...given }).map(([name, value]) => [
      `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
      value,
    ]),
  );
}

/** Polls the high-water mark of a process; the returned function stops polling and returns the last value. */
function watchMemory(pid: number): () => number | undefined {
  let peakBytes: number | undefined;
  const timer = setInterval(() => {
    try {
      const kibibytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
      if (kibibytes?.[1] !== undefined) peakBytes = Number(kibibytes[1]) * 1024;
    } catch {
      clearInterval(timer); // no /proc, or the process has ended
    }
  }, memoryPollMs);
  return () => {
    clearInterval(timer);
    return peakBytes;
  };
}
