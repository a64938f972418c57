import type { DialogueListener } from './dialogue.ts';
import { note } from './dialogue.ts';
import type { Exchange } from './exchange.ts';
import { limits } from './limits.ts';

/**
 * When commands may be sent although earlier ones have not been answered:
 *
 * - `unknown`: not while a transfer runs, until the first one has shown how the server takes it;
 * - `always`: the server works strictly in order, so that what is sent behind STOR waits for the transfer's end;
 * - `between-transfers`: the server handles commands while a transfer runs, and an early EPSV would take the data
 *   connection away from it (pyftpdlib);
 * - `never`: something went otherwise than it should; one command at a time.
 */
export type SendingAhead = 'unknown' | 'always' | 'between-transfers' | 'never';

/** What one server was found to allow, and what follows from it for each upload. */
export class AheadPolicy {
  readonly #onDialogue: DialogueListener;
  #allowed: SendingAhead;
  #uploads = 0;
  #isAtRisk = false;

  constructor(isAllowed: boolean, onDialogue: DialogueListener) {
    this.#allowed = isAllowed ? 'unknown' : 'never';
    this.#onDialogue = onDialogue;
  }

  get allowed(): SendingAhead {
    return this.#allowed;
  }

  /** Whether a connection that breaks now may break because of commands sent ahead: not when enough uploads went well. */
  get isAtRisk(): boolean {
    return this.#isAtRisk && this.#uploads < limits.provingUploads;
  }

  /** Several commands leave in one write. */
  takeRisk(): void {
    this.#isAtRisk = true;
  }

  /** All of them have been answered. */
  endRisk(): void {
    this.#isAtRisk = false;
  }

  /** An upload went well, and everything that was sent with it. */
  confirm(): void {
    this.endRisk();
    this.#uploads += 1;
  }

  /** Learns from the NOOP that was sent in the same write as the first STOR. */
  learn(probe: Exchange): void {
    if (this.#allowed !== 'unknown') return;
    this.#allowed = probe.cameEarly ? 'between-transfers' : 'always';
    this.#onDialogue(
      note(
        probe.cameEarly
          ? 'the server handles commands while a transfer runs: nothing is sent ahead during one'
          : 'the server works strictly in order: commands are sent ahead',
      ),
    );
  }

  /** Goes on with one command at a time. */
  stop(why: string): void {
    if (this.#allowed === 'never') return;
    this.#allowed = 'never';
    this.#onDialogue(note(`one command at a time from now on: ${why}`));
  }
}
