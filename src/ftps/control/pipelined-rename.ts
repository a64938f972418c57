import type { Command } from './command.ts';
import { pathCommand } from './command.ts';
import type { ControlConnection } from './control-connection.ts';
import { ReplyError } from '../errors.ts';
import type { CommandReply } from './exchange.ts';
import { Exchange } from './exchange.ts';
import { fitsWindow } from './pipelining.ts';
import { isFileCompletion, isIntermediate, isRefusal } from './reply.ts';

/** The result of a rename. */
export interface RenameResult {
  readonly refusal: ReplyError | undefined;
  /** The final replies to the commands that followed; none if they weren't sent, or the connection was lost. */
  readonly replies: readonly CommandReply[];
}

/**
 * RNFR and RNTO, sent without waiting for the reply to RNFR (RFC 959 section 4.1.3). A server that rejects RNFR rejects
 * RNTO as well, because RNFR must come first.
 */
export class PipelinedRename {
  /** RNFR and RNTO, in the order in which they must be sent. */
  readonly exchanges: readonly [from: Exchange, to: Exchange];
  readonly #control: ControlConnection;

  constructor(control: ControlConnection, from: string, to: string) {
    this.#control = control;
    this.exchanges = [
      new Exchange(pathCommand('RNFR', from)),
      new Exchange(pathCommand('RNTO', to)),
    ];
  }

  /** Whether the commands were sent. Only {@link refusal} then shows which name the file has. */
  get isInFlight(): boolean {
    const [from] = this.exchanges;
    return from.isSent;
  }

  /**
   * Sends the commands, and others after them in the same write, and waits for the replies.
   *
   * @throws what {@link refusal} throws.
   */
  async execute(following: readonly Command[]): Promise<RenameResult> {
    const later = following.map((command) => new Exchange(command));
    const all = [...this.exchanges, ...later];
    const isShared = fitsWindow(all.map((exchange) => exchange.command));
    this.#control.send(isShared ? all : this.exchanges);
    const refusal = await this.refusal();
    if (!isShared) return { refusal, replies: [] };
    // If the connection is lost meanwhile, the file was renamed nevertheless.
    const replies = await this.#control.finalReplies(later).catch(() => []);
    return { refusal, replies };
  }

  /**
   * Waits for both replies.
   *
   * @returns The refusal of RNFR or RNTO; undefined when the file was renamed.
   * @throws {@link TimeoutError}, {@link ConnectionLostError}, {@link ProtocolError} when the outcome is unknown.
   */
  async refusal(): Promise<ReplyError | undefined> {
    const [from, to] = this.exchanges;
    const first = await this.#control.finalReply(from);
    const second = await this.#control.finalReply(to);
    if (isRefusal(first) && isRefusal(second)) return new ReplyError(from.command, first);
    if (!isIntermediate(first)) throw this.#control.outOfSync(from.command, first);
    if (isFileCompletion(second)) return undefined;
    if (!isRefusal(second)) throw this.#control.outOfSync(to.command, second);
    return new ReplyError(to.command, second);
  }
}
