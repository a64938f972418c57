import type net from 'node:net';
import { setImmediate } from 'node:timers/promises';

/** Writes to a socket in order, with a limit on the bytes of each write. */
export class PacedWriter {
  readonly #bytesPerWrite: number;
  #last: Promise<void> = Promise.resolve();

  /** @param bytesPerWrite - Default: each text in one write. */
  constructor(bytesPerWrite = Number.POSITIVE_INFINITY) {
    this.#bytesPerWrite = bytesPerWrite;
  }

  /** Resolves when the kernel has the bytes, or when the socket is closed. */
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
