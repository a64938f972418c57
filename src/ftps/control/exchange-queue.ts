import type { Command } from './command.ts';
import { isTransfer, noop } from './command.ts';
import type { Exchange } from './exchange.ts';
import type { Reply } from './reply.ts';
import { isRefusal, replyCode } from './reply.ts';

/** Codes that servers were seen to reply to NOOP during a transfer. */
const noopCodes: ReadonlySet<number> = new Set([200, 450, 500, 501, 502, 503]);

/** The commands that wait for replies, oldest first. Finds the command that a reply belongs to. */
export class ExchangeQueue {
  readonly #waiting: Exchange[] = [];
  #acceptsNoop = true;
  #mayExpectNoopReply = false;

  add(exchanges: readonly Exchange[]): void {
    this.#waiting.push(...exchanges);
    this.#mayExpectNoopReply ||= exchanges.some(isNoop);
  }

  /** The oldest command without a final reply. */
  get oldest(): Command | undefined {
    return this.#waiting[0]?.command;
  }

  /** Receives the lines of the reply that arrives next, where they are a listing. */
  get onLine(): ((line: string) => void) | undefined {
    return this.#waiting[0]?.onLine;
  }

  /** Whether the server has never rejected a NOOP. */
  get acceptsNoop(): boolean {
    return this.#acceptsNoop;
  }

  /** Whether a NOOP was sent, so that a reply which isn't specific to transfers may be meant for it. */
  get mayExpectNoopReply(): boolean {
    return this.#mayExpectNoopReply;
  }

  /** Number of NOOP commands without a reply. */
  get pendingNoops(): number {
    return this.#waiting.filter(isNoop).length;
  }

  /**
   * Passes a reply to the exchange that it belongs to.
   *
   * @returns The exchange, and whether the reply is one too many for it; undefined when no command waits for a reply.
   */
  dispatch(reply: Reply): { readonly exchange: Exchange; readonly isExcess: boolean } | undefined {
    const exchange = this.#exchangeFor(reply);
    if (exchange === undefined) return undefined;
    const position = this.#waiting.indexOf(exchange);
    const outcome = exchange.accept(reply, position > 0);
    if (outcome === 'final') this.#waiting.splice(position, 1);
    if (isNoop(exchange) && isRefusal(reply)) {
      this.#acceptsNoop = false;
      if (position > 0) this.#waiting[0]?.recordAmbiguousRefusal();
    }
    return { exchange, isExcess: outcome === 'excess' };
  }

  /** Fails all exchanges: no more replies will arrive. */
  fail(error: Error): void {
    for (const exchange of this.#waiting.splice(0)) exchange.fail(error);
  }

  /**
   * The oldest exchange, with one exception. During a transfer, some servers reply to NOOP at once, before the final
   * reply to the transfer: pyftpdlib with 200, ProFTPD and Pure-FTPd with a refusal. A successful transfer never ends
   * with one of these codes. If the reply was meant for the transfer after all, the transfer fails for want of a final
   * reply. Before the preliminary reply, a refusal belongs to the transfer.
   */
  #exchangeFor(reply: Reply): Exchange | undefined {
    const [oldest] = this.#waiting;
    if (oldest === undefined || !isTransfer(oldest.command)) return oldest;
    const mayAnswerNoop = oldest.isInProgress
      ? noopCodes.has(reply.code)
      : reply.code === replyCode.okay;
    return (mayAnswerNoop ? this.#waiting.find(isNoop) : undefined) ?? oldest;
  }
}

function isNoop({ command }: Exchange): boolean {
  return command.verb === noop.verb;
}
