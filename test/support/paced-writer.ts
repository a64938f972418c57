import type net from 'node:net';
import { setImmediate } from 'node:timers/promises';

/** Writes to a socket in order, at most so many bytes a write, each write on its own. */
export class PacedWriter {
  readonly #bytesPerWrite: number;
  #last: Promise<void> = Promise.resolve();

  /** @param bytesPerWrite - Default: each text in one write. */
  constructor(bytesPerWrite = Number.POSITIVE_INFINITY) {
    this.#bytesPerWrite = bytesPerWrite;
  }

  /** Resolves when the bytes are with the kernel, or can't get there any more. */
  write(socket: net.Socket, bytes: Uint8Array): Promise<void> {
    this.#last = this.#last.then(() => this.#writePieces(socket, bytes));
    return this.#last;
  }

  async #writePieces(socket: net.Socket, bytes: Uint8Array): Promise<void> {
    for (let start = 0; start < bytes.length && socket.writable; start += this.#bytesPerWrite) {
      const piece = bytes.subarray(start, start + this.#bytesPerWrite);
      const { promise, resolve } = Promise.withResolvers<undefined>();
      socket.write(piece, () => {
        resolve(undefined);
      });
      await promise;
      if (piece.length < bytes.length) await setImmediate();
    }
  }
}
