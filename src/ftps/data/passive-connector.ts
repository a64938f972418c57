import net from 'node:net';

import type { ClientOptions } from '../client-options.ts';
import type { Command } from '../control/command.ts';
import { command } from '../control/command.ts';
import type { ControlConnection } from '../control/control-connection.ts';
import type { DataConnectionOptions } from './data-connection.ts';
import { DataConnection } from './data-connection.ts';
import { note } from '../control/dialogue.ts';
import { ProtocolError, ReplyError } from '../errors.ts';
import { Exchange } from '../control/exchange.ts';
import { limits } from '../limits.ts';
import type { OptionalParts } from '../optional-parts.ts';
import type { Pipelining } from '../control/pipelining.ts';
import type { UnencryptedDataError } from '../control/plaintext.ts';
import { explainData } from '../control/plaintext.ts';
import type { Reply } from '../control/reply.ts';
import { formatReply, isRefusal, isTransientRefusal, replyCode } from '../control/reply.ts';
import type { TlsClient } from '../tls/tls-client.ts';
import { readUnencrypted } from './unencrypted-data.ts';

/** Number of data connections, and how many of them resumed the control connection's TLS session. */
export interface DataConnectionCount {
  readonly total: number;
  readonly resumed: number;
}

/** Opens the passive data connections of a client: with EPSV, or PASV on servers that don't support it. */
export class PassiveConnector {
  readonly #options: ClientOptions;
  readonly #control: ControlConnection;
  readonly #tls: TlsClient | undefined;
  readonly #pipelining: Pipelining;
  readonly #optional: OptionalParts;
  #expected: Exchange | undefined;
  /** Whether the last port was named by EPSV. */
  #isExtended = false;
  /** Temporary refusals of EPSV and PASV since the last port. */
  #refusals = 0;
  #total = 0;
  #resumed = 0;
  /** Whether a transfer has succeeded: the server's passive ports can be reached. */
  isProven = false;

  constructor(
    options: ClientOptions,
    connection: {
      readonly control: ControlConnection;
      readonly tls: TlsClient | undefined;
      readonly pipelining: Pipelining;
      readonly optional: OptionalParts;
    },
  ) {
    this.#options = options;
    this.#control = connection.control;
    this.#tls = connection.tls;
    this.#pipelining = connection.pipelining;
    this.#optional = connection.optional;
  }

