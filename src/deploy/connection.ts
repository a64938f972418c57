import type { ClientOptions, DataConnectionCount } from '../ftps/index.ts';
import { FtpsClient } from '../ftps/index.ts';
import type { ConnectionObserver } from './observer.ts';
import type { ConnectionInfo } from './results.ts';
import type { RetryListener, RetryPolicy } from './retry.ts';
import { isTransientAtConnect, withRetries } from './retry.ts';

/** Where to deploy to, and as whom. */
export interface DeployTarget extends Omit<ClientOptions, 'onDialogue' | 'signal'> {
  readonly username: string;
  readonly password: string;
}

/**
 * The one session with the server: connects, logs in, and does so again when the control connection is gone or cannot
 * be trusted any more. Never more than one control connection at a time.
 */
export class Connection {
  readonly #target: DeployTarget;
  readonly #policy: RetryPolicy;
  readonly #observer: ConnectionObserver;
  readonly #onRetry: RetryListener;
  readonly #earlier = { total: 0, resumed: 0 };
  #client: FtpsClient | undefined;
  #last: FtpsClient | undefined;
  #connectError: Error | undefined;
  #pipelining = true;
  #controlConnections = 0;

  constructor(
    target: DeployTarget,
    options: { readonly policy: RetryPolicy; readonly onRetry: RetryListener },
    observer: ConnectionObserver,
  ) {
    this.#target = target;
    this.#policy = options.policy;
    this.#onRetry = options.onRetry;
    this.#observer = observer;
  }

  /** Whether connecting has failed for good: a refused login, a bad certificate, or all retries used up. */
  get hasGivenUp(): boolean {
    return this.#connectError !== undefined;
  }

  /**
   * Whether the connection may have broken because commands were sent before earlier ones had been answered. That is
   * given up then, so the fault is forgiven once.
   */
  allowFreeRetry(): boolean {
    if (!this.#pipelining || this.#last?.brokeWhilePipelining !== true) return false;
    this.#pipelining = false;
    return true;
  }

  /** The client, if it is connected and logged in and its control connection can be used. */
  get client(): FtpsClient | undefined {
    return this.#client?.failure === undefined ? this.#client : undefined;
  }

  /**
   * The live client, or a new one.
   *
   * @throws What opening and logging in throw; a refused login (530) and a bad certificate at once, transient faults
   *   when the retries are used up.
   */
  async connect(signal: AbortSignal): Promise<FtpsClient> {
    if (this.client !== undefined) return this.client;
    if (this.#connectError !== undefined) throw this.#connectError;
    this.#detach();
    const isTransient = (error: Error) => isTransientAtConnect(error, this.#controlConnections > 0);
    const isForgiven = () => this.allowFreeRetry();
    const options = {
      policy: this.#policy,
      signal,
      isTransient,
      isForgiven,
      onRetry: this.#onRetry,
    };
    try {
      return await withRetries(options, () => this.#open(signal));
    } catch (error) {
      if (!signal.aborted) this.#connectError = error as Error;
      throw error;
    }
  }

  /** Breaks a transfer off that is under way, so that the control connection is free again. */
  abortTransfer(reason: Error): void {
    this.#last?.abortTransfer(reason);
  }

  /** Ends the control connection at once; whoever waits gets the reason. */
  destroy(reason: Error): void {
    this.#last?.destroy(reason);
  }

  /** Ends the session politely, if there is one. */
  async quit(waitMs?: number): Promise<void> {
    await this.client?.quit(waitMs);
    this.#detach();
  }

  /** What there is to say of the connection, from all the control connections that it took. */
  get info(): ConnectionInfo {
    const { endpoint, mode } = this.#target;
    const { tls, greeting, loginDirectory } = this.#last ?? {};
    return {
      endpoint,
      mode,
      controlConnections: this.#controlConnections,
      dataConnections: this.#dataConnections(),
      ...(tls === undefined ? {} : { tls }),
      ...(greeting === undefined ? {} : { greeting }),
      ...(loginDirectory === undefined ? {} : { loginDirectory }),
    };
  }

  async #open(signal: AbortSignal): Promise<FtpsClient> {
    const { username, password } = this.#target;
    const client = await FtpsClient.open({
      ...this.#target,
      secrets: [password],
      pipelining: this.#pipelining,
      signal,
      onDialogue: (line) => {
        this.#observer.dialogue(line);
      },
    });
    this.#controlConnections += 1;
    this.#last = client;
    try {
      this.#observer.connected(client.tls, client.greeting);
      await client.login(username, password);
    } catch (error) {
      await client.quit();
      throw error;
    }
    this.#client = client;
    this.#observer.loggedIn();
    return client;
  }

  #detach(): void {
    if (this.#client === undefined) return;
    const { total, resumed } = this.#client.dataConnections;
    this.#earlier.total += total;
    this.#earlier.resumed += resumed;
    this.#client = undefined;
  }

  #dataConnections(): DataConnectionCount {
    const { total, resumed } = this.#client?.dataConnections ?? { total: 0, resumed: 0 };
    return { total: this.#earlier.total + total, resumed: this.#earlier.resumed + resumed };
  }
}
