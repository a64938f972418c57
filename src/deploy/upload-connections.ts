import type { DeployTarget } from './connection.ts';
import { Connection } from './connection.ts';
import { CertificateError } from '../ftps/index.ts';
import type { ConnectionInfo, ConnectionUsage } from './results.ts';
import type { Retry } from './retry.ts';
import { isBusy } from './retry.ts';
import type { RunState } from './run-state.ts';
import { UploadWorker } from './upload-worker.ts';

/** An additional connection is opened when at least this number of files is waiting for it. */
const filesWorthConnection = 8;

/** The connections of a run. The first one does everything; the others only upload, and only as long as it does. */
export class UploadConnections {
  readonly first: UploadWorker;
  readonly #run: RunState;
  readonly #target: DeployTarget;
  readonly #additional: Connection[] = [];
  #used = 1;
  #refusal: Error | undefined;

  constructor(run: RunState, target: DeployTarget) {
    const { options, observer, nextConnection: nextNumber, optional } = run;
    const { retry } = options;
    const onRetry = (failed: Retry) => {
      run.recordRetry(failed);
      if (isBusy(failed.error)) this.#makeRoom(failed.error);
    };
    this.#run = run;
    this.#target = target;
    const first = new Connection(target, { retry, onRetry, observer, nextNumber, optional });
    this.first = new UploadWorker(run, first);
  }

  /** All connections, in the order in which they were opened. */
  *[Symbol.iterator](): Generator<Connection, void> {
    yield this.first.connection;
    yield* this.#additional;
  }

  /** How many connections there were, and why not more. */
  get usage(): ConnectionUsage {
    const { connections: wanted } = this.#run.options;
    const refusal = this.#refusal;
    return { wanted, used: this.#used, ...(refusal === undefined ? {} : { refusal }) };
  }

  /** What is known about all connections. */
  get info(): ConnectionInfo {
    const all = [...this].map(({ info }) => info);
    const sum = (count: (info: ConnectionInfo) => number) =>
      all.reduce((total, info) => total + count(info), 0);
    return {
      ...this.first.connection.info,
      controlConnections: sum(({ controlConnections }) => controlConnections),
      dataConnections: {
        total: sum(({ dataConnections }) => dataConnections.total),
        resumed: sum(({ dataConnections }) => dataConnections.resumed),
      },
    };
  }

  /**
   * Does work over the first connection and, as long as there are files for them, over additional ones.
   *
   * @param work - Takes files from the queue of the run until there are none.
   */
  async upload(work: (worker: UploadWorker) => Promise<void>): Promise<void> {
    const { queue, collisions, options } = this.#run;
    if (options.connections > 1 && queue.remaining > filesWorthConnection) {
      queue.spread({
        isAmbiguous: (remotePath) => collisions.isAmbiguous(remotePath),
        isStaged: options.publish === 'staged',
      });
    }
    using ending = new Ending(options.signal);
    const additional = this.#uploadMore(work, ending.signal);
    try {
      await work(this.first);
    } finally {
      // A connection that waits for the next file must find that there is none.
      ending.end();
      queue.wakeAll();
      await additional;
    }
  }

  /** Opens additional connections one after the other, and works over all of them at the same time. */
  async #uploadMore(
    work: (worker: UploadWorker) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    const { options, queue } = this.#run;
    const running: Promise<void>[] = [];
    while (running.length + 1 < options.connections && queue.remaining >= filesWorthConnection) {
      const worker = await this.#open(signal);
      if (worker === undefined) break;
      this.#used += 1;
      running.push(this.#workOver(worker, work, signal));
    }
    await Promise.all(running);
  }

  async #workOver(
    worker: UploadWorker,
    work: (worker: UploadWorker) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    const { queue } = this.#run;
    try {
      await work(worker);
    } catch (error) {
      // Not an error of a file: the others must stop.
      this.#run.failures.recordFailure(error as Error);
      throw error;
    } finally {
      queue.wakeAll();
    }
    const { connection, hasUploaded } = worker;
    const isLost = connection.hasGivenUp;
    await connection.quit();
    // One that was lost without any success would be lost again.
    if (!isLost || !hasUploaded || queue.remaining < filesWorthConnection) return;
    const replacement = await this.#open(signal);
    if (replacement !== undefined) await this.#workOver(replacement, work, signal);
  }

  /** Ends an additional connection after its file, so that the server has room for the first one again. */
  #makeRoom(reason: Error): void {
    const open = this.#additional.filter(({ client }) => client !== undefined);
    const last = open.at(-1);
    if (last === undefined || open.some(({ hasGivenUp }) => hasGivenUp)) return;
    this.#refusal ??= reason;
    last.giveUp(reason);
    this.#run.queue.wakeAll();
    this.#run.observer.notice(
      `An additional connection was closed, because the server refused the first one: ${reason.message}`,
    );
  }

  /** Opens an additional connection, unless the server has refused one before. */
  async #open(signal: AbortSignal): Promise<UploadWorker | undefined> {
    const { observer, nextConnection: nextNumber, optional } = this.#run;
    if (this.#refusal !== undefined || !this.#run.shouldContinue) return undefined;
    const connection = new Connection(this.#target, {
      retry: { retries: 0, firstPauseMs: 0 },
      onRetry: () => undefined,
      ...{ observer, nextNumber, optional },
      reconnects: false,
    });
    this.#additional.push(connection);
    try {
      const client = await connection.connect(signal);
      const { client: first } = this.first.connection;
      if (first !== undefined) client.adoptPipelining(first);
      return new UploadWorker(this.#run, connection, signal);
    } catch (error) {
      if (!signal.aborted) this.#recordRefusal(error as Error);
      return undefined;
    }
  }

  #recordRefusal(error: Error): void {
    if (this.#refusal !== undefined) return;
    this.#refusal = error;
    const { connections } = this.#run.options;
    const number = this.#used === 1 ? 'one' : `${this.#used}`;
    this.#run.observer.notice(
      `Only ${number} of ${connections} connections could be opened: ${error.message}`,
      error instanceof CertificateError ? 'warning' : 'notice',
    );
  }
}

/** Aborted when the run is, or when the first connection has no more work for others. */
class Ending implements Disposable {
  readonly #controller = new AbortController();
  readonly #run: AbortSignal;

  constructor(run: AbortSignal) {
    this.#run = run;
    run.addEventListener('abort', this.#onAbort);
    if (run.aborted) this.#onAbort();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  end(): void {
    this.#controller.abort(new Error('All files were uploaded.'));
  }

  [Symbol.dispose](): void {
    this.#run.removeEventListener('abort', this.#onAbort);
  }

  readonly #onAbort = (): void => {
    this.#controller.abort(this.#run.reason);
  };
}
