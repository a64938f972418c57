import type {
  ClientOptions,
  DataConnectionCount,
  OpeningStage,
  OptionalParts,
  PortFinding,
} from '../ftps/index.ts';
import { FtpsClient, probePort, ReplyError } from '../ftps/index.ts';
import type { ConnectionObserver } from './observer.ts';
import type { ConnectionInfo } from './results.ts';
import type { Retry, RetryPolicy } from './retry.ts';
import { isTransientAtConnect, isWithoutAnswer, withRetries } from './retry.ts';

/** The server to deploy to, and the account. */
export interface DeployTarget extends Omit<ClientOptions, 'onDialogue' | 'optional' | 'signal'> {
  readonly username: string;
  readonly password: string;
  /** The usual port of the other TLS modes: probed once if the server doesn't answer. Undefined if the port was chosen. */
  readonly alternativePort?: number | undefined;
}

/** What the connections of a run have in common. */
export interface ConnectionOptions {
  readonly retry: RetryPolicy;
  readonly onRetry: (retry: Retry) => void;
  readonly observer: ConnectionObserver;
  /** The number of the next control connection that is opened in the run. */
  readonly nextNumber: () => number;
  readonly optional: OptionalParts;
  /** Whether a lost control connection is replaced. Default: true. */
  readonly reconnects?: boolean;
}

/**
 * A connection to the server: opens a control connection and logs in, and does so again once that one is lost or out of
 * sync. It has at most one control connection at a time.
 */
export class Connection {
  readonly #target: DeployTarget;
  readonly #options: ConnectionOptions;
  readonly #earlier = { total: 0, resumed: 0 };
  /** The client that is logged in, unless it was given up. */
  #client: FtpsClient | undefined;
  /** The client opened last, logged in or not. */
  #last: FtpsClient | undefined;
  #connectError: Error | undefined;
  /** Whether the server has ever sent a valid certificate or a greeting. */
  #hasAnswered = false;
  #hasLoggedIn = false;
  #alternativePort: PortFinding | undefined;
  #controlConnections = 0;
  #number = 0;

  constructor(target: DeployTarget, options: ConnectionOptions) {
    this.#target = target;
    this.#options = options;
  }

  /**
   * Whether connecting has failed permanently: a rejected login, an untrusted certificate, or no retries left. Or the
   * control connection was lost and isn't replaced, or {@link giveUp} was called.
   */
  get hasGivenUp(): boolean {
    return this.#reasonToGiveUp !== undefined;
  }

  get #reasonToGiveUp(): Error | undefined {
    const { reconnects = true } = this.#options;
    return this.#connectError ?? (reconnects ? undefined : this.#client?.failure);
  }

  get hasLoggedIn(): boolean {
    return this.#hasLoggedIn;
  }

  /**
   * Whether the control connection broke while commands were pipelined, which may be the cause. The next one doesn't
   * pipeline, so this attempt shouldn't count.
   */
  get brokeWhilePipelining(): boolean {
    const { optional } = this.#options;
    return optional.isUsable('pipelining') && this.#last?.brokeWhilePipelining === true;
  }

  /** Opens no other control connection, and does no more work than what was begun. */
  giveUp(reason: Error): void {
    this.#connectError ??= reason;
  }

  /** The number of the control connection that was opened last. */
  get number(): number {
    return this.#number;
  }

  /** Whether the server closed the control connection between two uploads, as some do after each transfer. */
  get closedAfterUpload(): boolean {
    return this.#last?.closedAfterUpload === true;
  }

  /** The client that is logged in and whose control connection is usable. */
  get client(): FtpsClient | undefined {
    return this.#client?.failure === undefined ? this.#client : undefined;
  }

  /**
   * Returns the usable client, or opens a new one.
   *
   * @throws What opening and logging in throw: a rejected login and an untrusted certificate at once, transient errors
   *   once all retries are used up. {@link isTransientAtConnect} decides.
   */
  async connect(signal: AbortSignal): Promise<FtpsClient> {
    if (this.client !== undefined) return this.client;
    const error = this.#reasonToGiveUp;
    if (error !== undefined) throw error;
    this.#detach();
    const { reconnects = true } = this.#options;
    const started = performance.now();
    const options = {
      subject: 'connection' as const,
      policy: this.#options.retry,
      isTransient: (error: Error, delayMs: number) =>
        this.#hasTimeFor(performance.now() - started + delayMs, error) &&
        isTransientAtConnect(error, {
          hasAnswered: this.#hasAnswered,
          hasLoggedIn: this.#hasLoggedIn,
        }),
      isFree: () => reconnects && this.brokeWhilePipelining,
      onRetry: this.#options.onRetry,
      signal,
    };
    try {
      return await withRetries(options, () => this.#open(signal));
    } catch (error) {
      if (!signal.aborted) this.#connectError = error as Error;
      throw error;
    }
  }

  /** Aborts a running transfer, so that the control connection is free again. */
  abortTransfer(reason: Error): void {
    this.#last?.abortTransfer(reason);
  }

  /** Closes the control connection at once; pending operations fail with `reason`. */
  destroy(reason: Error): void {
    this.#last?.destroy(reason);
  }

  /** Ends the session with QUIT, if there is one. Waits at most `waitMs` milliseconds for the reply. */
  async quit(waitMs?: number): Promise<void> {
    await this.client?.quit(waitMs);
    this.#detach();
  }

  /** What is known about all control connections so far. */
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
      ...(this.#alternativePort === undefined ? {} : { alternativePort: this.#alternativePort }),
    };
  }

  // A server that has never answered gets as much time for all attempts as for a single one.
  #hasTimeFor(milliseconds: number, error: Error): boolean {
    const hasAnswered = this.#hasAnswered || error instanceof ReplyError;
    return hasAnswered || milliseconds < this.#target.timeoutMs;
  }

  async #open(signal: AbortSignal): Promise<FtpsClient> {
    const { username, password } = this.#target;
    const { observer, optional } = this.#options;
    if (this.brokeWhilePipelining) {
      optional.drop('pipelining', 'the connection broke while several commands were in flight');
    }
    const number = this.#options.nextNumber();
    this.#number = number;
    const client = await FtpsClient.open({
      ...this.#target,
      secrets: [password],
      optional,
      signal,
      onDialogue: (line) => {
        observer.dialogue(number, line);
      },
      onOpening: (stage) => {
        this.#recordStage(stage);
      },
    }).catch(async (error: unknown) => {
      await this.#probeAlternativePort(error as Error, signal);
      throw error;
    });
    this.#controlConnections += 1;
    this.#last = client;
    try {
      observer.connected(number, { tls: client.tls, greeting: client.greeting });
      await client.login(username, password);
    } catch (error) {
      await client.quit();
      throw error;
    }
    this.#client = client;
    this.#hasLoggedIn = true;
    observer.loggedIn(number);
    return client;
  }

  #recordStage(stage: OpeningStage): void {
    if (stage.stage === 'trusted' || stage.stage === 'greeted') this.#hasAnswered = true;
    this.#target.onOpening?.(stage);
  }

  async #probeAlternativePort(error: Error, signal: AbortSignal): Promise<void> {
    const { endpoint, password, alternativePort: port } = this.#target;
    if (port === undefined || this.#hasAnswered || this.#alternativePort !== undefined) return;
    if (signal.aborted || !isWithoutAnswer(error)) return;
    this.#alternativePort = await probePort({ ...endpoint, port }, { secrets: [password], signal });
    this.#options.observer.portProbed(this.#alternativePort);
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
