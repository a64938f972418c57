import type net from 'node:net';

import type { Command } from './command.ts';
import { noop } from './command.ts';
import { Deadline } from '../deadline.ts';
import type { DialogueListener } from './dialogue.ts';
import { commandLine, replyLines } from './dialogue.ts';
import type { Endpoint, TimeoutPhase } from '../errors.ts';
import { ConnectionLostError, ProtocolError, ReplyError, TimeoutError } from '../errors.ts';
import { Exchange } from './exchange.ts';
import { ExchangeQueue } from './exchange-queue.ts';
import { limits } from '../limits.ts';
import type { Reply } from './reply.ts';
import { isCompletion, replyCode, formatReply } from './reply.ts';
import { ReplyParser } from './reply-parser.ts';

/** What the server says before any command is an exchange too, without a command. */
const greeting: Command = { verb: 'greeting', line: '', display: 'greeting' };

/**
 * The control connection (RFC 959 section 2.3): commands out, several in one write if wanted, replies in the
 * order of the commands.
 *
 * A reply that nothing asked for, a malformed one and a missed deadline leave it in doubt which reply belongs to
 * which command; so each of them ends the connection, and every waiting exchange gets the error.
 */
export class ControlConnection {
  readonly endpoint: Endpoint;
  /** Milliseconds to wait for a reply. */
  readonly timeoutMs: number;
  readonly #onDialogue: DialogueListener;
  readonly #queue = new ExchangeQueue();
  #socket: net.Socket;
  #secrets: readonly string[] = [];
  #parser = this.#newParser();
  #failure: Error | undefined;

  constructor(
    socket: net.Socket,
    options: {
      readonly endpoint: Endpoint;
      readonly timeoutMs: number;
      readonly onDialogue: DialogueListener;
      readonly secrets?: readonly string[];
    },
  ) {
    this.endpoint = options.endpoint;
    this.timeoutMs = options.timeoutMs;
    this.#onDialogue = options.onDialogue;
    for (const secret of options.secrets ?? []) this.redact(secret);
    this.#socket = socket;
    this.#listen(socket);
  }

  /** Address of the server's end, for data connections; undefined once the socket is gone. */
  get peerAddress(): string | undefined {
    return this.#socket.remoteAddress;
  }

  /** Why the connection cannot be used any more; undefined while it can. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** From now on `secret` is replaced in everything of the server's that is shown: it may echo what it is sent. */
  redact(secret: string): void {
    if (secret !== '') this.#secrets = [...this.#secrets, secret];
  }