  get count(): DataConnectionCount {
    return { total: this.#total, resumed: this.#resumed };
  }

  /** The command that makes the server open a port. */
  get command(): Command {
    return command(this.#optional.isUsable('extended-passive') ? 'EPSV' : 'PASV');
  }

  /** Whether the server was already asked for the next port. */
  get isExpecting(): boolean {
    return this.#expected !== undefined;
  }

  /** Uses the port of a {@link PassiveConnector.command} that was already sent, for the next {@link open}. */
  expect(passive: Exchange): void {
    this.#expected = passive;
  }

  /** Requests the port for the next transfer, unless commands are sent one at a time. */
  request(): void {
    if (this.#pipelining.mode === 'off' || this.isExpecting) return;
    const passive = new Exchange(this.command);
    this.#control.send([passive]);
    this.expect(passive);
  }

  /** Doesn't use the expected port. Returns whether the server had opened it. */
  async skip(): Promise<boolean> {
    const passive = this.#expected;
    if (passive === undefined) return false;
    const { code } = await this.#control.finalReply(passive);
    const isOpen = code === replyCode.extendedPassiveMode || code === replyCode.passiveMode;
    if (isOpen) this.#expected = undefined;
    return isOpen;
  }

  /**
   * Makes the server open a port, unless this was already requested, and starts to connect to it.
   *
   * @throws {@link ReplyError} when the server opens no port; {@link ProtocolError} when its reply names none.
   */
  async open(): Promise<DataConnection> {
    return this.#connect(await this.#nextPort());
  }

  async #nextPort(): Promise<number> {
    const port = (await this.#expectedPort()) ?? (await this.#enterPassiveMode());
    this.#refusals = 0;
    return port;
  }

  /**
   * Tries PASV after the port that EPSV named could not be reached: some firewalls and routers only know PASV.
   *
   * @param cause - Why it couldn't be reached.
   * @returns A data connection that is open; undefined when PASV fails too. EPSV is then used as before, and PASV isn't
   *   tried again if it doesn't help.
   */
  async openFallback(
    cause: Error,
    onOpened: (data: DataConnection) => void,
  ): Promise<DataConnection | undefined> {
    if (!this.#mayFallBack) return undefined;
    try {
      const connectMs = Math.min(limits.passiveFallbackMs, this.#options.timeoutMs);
      const data = this.#connect(await this.#requestPassivePort(), connectMs);
      onOpened(data);
      await data.connected();
      this.#optional.drop('extended-passive', withoutPeriod(cause.message), cause);
      return data;
    } catch (error) {
      // A lost session or a temporary refusal says nothing about the ports of PASV.
      const isTemporary = error instanceof ReplyError && error.isTransient;
      if (!isTemporary && this.#control.failure === undefined) {
        this.#optional.drop('passive-fallback', (error as Error).message);
      }
      return undefined;
    }
  }

  /**
   * Finds out what a server says that doesn't encrypt its data connections: opens another one, and reads what arrives
   * before TLS.
   *
   * @returns A better error; undefined when nothing arrives in a short time, or it isn't a reply.
   */
  async explainUnencrypted(error: UnencryptedDataError): Promise<Error | undefined> {
    try {
      const port = await this.#nextPort();
      const data = new DataConnection({ ...this.#peer(port), tls: undefined });
      return explainData(error, await readUnencrypted(data), this.#options);
    } catch {
      return undefined;
    }
  }

  // A 227 reply can't name a port for IPv6 (RFC 2428 section 1).
  get #mayFallBack(): boolean {
    const address = this.#control.peerAddress;
    const isIPv4 = net.isIPv4(address.replace(/^::ffff:/i, ''));
    const isUsable = (['extended-passive', 'passive-fallback'] as const).every((part) =>
      this.#optional.isUsable(part),
    );
    return this.#isExtended && isIPv4 && isUsable;
  }

  #connect(port: number, connectMs?: number): DataConnection {
    return new DataConnection({
      ...this.#peer(port),
      tls: this.#tls,
      ...(connectMs === undefined ? {} : { connectMs }),
    });
  }

  #peer(port: number): Pick<DataConnectionOptions, 'endpoint' | 'timeoutMs'> {
    // The address in a 227 reply is wrong behind NAT, and a malicious server could name any host.
    const host = this.#control.peerAddress;
    return { endpoint: { host, port }, timeoutMs: this.#options.timeoutMs };
  }

  /** Counts a data connection that was used, unless its TLS handshake failed. */
  close(data: DataConnection): void {
    if (this.#tls !== undefined && data.resumed === undefined) return;
    this.#total += 1;
    if (this.#tls === undefined) return;
    if (data.resumed === true) this.#resumed += 1;
    const resumed = data.resumed === true ? 'resumed' : 'not resumed';
    this.#options.onDialogue(note(`data connection: TLS session ${resumed}`));
  }

  // Undefined when no port was requested, or the server opened none.
  async #expectedPort(): Promise<number | undefined> {
    const passive = this.#expected;
    if (passive === undefined) return undefined;
    this.#expected = undefined;
    const reply = await this.#control.finalReply(passive);
    const { verb } = passive.command;
    const isExtended = verb === 'EPSV';
    if (reply.code === (isExtended ? replyCode.extendedPassiveMode : replyCode.passiveMode)) {
      this.#isExtended = isExtended;
      if (!isExtended) return parsePassiveReply(reply);
      return this.#extendedPort(reply) ?? (await this.#requestPassivePort());
    }
    if (!isRefusal(reply)) throw this.#control.outOfSync(passive.command, reply);
    const port = await this.#enterPassiveMode();
    // On its own, the command was accepted, unless PASV had to replace it.
    if (isExtended === this.#isExtended) this.#pipelining.disable(`${verb} was rejected`);
    return port;
  }

  async #enterPassiveMode(): Promise<number> {
    if (this.#optional.isUsable('extended-passive')) {
      const port = await this.#tryExtendedPassive(command('EPSV'));
      this.#isExtended = port !== undefined;
      if (port !== undefined) return port;
    }
    return await this.#requestPassivePort();
  }

  async #requestPassivePort(): Promise<number> {
    this.#isExtended = false;
    const passive = command('PASV');
    const reply = await this.#control.execute(passive);
    if (isRefusal(reply)) throw this.#refused(passive, reply);
    if (reply.code !== replyCode.passiveMode) throw this.#control.outOfSync(passive, reply);
    return parsePassiveReply(reply);
  }

  // Undefined when the server doesn't support EPSV, or its reply can't be used.
  async #tryExtendedPassive(extended: Command): Promise<number | undefined> {
    const reply = await this.#control.execute(extended);
    if (isTransientRefusal(reply)) throw this.#refused(extended, reply);
    if (reply.code !== replyCode.extendedPassiveMode) {
      this.#optional.drop('extended-passive', formatReply(reply));
      return undefined;
    }
    return this.#extendedPort(reply);
  }

  // Undefined when the reply to EPSV can't be used.
  #extendedPort(reply: Reply): number | undefined {
    try {
      return parseExtendedPassiveReply(reply);
    } catch {
      this.#options.onDialogue(note('the reply to EPSV contains no usable port: trying PASV'));
      this.#optional.drop('extended-passive', formatReply(reply));
      return undefined;
    }
  }

  /** Closes the control connection after too many temporary refusals: a new session may get ports again. */
  #refused(passive: Command, reply: Reply): ReplyError {
    const error = new ReplyError(passive, reply);
    if (!error.isTransient) return error;
    this.#refusals += 1;
    if (this.#refusals >= limits.passiveRefusals) this.#control.fail(error);
    return error;
  }
}

function withoutPeriod(sentence: string): string {
  return sentence.replace(/\.$/, '');
}

/**
 * Reads the port from a 229 reply to EPSV: `(|||6446|)`, with any delimiter except digits (RFC 2428 section 3). Protocol
 * and address, which should be empty, are ignored.
 *
 * @throws {@link ProtocolError} when there is no port from 1 to 65535.
 */
export function parseExtendedPassiveReply(reply: Reply): number {
  const match = /\(([!-/:-~])[^()]{0,100}?\1[^()]{0,100}?\1(\d{1,5})\1\)/.exec(textOf(reply));
  return checkPort(Number(match?.[2] ?? 0), reply);
}

/**
 * Reads the port from a 227 reply to PASV: `h1,h2,h3,h4,p1,p2`, with or without parentheses (RFC 1123 section 4.1.2.6).
 * The address is ignored: it is wrong behind NAT, and a malicious server could name any host.
 *
 * @throws {@link ProtocolError} when there aren't six numbers up to 255, or the port is 0.
 */
export function parsePassiveReply(reply: Reply): number {
  const match = /(?<![\d,])\d{1,3}(?:,\d{1,3}){5}(?![\d,])/.exec(textOf(reply));
  const numbers = (match?.[0] ?? '').split(',').map(Number);
  const [, , , , high = 0, low = 0] = numbers.every((n) => n <= 255) ? numbers : [];
  return checkPort(high * 256 + low, reply);
}

function textOf(reply: Reply): string {
  return reply.lines.join('\n');
}

function checkPort(port: number, reply: Reply): number {
  if (port >= 1 && port <= 65535) return port;
  throw new ProtocolError('passive-port', 'the reply contains no usable port', formatReply(reply));
}
