import type { ClientOptions } from './client-options.ts';
import type { Command } from './command.ts';
import { command } from './command.ts';
import type { ControlConnection } from './control-connection.ts';
import { DataConnection } from './data-connection.ts';
import { note } from './dialogue.ts';
import { ReplyError } from './errors.ts';
import { parseExtendedPassiveReply, parsePassiveReply } from './passive-mode.ts';
import { isTransientRefusal, replyCode } from './reply.ts';
import type { TlsClient } from './tls-client.ts';

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
  #verb: 'EPSV' | 'PASV' = 'EPSV';
  #total = 0;
  #resumed = 0;

  constructor(options: ClientOptions, control: ControlConnection, tls: TlsClient | undefined) {
    this.#options = options;
    this.#control = control;
    this.#tls = tls;
  }

  get count(): DataConnectionCount {
    return { total: this.#total, resumed: this.#resumed };
  }

  /**
   * Asks the server for a port and begins to connect to it.
   *
   * @throws {@link ReplyError} when the server opens no port; {@link ProtocolError} when it names none.
   */
  async open(): Promise<DataConnection> {
    const port = await this.#enterPassiveMode();
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

  async #enterPassiveMode(): Promise<number> {
    if (this.#verb === 'EPSV') {
      const port = await this.#tryExtendedPassive(command('EPSV'));
      if (port !== undefined) return port;
      this.#verb = 'PASV';
    }
    const passive = command('PASV');
    const reply = await this.#control.ask(passive);
    if (reply.code !== replyCode.passiveMode) throw new ReplyError(passive, reply);
    return parsePassiveReply(reply);
  }

  // Undefined where the server cannot do EPSV, or does it wrongly.
  async #tryExtendedPassive(extended: Command): Promise<number | undefined> {
    const reply = await this.#control.ask(extended);
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
