import type net from 'node:net';

import type { Command } from './command.ts';
import { command, encodeCommands, noop } from './command.ts';
import { Deadline } from '../deadline.ts';
import type { DialogueListener } from './dialogue.ts';
import { commandLine, note, replyLines } from './dialogue.ts';
import type { ConnectionPhase } from '../connection-errors.ts';
import { ConnectionLostError, TimeoutError } from '../connection-errors.ts';
import type { Endpoint } from '../endpoint.ts';
import { ProtocolError, ReplyError } from '../errors.ts';
import type { CommandReply } from './exchange.ts';
import { Exchange } from './exchange.ts';
import { ExchangeQueue } from './exchange-queue.ts';
import { limits } from '../limits.ts';
import { redactionOf } from './redaction.ts';
import type { Reply } from './reply.ts';
import { isCompletion, replyCode, formatReply } from './reply.ts';
import { ReplyParser } from './reply-parser.ts';
import { sanitize } from '../../sanitize.ts';
import { PlaintextError } from '../tls/guarded-socket.ts';

/** The greeting is received by an exchange as well, but without a command. */
const greeting: Command = { verb: '', line: '', display: '' };

/**
 * The control connection (RFC 959 section 2.3): sends commands, one or several in one write, and receives the replies
 * in the order of the commands.
 *
 * After an unsolicited or malformed reply, or a timeout, it is unclear which reply belongs to which command. Each of
 * these therefore closes the connection and fails all exchanges that wait for a reply.
 */
export class ControlConnection {
  readonly endpoint: Endpoint;
  /** The server's address, for data connections. */
  readonly peerAddress: string;
  /** Milliseconds to wait for a reply. */
  readonly timeoutMs: number;
  readonly #onDialogue: DialogueListener;
  readonly #queue = new ExchangeQueue();
  #socket: net.Socket;
  #secrets: readonly string[] = [];
  #parser = this.#newParser();
  #failure: Error | undefined;
  #replies = 0;

  constructor(
    socket: net.Socket,
    options: {
      readonly endpoint: Endpoint;
      readonly timeoutMs: number;
      readonly onDialogue: DialogueListener;
      readonly secrets?: readonly string[];
      readonly peerAddress?: string | undefined;
    },
  ) {
    this.endpoint = options.endpoint;
    this.peerAddress = options.peerAddress ?? options.endpoint.host;
    this.timeoutMs = options.timeoutMs;
    this.#onDialogue = options.onDialogue;
    for (const secret of options.secrets ?? []) this.redact(secret);
    this.#socket = socket;
    this.#listen(socket);
  }

  /** Why the connection can no longer be used; undefined as long as it can. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** Number of replies received so far. */
  get replies(): number {
    return this.#replies;
  }

  /** Replaces `secret` in all further text of the server that is displayed: a server may echo what it receives. */
  redact(secret: string): void {
    if (secret !== '') this.#secrets = [...this.#secrets, secret];
  }

