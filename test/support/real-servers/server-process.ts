import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readLog } from './instance-files.ts';
import { isListening } from './ports.ts';
import { asRoot } from './privileges.ts';
import type { Launch, ServerNetwork } from './types.ts';

const SUPERVISOR = join(import.meta.dirname, 'supervise.sh');
const READY_POLL_MS = 25;
const READY_LIMIT_MS = 30_000;

/** The log file that gets a server's standard output and error. */
export const OUTPUT_LOG = 'output.log';

/**
 * Runs a server under the supervisor until disposal or the end of this process. The supervisor then removes the directory
 * of the instance, as root.
 */
export async function startProcess(
  launch: Launch,
  directory: string,
  jailed: boolean,
  network?: ServerNetwork,
): Promise<AsyncDisposable> {
  const environment = Object.entries(launch.environment).map(([key, value]) => `${key}=${value}`);
  const server = ['env', ...environment, ...launch.command];
  const supervisor = ['sh', SUPERVISOR, jailed ? 'jailed' : 'plain', directory, ...server];
  const enter = network === undefined ? [] : ['nsenter', `--target=${network.pid}`, '--net', '--'];
  const outside = [...enter, ...supervisor];
  const [program = '', ...args] = jailed || enter.length > 0 ? asRoot(outside) : outside;
  const output = await open(join(directory, 'logs', OUTPUT_LOG), 'a');
  const child = spawn(program, args, { cwd: '/', stdio: ['pipe', output.fd, output.fd] });
  const lifeline = child.stdin;
  if (lifeline === null) throw new Error(`${program} was started without a pipe`);
  const ended = once(child, 'exit');
  // An undisposed server must not keep the test process alive, whose end stops the server.
  child.unref();
  lifeline.on('error', () => undefined);
  await output.close();
  return {
    async [Symbol.asyncDispose]() {
      child.ref();
      lifeline.destroy();
      await ended;
    },
  };
}

/** Waits until the server listens; `false` if it ended or its port was taken. */
export async function becomesReady(
  port: number,
  directory: string,
  network?: ServerNetwork,
): Promise<boolean> {
  const deadline = Date.now() + READY_LIMIT_MS;
  while (!(await isListening(port, network?.pid))) {
    const output = await readLog(join(directory, 'logs', OUTPUT_LOG));
    if (/^ended with status/m.test(output) || Date.now() > deadline) return false;
    await delay(READY_POLL_MS);
  }
  return true;
}
