import type { DialogueListener } from './dialogue.ts';
import { note } from './dialogue.ts';
import type { Exchange } from './exchange.ts';
import { limits } from '../limits.ts';

/**
 * When commands may be sent although earlier ones have not been answered:
 *
 * - `untested`: not while a transfer runs, until the first one has shown how the server takes it;
 * - `in-order`: the server works strictly in order, so that what is sent behind STOR waits for the transfer's end;
 * - `between-transfers`: the server handles commands while a transfer runs, and an early EPSV would take the data
 *   connection away from it (pyftpdlib);
 * - `off`: something went otherwise than it should; one command at a time.
 */
export type PipeliningMode = 'untested' | 'in-order' | 'between-transfers' | 'off';

/** What one server was found to allow, and what follows from it for each upload. */
export class PipeliningPolicy {
  readonly #onDialogue: DialogueListener;
  #mode: PipeliningMode;
  #uploads = 0;
  #isPipelined = false;

  constructor(isAllowed: boolean, onDialogue: DialogueListener) {
    this.#mode = isAllowed ? 'untested' : 'off';
    this.#onDialogue = onDialogue;
  }

  get mode(): PipeliningMode {
    return this.#mode;
  }

  /** Whether a connection that breaks now may break because of commands sent ahead: not when enough uploads went well. */
  get isUnproven(): boolean {
    return this.#isPipelined && this.#uploads < limits.uploadsToTrustPipelining;
  }

  /** Several commands leave in one write. */
  beginPipelined(): void {
    this.#isPipelined = true;
  }

  /** All of them have been answered. */
  endPipelined(): void {
    this.#isPipelined = false;
  }

  /** An upload went well, and everything that was sent with it. */
  recordUpload(): void {
    this.endPipelined();
    this.#uploads += 1;
  }

  /** Learns from the NOOP that was sent in the same write as the first STOR. */
  learnFrom(probe: Exchange): void {
    if (this.#mode !== 'untested') return;
    this.#mode = probe.repliedOutOfOrder ? 'between-transfers' : 'in-order';
    this.#onDialogue(
      note(
        probe.repliedOutOfOrder
          ? 'the server handles commands while a transfer runs: nothing is sent ahead during one'
          : 'the server works strictly in order: commands are sent ahead',
      ),
    );
  }

  /** Goes on with one command at a time. */
  disable(why: string): void {
    if (this.#mode === 'off') return;
    this.#mode = 'off';
    this.#onDialogue(note(`one command at a time from now on: ${why}`));
  }
}
