import type { Command } from './command.ts';
import { limits } from '../limits.ts';
import type { Reply } from './reply.ts';
import { isPreliminary } from './reply.ts';

/** A command and its final reply. */
export interface CommandReply {
  readonly command: Command;
  readonly reply: Reply;
}

/** A command and the replies to it (RFC 959 section 5.4). */
export class Exchange {
  readonly command: Command;
  /** Receives the lines of a listing in the reply, which aren't kept: there may be many. */
  readonly onLine: ((line: string) => void) | undefined;
  readonly #first = Promise.withResolvers<Reply>();
  readonly #final = Promise.withResolvers<Reply>();
  #preliminaries = 0;
  #isSent = false;
  #repliedOutOfOrder = false;
  #hadAmbiguousRefusal = false;

  constructor(command: Command, onLine?: (line: string) => void) {
    this.command = command;
    this.onLine = onLine;
    // An exchange may fail before a caller waits for it. That must not end the process.
    this.#first.promise.catch(() => undefined);
    this.#final.promise.catch(() => undefined);
  }

  /** The first reply: a preliminary one (1yz) if the server sends one, otherwise the final one. */
  get first(): Promise<Reply> {
    return this.#first.promise;
  }

  /** The final reply, 2yz to 5yz. */
  get final(): Promise<Reply> {
    return this.#final.promise;
  }

  /** Whether the command was written to the connection. */
  get isSent(): boolean {
    return this.#isSent;
  }

  /** Whether the final reply arrived before that of an earlier command: the server doesn't process commands in order. */
  get repliedOutOfOrder(): boolean {
    return this.#repliedOutOfOrder;
  }

  /** Whether a preliminary reply has arrived. */
  get isInProgress(): boolean {
    return this.#preliminaries > 0;
  }

  /** Whether a refusal during this transfer was assigned to a NOOP, although it may have been meant for the transfer. */
  get hadAmbiguousRefusal(): boolean {
    return this.#hadAmbiguousRefusal;
  }

  /** Records that a refusal during this transfer was assigned to a NOOP. */
  recordAmbiguousRefusal(): void {
    this.#hadAmbiguousRefusal = true;
  }

  /** Records that the command was written to the connection. */
  markSent(): void {
    this.#isSent = true;
  }

  /**
   * Accepts the next reply.
   *
   * @param isEarly - Whether an earlier command still waits for its reply.
   * @returns `preliminary` when another reply to this command must follow, `final` when this was the last one,
   *   `excess` when the server has sent more preliminary replies than the protocol allows.
   */
  accept(reply: Reply, isEarly = false): 'preliminary' | 'final' | 'excess' {
    this.#first.resolve(reply);
    if (isPreliminary(reply)) {
      this.#preliminaries += 1;
      return this.#preliminaries > limits.preliminaryReplies ? 'excess' : 'preliminary';
    }
    this.#repliedOutOfOrder = isEarly;
    this.#final.resolve(reply);
    return 'final';
  }

  /** Fails the exchange: no more replies will arrive. */
  fail(error: Error): void {
    this.#first.reject(error);
    this.#final.reject(error);
  }
}
