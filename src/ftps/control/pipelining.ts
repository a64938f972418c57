import type { Command } from './command.ts';
import { commandBytes } from './command.ts';
import type { ControlConnection } from './control-connection.ts';
import type { DialogueListener } from './dialogue.ts';
import { note } from './dialogue.ts';
import type { CommandReply, Exchange } from './exchange.ts';
import { limits } from '../limits.ts';
import type { OptionalParts } from '../optional-parts.ts';

/**
 * When commands may be sent before earlier ones have got their replies:
 *
 * - `untested`: not during a transfer, until the first transfer has shown how the server behaves;
 * - `in-order`: the server processes commands in order, so a command sent after STOR waits for the end of the transfer;
 * - `between-transfers`: the server processes commands during transfers, and an early EPSV would close the data
 *   connection (pyftpdlib);
 * - `off`: the server has replied unexpectedly; one command at a time.
 */
export type PipeliningMode = 'untested' | 'in-order' | 'between-transfers' | 'off';

/** Sends several commands in one write, as far as the server has proved that it supports this. */
export class Pipelining {
  readonly #control: ControlConnection;
  readonly #optional: OptionalParts;
  readonly #onDialogue: DialogueListener;
  #mode: PipeliningMode;
  #uploads = 0;
  #isPipelined = false;

  constructor(
    control: ControlConnection,
    options: { readonly optional: OptionalParts; readonly onDialogue: DialogueListener },
  ) {
    this.#control = control;
    this.#optional = options.optional;
    // Without paths, commands only make sense in the directory that was entered before.
    const isUsable = (['pipelining', 'paths'] as const).every((part) =>
      options.optional.isUsable(part),
    );
    this.#mode = isUsable ? 'untested' : 'off';
    this.#onDialogue = options.onDialogue;
  }

  get mode(): PipeliningMode {
    return this.#mode;
  }

  /** Whether a connection that fails now may fail because of pipelining: too few pipelined uploads have succeeded. */
  get isUnproven(): boolean {
    return this.#isPipelined && this.#uploads < limits.uploadsToTrustPipelining;
  }

  /** Records that several commands are sent in one write. */
  begin(): void {
    this.#isPipelined = true;
  }

  /** Records that pipelining isn't the cause if the connection has failed. */
  acquit(): void {
    this.#isPipelined = false;
  }

  /** Records that an upload, and everything that was pipelined with it, has succeeded. */
  recordUpload(): void {
    this.#isPipelined = false;
    this.#uploads += 1;
  }

  /** Learns how the server behaves from the NOOP that was sent in the same write as the first STOR. */
  learnFrom(probe: Exchange): void {
    if (this.#mode !== 'untested') return;
    this.#mode = probe.repliedOutOfOrder ? 'between-transfers' : 'in-order';
    this.#onDialogue(
      note(
        probe.repliedOutOfOrder
          ? 'server processes commands during transfers: pipelining between transfers only'
          : 'server processes commands in order: pipelining enabled',
      ),
    );
  }

  /** Takes over what another connection to the same server has found out. */
  adopt(mode: PipeliningMode): void {
    if (this.#mode === 'untested' && mode !== 'off') this.#mode = mode;
  }

  /** Sends one command at a time for the rest of the run: the server doesn't support several in one write. */
  disable(reason: string): void {
    if (this.#mode === 'off') return;
    this.#mode = 'off';
    this.#optional.drop('pipelining', reason);
    this.#onDialogue(note(`pipelining disabled: ${reason}`));
  }

  /**
   * Sends commands that don't depend on each other's replies, and waits for all final replies, whatever they are. No
   * transfer may be running.
   *
   * @throws what {@link ControlConnection.execute} throws.
   */
  async executeAll(exchanges: readonly Exchange[]): Promise<void> {
    for (const batch of this.#batches(exchanges, limits.windowBytes)) {
      await this.#execute(batch);
    }
  }

  /**
   * As {@link executeAll}, for thousands of commands. Sends no more of them once `shouldContinue` has returned `false`
   * for a reply.
   */
  async executeWhile(
    exchanges: readonly Exchange[],
    shouldContinue: (answer: CommandReply) => boolean,
  ): Promise<void> {
    for (const batch of this.#batches(exchanges, limits.bulkWindowBytes)) {
      const answers = await this.#execute(batch);
      if (!answers.every(shouldContinue)) return;
    }
  }

  /** As {@link executeAll}, and ends the session with QUIT, in the same write if possible. */
  async executeAllAndQuit(exchanges: readonly Exchange[]): Promise<CommandReply[]> {
    if (this.#mode !== 'off' && fitsWindow(exchanges.map((exchange) => exchange.command))) {
      this.begin();
      const answers = await this.#control.executeAllAndQuit(exchanges);
      this.#isPipelined = false;
      return answers;
    }
    try {
      await this.executeAll(exchanges);
      return await this.#control.finalReplies(exchanges);
    } finally {
      await this.#control.quit();
    }
  }

  #batches(exchanges: readonly Exchange[], windowBytes: number): Exchange[][] {
    return this.#mode === 'off' ? exchanges.map((one) => [one]) : inBatches(exchanges, windowBytes);
  }

  async #execute(batch: readonly Exchange[]): Promise<CommandReply[]> {
    if (batch.length > 1) this.begin();
    this.#control.send(batch);
    const answers = await this.#control.finalReplies(batch);
    this.#isPipelined = false;
    return answers;
  }
}

/** Whether commands may be sent in one write: servers stall when several KiB of commands are in flight. */
export function fitsWindow(commands: readonly Command[]): boolean {
  const bytes = commands.reduce((sum, command) => sum + commandBytes(command), 0);
  return commands.length <= 1 || bytes <= limits.windowBytes;
}

function inBatches(exchanges: readonly Exchange[], windowBytes: number): Exchange[][] {
  const batches: Exchange[][] = [];
  let freeBytes = 0;
  for (const exchange of exchanges) {
    const bytes = commandBytes(exchange.command);
    const batch = bytes <= freeBytes ? batches.at(-1) : undefined;
    if (batch === undefined) {
      batches.push([exchange]);
      freeBytes = windowBytes - bytes;
    } else {
      batch.push(exchange);
      freeBytes -= bytes;
    }
  }
  return batches;
}
