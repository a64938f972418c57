import type { Command } from '../control/command.ts';
import { isUpload } from '../control/command.ts';
import type { ControlConnection } from '../control/control-connection.ts';
import { Exchange } from '../control/exchange.ts';
import type { UnencryptedDataError } from '../control/plaintext.ts';
import type { Reply } from '../control/reply.ts';
import {
  formatReply,
  isCompletion,
  isPreliminary,
  isRefusal,
  replyCode,
} from '../control/reply.ts';
import { CertificateError } from '../certificate-error.ts';
import {
  ConnectionError,
  ConnectionLostError,
  TimeoutError,
  TlsError,
} from '../connection-errors.ts';
import type { TransferStage } from '../errors.ts';
import { FtpsError, ProtocolError, ReplyError } from '../errors.ts';
import type { DataConnection } from './data-connection.ts';
import type { PassiveConnector } from './passive-connector.ts';

/** What all transfers of a client share. */
export interface TransferContext {
  readonly control: ControlConnection;
  readonly passive: PassiveConnector;
  /** Milliseconds between two NOOPs on the control connection. */
  readonly keepAliveMs: number;
}

/** What one transfer does. */
export interface TransferRequest<T> {
  /** STOR, LIST or another command that uses a data connection; or its exchange, where the caller reads the replies. */
  readonly command: Command | Exchange;
  /** Commands to send in the same write, before this one. */
  readonly before?: readonly Exchange[];
  /** Commands to send in the same write, after this one. */
  readonly after?: readonly Exchange[];
  /** Sends or receives the data, once the server has agreed and the data connection is secure. */
  readonly move: () => Promise<T>;
}

/**
 * One transfer of a file or listing, in either direction (RFC 959 section 5.4): a data connection, the command, a
 * preliminary reply, the data, the final reply.
 *
 * The final reply decides. It may arrive before or after the data connection is closed, but an upload isn't complete
 * when it is confirmed before all data was sent. When a transfer fails, a negative final reply is a better error than
 * the fact that a connection was lost.
 */
export class Transfer implements Disposable {
  readonly #context: TransferContext;
  readonly #onEnd: () => void;
  #data: DataConnection | undefined;
  #abortReason: Error | undefined;

  /** @param onEnd - Called when the transfer is disposed, so that the next one may start. */
  constructor(context: TransferContext, onEnd: () => void) {
    this.#context = context;
    this.#onEnd = onEnd;
  }

  /**
   * Opens the data connection. Until a transfer has succeeded, also waits for TCP: a server truncates the file when it
   * receives STOR, even if its passive ports are closed.
   *
   * @param options.waits - Whether to wait. Default: true.
   * @returns The data connection for {@link run}.
   * @throws {@link ReplyError}, {@link ProtocolError} when the server opens no port.
   * @throws {@link ConnectionError}, {@link TimeoutError} when its port can't be reached.
   */
  async open({ waits = true }: { readonly waits?: boolean } = {}): Promise<DataConnection> {
    const { passive } = this.#context;
    const data = await passive.open();
    this.#use(data);
    if (passive.isProven || !waits) return data;
    try {
      await data.connected();
      return data;
    } catch (error) {
      this.#throwIfAborted();
      const other = await passive.openFallback(error as Error, (opened) => {
        this.#use(opened);
      });
      this.#throwIfAborted();
      if (other === undefined) throw error;
      return other;
    }
  }

  #use(data: DataConnection): void {
    this.#data = data;
    if (this.#abortReason !== undefined) data.abort(this.#abortReason);
    this.#throwIfAborted();
  }

  #throwIfAborted(): void {
    if (this.#abortReason !== undefined) throw this.#abortReason;
  }

