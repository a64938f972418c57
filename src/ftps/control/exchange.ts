import type { Command } from './command.ts';
import { limits } from '../limits.ts';
import type { Reply } from './reply.ts';
import { isPreliminary } from './reply.ts';

/** A command that was sent, and the replies that it waits for (RFC 959 section 5.4). */
export class Exchange {
  readonly command: Command;
  readonly #first = Promise.withResolvers<Reply>();
  readonly #final = Promise.withResolvers<Reply>();
  #preliminaries = 0;
  #settled: Reply | undefined;
  #repliedOutOfOrder = false;

  constructor(command: Command) {
    this.command = command;
    // Whoever waits sees the rejection; where nobody does yet, it must not end the process.
    this.#first.promise.catch(() => undefined);
    this.#final.promise.catch(() => undefined);
  }

  /** The first reply: a preliminary one (1yz) if there is one, else the final one. */
  get first(): Promise<Reply> {
    return this.#first.promise;
  }

  /** The final reply, 2yz to 5yz. */
  get final(): Promise<Reply> {
    return this.#final.promise;
  }

  /** The final reply if it has come. */
  get settled(): Reply | undefined {
    return this.#settled;
  }

  /** Whether the final reply came before that of an earlier command: the server does not work in order. */
  get repliedOutOfOrder(): boolean {
    return this.#repliedOutOfOrder;
  }

  /** Whether a preliminary reply has come. */
  get isInProgress(): boolean {
    return this.#preliminaries > 0;
  }

  /**
   * Takes the next reply.
   *
   * @param isEarly - Whether an earlier command is still waiting for its own.
   * @returns What follows: `preliminary` when another reply belongs to this command, `final` when this was the last,
   *   `excess` when the server sends more preliminary replies than the protocol knows.
   */
  accept(reply: Reply, isEarly = false): 'preliminary' | 'final' | 'excess' {
    this.#first.resolve(reply);
    if (isPreliminary(reply)) {
      this.#preliminaries += 1;
      return this.#preliminaries > limits.preliminaryReplies ? 'excess' : 'preliminary';
    }
    this.#settled = reply;
    this.#repliedOutOfOrder = isEarly;
    this.#final.resolve(reply);
    return 'final';
  }

  /** No reply will come any more. */
  fail(error: Error): void {
    this.#first.reject(error);
    this.#final.reject(error);
  }
}
