import type { Command } from './command.ts';
import { noop } from './command.ts';
import type { Exchange } from './exchange.ts';
import type { Reply } from './reply.ts';
import { isRefusal, replyCode } from './reply.ts';

/** What servers were seen to answer to NOOP during a transfer: done, or one of the refusals. */
const noopCodes: ReadonlySet<number> = new Set([200, 450, 500, 501, 502, 503]);

/** The commands that wait for replies, oldest first, and which of them a reply belongs to. */
export class ExchangeQueue {
  readonly #waiting: Exchange[] = [];
  #acceptsNoop = true;
  #mayExpectNoopReply = false;

  add(exchanges: readonly Exchange[]): void {
    this.#waiting.push(...exchanges);
    this.#mayExpectNoopReply ||= exchanges.some(isNoop);
  }

  /** The verb of the oldest command that waits. */
  get oldestVerb(): string | undefined {
    return this.#waiting[0]?.command.verb;
  }

  /** Whether the server has never refused a NOOP. */
  get acceptsNoop(): boolean {
    return this.#acceptsNoop;
  }

  /** Whether a reply of 200 may be the answer to a NOOP, and so cannot be the end of a transfer. */
  get mayExpectNoopReply(): boolean {
    return this.#mayExpectNoopReply;
  }

  get pendingNoops(): number {
    return this.#waiting.filter(isNoop).length;
  }

  /**
   * Gives a reply to the command that it belongs to.
   *
   * @returns The command's exchange, and whether the reply is one too many for it; undefined when nothing waits.
   */
  dispatch(reply: Reply): { readonly exchange: Exchange; readonly isRefused: boolean } | undefined {
    const exchange = this.#exchangeFor(reply);
    if (exchange === undefined) return undefined;
    const position = this.#waiting.indexOf(exchange);
    const outcome = exchange.accept(reply, position > 0);
    if (outcome === 'final') this.#waiting.splice(position, 1);
    if (isNoop(exchange) && isRefusal(reply)) this.#acceptsNoop = false;
    return { exchange, isRefused: outcome === 'excess' };
  }

  /** No reply will come any more. */
  fail(error: Error): void {
    for (const exchange of this.#waiting.splice(0)) exchange.fail(error);
  }

  /**
   * The oldest exchange, with one exception. While a transfer runs, a server may answer or refuse a NOOP at once
   * (pyftpdlib the one, ProFTPD and Pure-FTPd the other), before the transfer's own final reply. The codes used for
   * that end no transfer that is going well; should one of them be meant for the transfer after all, the transfer does
   * not count as done. Before the transfer has begun, a refusal is its own.
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

function isTransfer({ verb }: Command): boolean {
  return verb === 'STOR' || verb === 'APPE';
}