  /**
   * Waits for the greeting; a 120 is followed by the final greeting (RFC 959 section 5.4).
   *
   * @throws {@link ReplyError} when the server rejects the connection, for example with 421.
   * @throws {@link TimeoutError} when no greeting arrives.
   */
  async greeting(): Promise<Reply> {
    const exchange = new Exchange(greeting);
    this.#queue.add([exchange]);
    if (this.#failure !== undefined) exchange.fail(this.#failure);
    const reply = await this.#withTimeout(exchange.final, { phase: 'greeting' });
    if (!isCompletion(reply)) throw new ReplyError('greeting', reply);
    return reply;
  }

  /** Sends the commands of exchanges in one write, so that they travel in one TLS record. */
  send(exchanges: readonly Exchange[]): void {
    const { failure } = this;
    if (failure !== undefined) {
      for (const exchange of exchanges) exchange.fail(failure);
      return;
    }
    if (exchanges.length === 0) return;
    for (const exchange of exchanges) {
      this.#onDialogue(commandLine(exchange.command));
      exchange.markSent();
    }
    this.#queue.add(exchanges);
    this.#socket.write(encodeCommands(exchanges.map((exchange) => exchange.command)));
  }

  /** Whether a NOOP was sent, so that a reply which isn't specific to transfers may be meant for it. */
  get mayExpectNoopReply(): boolean {
    return this.#queue.mayExpectNoopReply;
  }

  /**
   * Sends NOOP during a transfer, so that no firewall drops the idle connection. Does nothing after the server has
   * rejected a NOOP, as Pure-FTPd and ProFTPD do, or when too many have got no reply.
   */
  keepAlive(): void {
    const hasTooMany = this.#queue.pendingNoops >= limits.maxPendingNoops;
    if (this.#queue.acceptsNoop && !hasTooMany) this.send([new Exchange(noop)]);
  }

  /**
   * Sends one command and waits for its final reply, whatever it is.
   *
   * @throws {@link TimeoutError} when no reply arrives in time; the connection is then closed.
   * @throws {@link ConnectionLostError} when the connection is closed before the reply.
   */
  async execute(sent: Command): Promise<Reply> {
    const exchange = new Exchange(sent);
    this.send([exchange]);
    return await this.finalReply(exchange);
  }

  /**
   * Sends one command that must succeed.
   *
   * @throws {@link ReplyError} when the final reply is not 2yz; otherwise what {@link execute} throws.
   */
  async expectCompletion(sent: Command): Promise<Reply> {
    const reply = await this.execute(sent);
    if (!isCompletion(reply)) throw new ReplyError(sent, reply);
    return reply;
  }

  /** Waits for the first reply, preliminary or final, to a command that was sent; throws what {@link execute} throws. */
  async firstReply({ first, command: { verb } }: Exchange): Promise<Reply> {
    return await this.#withTimeout(first, { phase: 'reply', verb });
  }

  /** Waits for the final reply to a command that was sent; throws what {@link execute} throws. */
  async finalReply({ final, command: { verb } }: Exchange): Promise<Reply> {
    return await this.#withTimeout(final, { phase: 'reply', verb });
  }

  /** Waits for the final replies to several commands; throws what {@link execute} throws. */
  async finalReplies(exchanges: readonly Exchange[]): Promise<CommandReply[]> {
    const answers: CommandReply[] = [];
    for (const exchange of exchanges) {
      answers.push({ command: exchange.command, reply: await this.finalReply(exchange) });
    }
    return answers;
  }

  /**
   * Waits a bounded time for the final reply of a transfer that has failed: the reply may explain why.
   *
   * @param reason - Why the transfer failed; closes the connection with it when no reply arrives.
   * @returns undefined when the connection was closed.
   */
  async drainFinalReply(exchange: Exchange, reason: Error): Promise<Reply | undefined> {
    using _deadline = new Deadline(Math.min(limits.refusalGraceMs, this.timeoutMs), () => {
      this.fail(reason);
    });
    return await exchange.final.catch(() => undefined);
  }

  /**
   * Closes a connection on which a command got a reply that isn't defined for it. The reply was meant for another
   * command, so all further replies would be assigned to the wrong commands too (RFC 959 section 4.2.1).
   *
   * @returns The error for the caller to throw.
   */
  outOfSync({ verb }: Command, reply: Reply): ProtocolError {
    const error = new ProtocolError(
      'unexpected-reply',
      `unexpected reply to ${verb}`,
      formatReply(reply),
    );
    this.fail(error);
    return error;
  }

  /**
   * Starts TLS on the connection (RFC 4217 section 4). Unencrypted data after the reply to AUTH is an attempt to inject
   * a reply before TLS starts, so it is fatal.
   *
   * @throws {@link ProtocolError} when there is such data.
   */
  async upgrade(secure: (socket: net.Socket) => Promise<net.Socket>): Promise<void> {
    const plain = this.#socket;
    plain.off('data', this.#onData).off('error', this.#onError).off('close', this.#onClose);
    plain.pause();
    const early = this.#failure instanceof ProtocolError ? this.#failure : undefined;
    if (this.#failure !== undefined && early === undefined) throw this.#failure;
    if (early !== undefined || this.#parser.hasPartialReply || plain.readableLength > 0) {
      const error = new ProtocolError(
        'plaintext-after-auth',
        'unencrypted data after the reply to AUTH',
        early?.received ?? 'discarded bytes',
      );
      this.fail(error);
      throw error;
    }
    this.#parser = this.#newParser();
    try {
      this.#socket = await secure(plain);
    } catch (error) {
      this.fail(error as Error);
      throw error;
    }
    this.#listen(this.#socket);
  }

  /** Sends QUIT, waits a bounded time for the reply and closes the connection in any case (RFC 959 section 4.1.1). */
  async quit(waitMs: number = limits.quitMs): Promise<void> {
    const exchange = new Exchange(command('QUIT'));
    this.send([exchange]);
    await this.#leave(exchange, waitMs);
  }

  /**
   * Sends commands and QUIT in one write, waits for the replies and closes the connection in any case.
   *
   * @returns One reply per command.
   * @throws what {@link execute} throws, unless all commands have got their replies.
   */
  async executeAllAndQuit(exchanges: readonly Exchange[]): Promise<CommandReply[]> {
    const quit = new Exchange(command('QUIT'));
    this.send([...exchanges, quit]);
    try {
      return await this.finalReplies(exchanges);
    } finally {
      await this.#leave(quit, limits.quitMs);
    }
  }

  async #leave(quit: Exchange, waitMs: number): Promise<void> {
    using _deadline = new Deadline(Math.min(waitMs, this.timeoutMs), () => {
      this.#end();
    });
    await quit.final.catch(() => undefined);
    this.#end();
  }

  /** Closes the connection and fails everything that waits on it. Only the first error counts. */
  fail(error: Error): void {
    this.#failure ??= error;
    this.#queue.fail(this.#failure);
    this.#socket.destroy();
  }

  #newParser(): ReplyParser {
    return new ReplyParser({
      redact: (text) => redactionOf(this.#secrets)(text),
      listing: () => this.#queue.onLine,
    });
  }

  #end(): void {
    this.fail(this.#lost({ phase: 'reply', verb: 'QUIT' }));
  }

  async #withTimeout(
    reply: Promise<Reply>,
    stage: { readonly phase: ConnectionPhase; readonly verb?: string },
  ): Promise<Reply> {
    using _deadline = new Deadline(this.timeoutMs, () => {
      const { endpoint, timeoutMs } = this;
      this.fail(new TimeoutError({ connection: 'control', endpoint, timeoutMs, ...stage }));
    });
    return await reply;
  }

  #listen(socket: net.Socket): void {
    socket.on('data', this.#onData).on('error', this.#onError).on('close', this.#onClose);
  }

  readonly #onData = (chunk: Buffer): void => {
    if (this.#failure !== undefined) return;
    try {
      for (const reply of this.#parser.push(chunk)) this.#dispatch(reply);
    } catch (error) {
      this.fail(error as Error);
    }
  };

  readonly #onError = (cause: Error): void => {
    this.#lose(cause);
  };

  readonly #onClose = (): void => {
    this.#lose();
  };

  #lose(cause?: Error): void {
    if (this.#failure !== undefined) return;
    const { oldest } = this.#queue;
    if (oldest === undefined) this.fail(this.#lost({ phase: 'idle', cause }));
    else if (oldest === greeting) this.fail(this.#lost({ phase: 'greeting', cause }));
    else this.fail(this.#lost({ phase: 'reply', verb: oldest.verb, cause }));
  }

  #lost(details: {
    readonly phase: ConnectionPhase;
    readonly verb?: string;
    readonly cause?: Error | undefined;
  }): ConnectionLostError {
    const { cause } = details;
    const plaintext = cause instanceof PlaintextError ? this.#display(cause.bytes) : undefined;
    if (plaintext !== undefined) this.#onDialogue(note(`unencrypted data received: ${plaintext}`));
    const { endpoint } = this;
    return new ConnectionLostError({ connection: 'control', endpoint, ...details, plaintext });
  }

  #display(bytes: Buffer): string {
    return sanitize(redactionOf(this.#secrets)(bytes.toString().trim()));
  }

  #dispatch(reply: Reply): void {
    this.#replies += 1;
    for (const line of replyLines(reply)) this.#onDialogue(line);
    const taken = this.#queue.dispatch(reply);
    if (taken === undefined || taken.isExcess) this.#rejectUnsolicited(reply);
    // 421 to any command means that the server closes the connection (RFC 959 section 4.2.2).
    if (reply.code === replyCode.serviceNotAvailable) {
      const { command: rejected } = taken.exchange;
      this.fail(new ReplyError(rejected === greeting ? 'greeting' : rejected, reply));
    }
  }

  #rejectUnsolicited(reply: Reply): never {
    if (reply.code === replyCode.serviceNotAvailable) {
      throw new ReplyError('session', reply);
    }
    throw new ProtocolError('unsolicited-reply', 'unsolicited reply', formatReply(reply));
  }
}
