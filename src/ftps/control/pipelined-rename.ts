import type { Command } from './command.ts';
import { command } from './command.ts';
import type { ControlConnection } from './control-connection.ts';
import { ReplyError } from '../errors.ts';
import type { Exchange } from './exchange.ts';
import { outOfSync } from './out-of-sync.ts';
import { isFileCompletion, isIntermediate, isRefusal } from './reply.ts';

/**
 * RNFR and RNTO that are sent without waiting for the reply to RNFR, together with other commands (RFC 959 section
 * 4.1.3). Where RNFR is refused the server refuses RNTO too, for want of it.
 */
export class PipelinedRename {
  readonly commands: readonly [from: Command, to: Command];
  readonly #control: ControlConnection;
  #exchanges: readonly [from: Exchange, to: Exchange] | undefined;

  constructor(control: ControlConnection, from: string, to: string) {
    this.#control = control;
    this.commands = [command('RNFR', from), command('RNTO', to)];
  }

  /** Whether the commands have left; what has become of the file is then known by {@link refusal} only. */
  get isInFlight(): boolean {
    return this.#exchanges !== undefined;
  }

  /** Takes the exchanges of the commands once they have been sent. */
  markSent(...exchanges: readonly [from: Exchange, to: Exchange]): void {
    this.#exchanges = exchanges;
  }

  /**
   * Waits for both replies.
   *
   * @returns The refusal of RNFR, or of RNTO; undefined when the file has its new name.
   * @throws {@link TimeoutError}, {@link ConnectionLostError}, {@link ProtocolError} when that remains unknown.
   */
  async refusal(): Promise<ReplyError | undefined> {
    if (this.#exchanges === undefined) throw new Error('The rename has not been sent.');
    const [from, to] = this.#exchanges;
    const began = await this.#control.waitFor(from.final, from.command);
    const ended = await this.#control.waitFor(to.final, to.command);
    if (isRefusal(began) && isRefusal(ended)) return new ReplyError(from.command, began);
    if (!isIntermediate(began)) throw outOfSync(this.#control, from.command, began);
    if (isFileCompletion(ended)) return undefined;
    if (!isRefusal(ended)) throw outOfSync(this.#control, to.command, ended);
    return new ReplyError(to.command, ended);
  }
}
