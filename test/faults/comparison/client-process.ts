import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import type { Claim, Job } from './job.ts';

/** What came of a client: what it says, or that it did not come to say anything. */
export type Ending = Claim | 'hung' | 'crashed';

const program = fileURLToPath(new URL('client-program.ts', import.meta.url));

/** Milliseconds after which a run that has not ended counts as hung: far more than all time limits together. */
const patienceMs = 60_000;

/**
 * A client in a process of its own: whatever it does to that is seen, and does no harm to the server or to another
 * client. basic-ftp 6.2.6, for one, closes the file of a broken upload twice, and the second time that may be a socket
 * that has got the number since. A process that has died or hung is replaced.
 */
export class ClientProcess implements AsyncDisposable {
  readonly #program: string;
  readonly #patienceMs: number;
  readonly #deaths: string[] = [];
  #child: ChildProcess | undefined;
  #answer: (answer: string) => void = () => undefined;

  constructor(options: { readonly program?: string; readonly patienceMs?: number } = {}) {
    this.#program = options.program ?? program;
    this.#patienceMs = options.patienceMs ?? patienceMs;
  }

  /** How each process that died did so. */
  get deaths(): readonly string[] {
    return this.#deaths;
  }

  /** Lets the client upload. */
  async run(job: Job): Promise<Ending> {
    return (await this.#tell(job)) as Ending;
  }

  /** When the server has stopped: whether the client has died of that. */
  async settle(): Promise<'crashed' | undefined> {
    if (this.#child === undefined) return undefined;
    return (await this.#tell('settle')) === 'crashed' ? 'crashed' : undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#end();
  }

  async #tell(message: Job | 'settle'): Promise<string> {
    const { promise, resolve } = Promise.withResolvers<string>();
    this.#answer = resolve;
    this.#child ??= this.#start();
    this.#child.send(message, () => undefined); // Where it cannot be sent, the process is at its end.
    const timer = setTimeout(resolve, this.#patienceMs, 'hung');
    const answer = await promise;
    clearTimeout(timer);
    if (answer === 'hung') await this.#end();
    return answer;
  }

  #start(): ChildProcess {
    const child = fork(this.#program, {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    child.on('message', (answer) => {
      this.#answer(answer as string);
    });
    child.once('exit', (code, signal) => {
      if (this.#child !== child) return;
      this.#child = undefined;
      this.#deaths.push(signal ?? `exit code ${code}`);
      this.#answer('crashed');
    });
    return child;
  }

  async #end(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined) return;
    const exited = once(child, 'exit');
    if (child.kill('SIGKILL')) await exited;
  }
}
