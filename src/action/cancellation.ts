import { CancelledError } from '../deploy/index.ts';

const signals = ['SIGINT', 'SIGTERM'] as const;

/**
 * Aborts its signal when the job is cancelled, while it is in scope. The runner sends SIGINT, after some seconds SIGTERM,
 * and then kills the process.
 */
export class Cancellation implements Disposable {
  readonly #controller = new AbortController();

  constructor() {
    for (const signal of signals) process.on(signal, this.#cancel);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  [Symbol.dispose](): void {
    for (const signal of signals) process.off(signal, this.#cancel);
  }

  readonly #cancel = (signal: NodeJS.Signals): void => {
    this.#controller.abort(new CancelledError(signal));
  };
}