  /**
   * Sends the command, moves the data and waits for the final reply.
   *
   * @returns What `move` returns.
   * @throws {@link ReplyError} when the server rejects the command or reports a failure.
   * @throws {@link ConnectionError}, {@link ConnectionLostError}, {@link TimeoutError}, {@link TlsError},
   *   {@link CertificateError} when a connection fails.
   * @throws {@link ProtocolError} when a reply isn't defined for the command.
   */
  async run<T>(data: DataConnection, request: TransferRequest<T>): Promise<T> {
    if (this.#abortReason !== undefined) throw this.#abortReason;
    const { control, passive, keepAliveMs } = this.#context;
    const { before = [], after = [] } = request;
    const exchange =
      request.command instanceof Exchange ? request.command : new Exchange(request.command);
    try {
      control.send([...before, exchange, ...after]);
      using _keepAlive = startKeepAlive(control, keepAliveMs);
      abortOnFinalReply(data, exchange);
      await data.secure();
      // No data is sent before the server has agreed. That costs no time: servers agree before or during the handshake.
      const first = await control.firstReply(exchange);
      if (!isPreliminary(first)) throw rejection(exchange, first, data);
      const result = await request.move();
      const final = await control.finalReply(exchange);
      if (!this.#isSuccess(final, exchange)) throw rejection(exchange, final, data);
      await data.ended();
      passive.isProven = true;
      return result;
    } catch (error) {
      // The next transfer waits for its data connection again before the server truncates a file.
      if (isUnreachable(error)) passive.isProven = false;
      // A server whose data connection was reset may say so with 5yz, before the client has noticed.
      const mayBeLost = error instanceof ReplyError && error.stage === 'begun';
      const reason = ((mayBeLost ? await data.loss() : undefined) ?? error) as Error;
      data.abort(reason);
      throw await this.#transferError(reason, exchange, data);
    } finally {
      passive.close(data);
    }
  }

  /** Aborts the transfer, in either direction. {@link run} then waits a bounded time for the final reply. */
  abort(reason: Error): void {
    this.#abortReason ??= reason;
    this.#data?.abort(reason);
  }

  /** The first reason that {@link abort} was called with. */
  get abortReason(): Error | undefined {
    return this.#abortReason;
  }

  [Symbol.dispose](): void {
    // Does nothing unless `run` was never reached.
    this.#data?.abort(this.#abortReason ?? new Error('The transfer was not started.'));
    this.#onEnd();
  }

  // A reply to a NOOP must not be taken for a success. After a NOOP, only the codes that RFC 959 defines for transfers
  // count, and after a refusal that was assigned to a NOOP, only 226.
  #isSuccess(final: Reply, exchange: Exchange): boolean {
    if (exchange.hadAmbiguousRefusal) return final.code === replyCode.transferComplete;
    if (!this.#context.control.mayExpectNoopReply) return isCompletion(final);
    const codes: readonly number[] = [replyCode.transferComplete, replyCode.fileActionOkay];
    return codes.includes(final.code);
  }

  /** The best error for a transfer that has failed. */
  async #transferError(error: Error, exchange: Exchange, data: DataConnection): Promise<Error> {
    const { control } = this.#context;
    const reply = await control.drainFinalReply(exchange, error);
    const explained = await this.#explainUnencrypted(error);
    if (explained !== undefined) return explained;
    if (error instanceof ReplyError || isUntrustedPeer(error)) return error;
    // Checked after the wait: when a server goes away, either connection may be the first to fail.
    if (control.failure !== undefined) return control.failure;
    if (reply === undefined) return error;
    // It is unclear which command a reply belongs to that confirms data which wasn't sent.
    if (error instanceof ProtocolError) control.fail(error);
    if (!(error instanceof FtpsError) || !isRefusal(reply)) return error;
    const { resumed: sessionResumed } = data;
    const stage = isLostData(error) && exchange.isInProgress ? 'broken' : stageOf(exchange);
    return new ReplyError(exchange.command, reply, { cause: error, sessionResumed, stage });
  }

  async #explainUnencrypted(error: Error): Promise<Error | undefined> {
    const { control, passive } = this.#context;
    const isPossible = control.failure === undefined && this.#abortReason === undefined;
    return isPossible && isUnencrypted(error) ? await passive.explainUnencrypted(error) : undefined;
  }
}

/** Sends NOOP at intervals on the control connection, which is idle until the final reply. */
function startKeepAlive(control: ControlConnection, everyMs: number): Disposable {
  const timer = setInterval(() => {
    control.keepAlive();
  }, everyMs);
  return {
    [Symbol.dispose]() {
      clearInterval(timer);
    },
  };
}

/** Stops moving data when the final reply shows that it is useless. */
function abortOnFinalReply(data: DataConnection, exchange: Exchange): void {
  const { command } = exchange;
  exchange.final.then(
    (reply) => {
      // Data that arrives without a preliminary reply may belong to another command.
      const isReceived = isCompletion(reply) && exchange.isInProgress;
      const isUseless = isUpload(command) ? !data.isComplete : !isReceived;
      if (!isUseless) return;
      const abort = () => {
        data.abort(rejection(exchange, reply, data));
      };
      // After a refusal a little later: the data connection may have been reset before it, which is the real reason.
      if (isRefusal(reply)) setImmediate(abort);
      else abort();
    },
    (error: unknown) => {
      data.abort(error as Error);
    },
  );
}

/** The error for a reply that ends a transfer too early or isn't a success. */
function rejection(exchange: Exchange, reply: Reply, data: DataConnection): FtpsError {
  const { command } = exchange;
  if (isRefusal(reply)) {
    const stage = stageOf(exchange);
    return new ReplyError(command, reply, { sessionResumed: data.resumed, stage });
  }
  const received = formatReply(reply);
  return isUpload(command) && isCompletion(reply) && !data.isComplete
    ? new ProtocolError(
        'premature-completion',
        `completion reply to ${command.verb} before the file was sent`,
        received,
      )
    : new ProtocolError('unexpected-reply', `unexpected reply to ${command.verb}`, received);
}

function stageOf({ isInProgress }: Exchange): TransferStage {
  return isInProgress ? 'begun' : 'refused';
}

/** Whether an established data connection was lost or timed out on the client's side. */
function isLostData(error: Error): boolean {
  const isLost = error instanceof ConnectionLostError || error instanceof TimeoutError;
  return isLost && error.connection === 'data' && error.phase !== 'connect';
}

/** Whether the port of the data connection couldn't be reached. */
function isUnreachable(error: unknown): error is ConnectionError | TimeoutError {
  const isTimeout = error instanceof TimeoutError && error.connection === 'data';
  return error instanceof ConnectionError || (isTimeout && error.phase === 'connect');
}

/** Whether the server has sent something unencrypted instead of TLS; OpenSSL doesn't say what. */
function isUnencrypted(error: Error): error is UnencryptedDataError {
  if (error instanceof TlsError) return error.detectedProtocol !== undefined;
  return error instanceof ConnectionLostError && error.plaintext === '';
}

/**
 * Whether the client closed the data connection because its peer isn't the server. The server's reply to that must not
 * hide the reason.
 */
function isUntrustedPeer(error: Error): boolean {
  return (
    error instanceof CertificateError ||
    (error instanceof TlsError && error.detectedProtocol !== undefined)
  );
}
