import type { ClientOptions } from '../client-options.ts';
import type { Command } from '../control/command.ts';
import { command } from '../control/command.ts';
import type { ControlConnection } from '../control/control-connection.ts';
import { DataConnection } from './data-connection.ts';
import { note } from '../control/dialogue.ts';
import { ReplyError } from '../errors.ts';
import type { Exchange } from '../control/exchange.ts';
import { outOfSync } from '../control/out-of-sync.ts';
import { parseExtendedPassiveReply, parsePassiveReply } from './passive-mode.ts';
import { isRefusal, isTransientRefusal, replyCode } from '../control/reply.ts';
import type { PipeliningPolicy } from '../control/pipelining.ts';
import type { TlsClient } from '../tls/tls-client.ts';

/** How many data connections were made, and how many of them resumed the control connection's TLS session. */
export interface DataConnectionCount {
  readonly total: number;
  readonly resumed: number;
}

/** Opens the passive data connections of a session: EPSV, or PASV where that does not work, which is remembered. */
export class PassiveConnector {
  readonly #options: ClientOptions;
  readonly #control: ControlConnection;
  readonly #tls: TlsClient | undefined;
  readonly #policy: PipeliningPolicy;
  #verb: 'EPSV' | 'PASV' = 'EPSV';
  #asked: Exchange | undefined;
  #total = 0;
  #resumed = 0;

  constructor(
    options: ClientOptions,
    opened: { readonly control: ControlConnection; readonly tls: TlsClient | undefined },
    policy: PipeliningPolicy,
  ) {
    this.#options = options;
    this.#control = opened.control;
    this.#tls = opened.tls;
    this.#policy = policy;
  }

  get count(): DataConnectionCount {
    return { total: this.#total, resumed: this.#resumed };
  }

  /** What asks for a port. */
  get command(): Command {
    return command(this.#verb);
  }

  /** Takes {@link PassiveConnector.command} that has been sent already: its port is for the next {@link open}. */
  expect(asked: Exchange): void {
    this.#asked = asked;
  }

  /** Does not count on a port that was asked for any more. */
  forget(): void {
    this.#asked = undefined;
  }

  /**
   * Asks the server for a port, if none has been asked for, and begins to connect to it.
   *
   * @throws {@link ReplyError} when the server opens no port; {@link ProtocolError} when it names none.
   */
  async open(): Promise<DataConnection> {
    const port = (await this.#askedPort()) ?? (await this.#enterPassiveMode());
    const { endpoint, timeoutMs } = this.#options;
    // Always the control connection's peer: an address in a 227 reply is wrong behind NAT, and could point anywhere.
    const host = this.#control.peerAddress ?? endpoint.host;
    return new DataConnection({ endpoint: { host, port }, tls: this.#tls, timeoutMs });
  }

  /** Counts a data connection that is over; one whose handshake was never done does not count. */
  close(data: DataConnection): void {
    if (this.#tls !== undefined && data.resumed === undefined) return;
    this.#total += 1;
    if (this.#tls === undefined) return;
    if (data.resumed === true) this.#resumed += 1;
    const resumed = data.resumed === true ? 'resumed' : 'not resumed';
    this.#options.onDialogue(note(`data connection: TLS session ${resumed}`));
  }

  // Undefined when there is none: then it is asked for in the ordinary way, which knows what to do about it.
  async #askedPort(): Promise<number | undefined> {
    const asked = this.#asked;
    if (asked === undefined) return undefined;
    this.forget();
    const reply = await this.#control.waitFor(asked.final, asked.command);
    const isExtended = asked.command.verb === 'EPSV';
    if (reply.code === (isExtended ? replyCode.extendedPassiveMode : replyCode.passiveMode)) {
      return isExtended ? parseExtendedPassiveReply(reply) : parsePassiveReply(reply);
    }
    if (!isRefusal(reply)) throw outOfSync(this.#control, asked.command, reply);
    this.#policy.disable(`${asked.command.verb}, sent ahead, was refused`);
    return undefined;
  }

  async #enterPassiveMode(): Promise<number> {
    if (this.#verb === 'EPSV') {
      const port = await this.#tryExtendedPassive(command('EPSV'));
      if (port !== undefined) return port;
      this.#verb = 'PASV';
    }
    const passive = command('PASV');
    const reply = await this.#control.execute(passive);
    if (reply.code !== replyCode.passiveMode) throw new ReplyError(passive, reply);
    return parsePassiveReply(reply);
  }

  // Undefined where the server cannot do EPSV, or does it wrongly.
  async #tryExtendedPassive(extended: Command): Promise<number | undefined> {
    const reply = await this.#control.execute(extended);
    if (isTransientRefusal(reply)) throw new ReplyError(extended, reply);
    if (reply.code !== replyCode.extendedPassiveMode) return undefined;
    try {
      return parseExtendedPassiveReply(reply);
    } catch {
      this.#options.onDialogue(note('The 229 reply has no usable port; trying PASV.'));
      return undefined;
    }
  }
}