  /**
   * Waits for the greeting; a 120 is followed by the real one (RFC 959 section 5.4).
   *
   * @throws {@link ReplyError} when the server turns us away, for one with 421.
   * @throws {@link TimeoutError} when no greeting comes.
   */
  async greeting(): Promise<Reply> {
    const exchange = new Exchange(greeting);
    this.#queue.add([exchange]);
    if (this.#failure !== undefined) exchange.fail(this.#failure);
    const reply = await this.#within(exchange.final, 'greeting');
    if (!isCompletion(reply)) throw new ReplyError({ verb: 'greeting', display: 'hello' }, reply);
    return reply;
  }

  /**
   * Sends commands in one write, so that they travel in one TLS record.
   *
   * @returns One exchange a command, in the same order.
   */
  send<T extends readonly Command[]>(...commands: T): { [K in keyof T]: Exchange } {
    const exchanges = commands.map((command) => new Exchange(command));
    if (this.#failure !== undefined) {
      for (const exchange of exchanges) exchange.fail(this.#failure);
      return exchanges as { [K in keyof T]: Exchange };
    }
    for (const command of commands) this.#onDialogue(commandLine(command));
    this.#queue.add(exchanges);
    this.#socket.write(commands.map((command) => command.line).join(''));
    return exchanges as { [K in keyof T]: Exchange };
  }

  /** Whether a reply of 200 may be the answer to a NOOP, and so cannot be the end of a transfer. */
  get mayExpectNoopReply(): boolean {
    return this.#queue.mayExpectNoopReply;
  }

  /**
   * Sends NOOP while a transfer runs, so that no middle box drops the silent connection. Does nothing once the server
   * has refused one, as Pure-FTPd and ProFTPD do, and when too many are unanswered.
   */
  keepAlive(): void {
    const isUseless = this.#queue.pendingNoops >= limits.maxPendingNoops;
    if (this.#queue.acceptsNoop && !isUseless) this.send(noop);
  }

  /**
   * Sends one command and waits for its final reply, whatever it is.
   *
   * @throws {@link TimeoutError} when the reply does not come in time; the connection is then closed.
   * @throws {@link ConnectionLostError} when the connection ends first.
   */
  async execute(command: Command): Promise<Reply> {
    const [exchange] = this.send(command);
    return this.#within(exchange.final, 'reply', command);
  }

  /**
   * Sends one command that must succeed.
   *
   * @throws {@link ReplyError} when the final reply is not 2yz, besides what {@link execute} throws.
   */
  async expectCompletion(command: Command): Promise<Reply> {
    const reply = await this.execute(command);
    if (!isCompletion(reply)) throw new ReplyError(command, reply);
    return reply;
  }

  /** Waits for a reply of an exchange that was begun with {@link send}; throws as {@link execute} does. */
  async waitFor(reply: Promise<Reply>, command: Command): Promise<Reply> {
    return this.#within(reply, 'reply', command);
  }

  /**
   * Puts TLS on the connection (RFC 4217 section 4). What came in clear before the handshake is not trusted:
   * anything beyond the replies read so far is an attempt to slip a reply under TLS, and fatal.
   *
   * @throws {@link ProtocolError} when such bytes are there.
   */
  async upgrade(secure: (socket: net.Socket) => Promise<net.Socket>): Promise<void> {
    const clear = this.#socket;
    clear.off('data', this.#onData).off('error', this.#onError).off('close', this.#onClose);
    clear.pause();
    const early = this.#failure instanceof ProtocolError ? this.#failure : undefined;
    if (this.#failure !== undefined && early === undefined) throw this.#failure;
    if (early !== undefined || this.#parser.isMidReply || clear.readableLength > 0) {
      const error = new ProtocolError('bytes came in clear after the reply to AUTH', {
        received: early?.received ?? 'bytes that were discarded',
        rfc: 'RFC 4217 section 4',
      });
      this.fail(error);
      throw error;
    }
    this.#parser = this.#newParser();
    try {
      this.#socket = await secure(clear);
    } catch (error) {
      this.fail(error as Error);
      throw error;
    }
    this.#listen(this.#socket);
  }

  /** Says QUIT, waits a bounded time for 221 and closes, whatever the answer (RFC 959 section 4.1.1). */
  async quit(command: Command, waitMs: number = limits.quitMs): Promise<void> {
    if (this.#failure === undefined) {
      const [exchange] = this.send(command);
      using _deadline = new Deadline(Math.min(waitMs, this.timeoutMs), () => {
        this.#end();
      });
      await exchange.final.catch(() => undefined);
    }
    this.#end();
  }

  /** Ends the connection; everything that waits on it gets the error. Only the first error counts. */
  fail(error: Error): void {
    this.#failure ??= error;
    this.#queue.fail(this.#failure);
    this.#socket.destroy();
  }

  #newParser(): ReplyParser {
    return new ReplyParser((text) =>
      this.#secrets.reduce((shown, secret) => shown.replaceAll(secret, '***'), text),
    );
  }

  #end(): void {
    this.fail(new ConnectionLostError('control', this.endpoint, 'QUIT'));
  }

  async #within(reply: Promise<Reply>, phase: TimeoutPhase, command?: Command): Promise<Reply> {
    using _deadline = new Deadline(this.timeoutMs, () => {
      const awaited = command && `the reply to ${command.verb}`;
      this.fail(new TimeoutError('control', this.endpoint, phase, this.timeoutMs, awaited));
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
    const during = this.#queue.oldestVerb ?? 'a pause';
    const options = cause === undefined ? {} : { cause };
    this.fail(new ConnectionLostError('control', this.endpoint, during, options));
  }

  #dispatch(reply: Reply): void {
    for (const line of replyLines(reply)) this.#onDialogue(line);
    const taken = this.#queue.dispatch(reply);
    if (taken === undefined || taken.isRefused) this.#rejectUnsolicited(reply);
    // 421 to whatever command says that the server closes the connection (RFC 959 section 4.2.2).
    if (reply.code === replyCode.serviceNotAvailable) {
      this.fail(new ReplyError(taken.exchange.command, reply));
    }
  }

  #rejectUnsolicited(reply: Reply): never {
    if (reply.code === replyCode.serviceNotAvailable) {
      throw new ReplyError({ verb: 'session', display: 'the session' }, reply);
    }
    throw new ProtocolError('a reply came that no command asked for', {
      received: formatReply(reply),
      rfc: 'RFC 959 section 5.4',
    });
  }
}
