import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { startHelper } from './helper.ts';

/** A network namespace of our own; it is gone when the last process in it has ended. */
export interface Namespace extends AsyncDisposable {
  /** A process in it. */
  readonly pid: number;
  /** A command line that runs another one inside. */
  enter(command: readonly string[]): string[];
}

// What Ubuntu's kernels, and with them GitHub's runners, have. Without the last line a run would begin
// with what the kernel learned about the path in the run before.
const SETTINGS: Readonly<Record<string, string>> = {
  tcp_rmem: '4096 131072 6291456',
  tcp_wmem: '4096 16384 4194304',
  tcp_no_metrics_save: '1',
};

/** Makes a namespace with a loopback interface and the TCP settings of an Ubuntu runner. */
export async function createNamespace(): Promise<Namespace> {
  const holder = await startHelper(['unshare', '--net', 'sh', '-c', 'echo ready; exec cat']);
  const namespace: Namespace = {
    pid: holder.pid,
    enter: (command) => ['nsenter', `--target=${holder.pid}`, '--net', '--', ...command],
    [Symbol.asyncDispose]: () => holder[Symbol.asyncDispose](),
  };
  try {
    const settings = Object.entries(SETTINGS).map(
      ([name, value]) => `echo '${value}' >/proc/sys/net/ipv4/${name}`,
    );
    await runIn(namespace, ['sh', '-ec', settings.join('\n')]);
    await runIn(namespace, ['ip', 'link', 'set', 'lo', 'up']);
    return namespace;
  } catch (error) {
    await holder[Symbol.asyncDispose]();
    throw error;
  }
}

/** Runs a command inside, and fails with what it says when it fails. */
export async function runIn(namespace: Namespace, command: readonly string[]): Promise<void> {
  const [program = '', ...args] = namespace.enter(command);
  await promisify(execFile)(program, args);
}
