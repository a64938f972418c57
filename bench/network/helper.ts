import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A process that does its work until it is disposed of, or until this process ends in whatever way. */
export interface Helper extends AsyncDisposable {
  readonly pid: number;
}

/** Starts a program that writes a line when it is ready and runs until its standard input ends. */
export async function startHelper(command: readonly string[]): Promise<Helper> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stdin.on('error', () => undefined);
  const isReady = await Promise.race([
    once(child.stdout, 'data').then(() => true),
    ended.then(() => false),
  ]);
  if (!isReady || child.pid === undefined) {
    throw new Error(`${program} does not start: ${said.trim()}`);
  }
  return {
    pid: child.pid,
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await ended;
    },
  };
}
