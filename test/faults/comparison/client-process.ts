import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import type { Job, ReportedResult } from './job.ts';

/** How a client's run ended. */
export type Ending = ReportedResult | 'hung' | 'crashed';

const clientProgram = fileURLToPath(new URL('client-program.ts', import.meta.url));

/** Milliseconds after which a run counts as hung: far more than all timeouts of a case together. */
const defaultHangMs = 60_000;

/**
 * A client in a separate process, so that a crash is recorded and can't harm the server or another client. For example,
 * basic-ftp 6.2.6 closes the file of a failed upload twice, and by the second time a socket may have its number. A
 * process that has crashed or hung is replaced.
 */
export class ClientProcess implements AsyncDisposable {
  readonly #program: string;
  readonly #hangMs: number;
  readonly #crashes: string[] = [];
  #child: ChildProcess | undefined;
  #resolveAnswer: (answer: string) => void = () => undefined;

  constructor(options: { readonly program?: string; readonly hangMs?: number } = {}) {
    this.#program = options.program ?? clientProgram;
    this.#hangMs = options.hangMs ?? defaultHangMs;
  }

  /** The signal or exit code of each process that crashed. */
  get crashes(): readonly string[] {
    return this.#crashes;
  }

  /** Runs an upload. */
  async run(job: Job): Promise<Ending> {
    return (await this.#request(job)) as Ending;
  }

  /** Returns whether the client crashed after its run, such as when the server stopped. */
  async settle(): Promise<'crashed' | undefined> {
    if (this.#child === undefined) return undefined;
    return (await this.#request('settle')) === 'crashed' ? 'crashed' : undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#kill();
  }

  async #request(message: Job | 'settle'): Promise<string> {
    const { promise, resolve } = Promise.withResolvers<string>();
    this.#resolveAnswer = resolve;
    this.#child ??= this.#start();
    this.#child.send(message, () => undefined); // If sending fails, the process has ended.
    const timer = setTimeout(resolve, this.#hangMs, 'hung');
    const answer = await promise;
    clearTimeout(timer);
    if (answer === 'hung') await this.#kill();
    return answer;
  }

  #start(): ChildProcess {
    const child = fork(this.#program, {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    child.on('message', (answer) => {
      this.#resolveAnswer(answer as string);
    });
    child.once('exit', (code, signal) => {
      if (this.#child !== child) return;
      this.#child = undefined;
      this.#crashes.push(signal ?? `exit code ${code}`);
      this.#resolveAnswer('crashed');
    });
    return child;
  }

  async #kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined) return;
    const exited = once(child, 'exit');
    if (child.kill('SIGKILL')) await exited;
  }
}
