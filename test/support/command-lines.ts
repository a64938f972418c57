import type net from 'node:net';

/** The lines that a client sends on its control connection, in order. */
export class CommandLines {
  readonly #received: Buffer[] = [];
  #unfinished: Buffer = Buffer.alloc(0);
  #lines: { readonly line: Buffer; readonly write: number }[] = [];
  #writes = 0;
  #writeOfLast = 0;
  #ended = false;
  #waiting: ((line: Buffer | undefined) => void) | undefined;
  #detach: () => void = () => undefined;

  /** Called with each line on arrival, before `next` returns it. */
  onArrival: (line: Buffer) => void = () => undefined;
  /** Called once when the client has closed the connection. */
  onEnd: () => void = () => undefined;

  /** Lines that `next` hasn't returned yet. */
  get unread(): readonly Buffer[] {
    return this.#lines.map(({ line }) => line);
  }

  /** Number of the write (usually a TLS record) that contained the line last returned by {@link next}. */
  get writeOfLast(): number {
    return this.#writeOfLast;
  }

  /** Whether the client has closed the connection. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Every byte so far, decrypted, as UTF-8. */
  get text(): string {
    return Buffer.concat(this.#received).toString('utf8');
  }

  /** Starts reading from a socket and discards unread data of an earlier one. */
  attach(socket: net.Socket): void {
    this.detach();
    const push = (chunk: Buffer) => {
      this.#push(chunk);
    };
    const end = () => {
      this.end();
    };
    socket.on('data', push).once('end', end).once('close', end).resume();
    this.#detach = () => socket.off('data', push).off('end', end).off('close', end).pause();
  }

  /** Stops reading, so that TLS can take over the socket, and discards unread data. */
  detach(): void {
    this.#detach();
    this.#unfinished = Buffer.alloc(0);
    this.#lines = [];
  }

  /** The next line without its LF; `undefined` when the client has closed the connection. */
  next(): Promise<Buffer | undefined> {
    const first = this.#lines.shift();
    if (first !== undefined) this.#writeOfLast = first.write;
    if (first !== undefined || this.#ended) return Promise.resolve(first?.line);
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }

  /** Removes and returns the unread lines that came in later writes than this one. */
  takeLaterThan(write: number): readonly Buffer[] {
    const later = this.#lines.filter((each) => each.write > write);
    this.#lines = this.#lines.filter((each) => each.write <= write);
    return later.map(({ line }) => line);
  }

  /** Reports the end of the connection. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.onEnd();
    this.#waiting?.(undefined);
    this.#waiting = undefined;
  }

  #push(chunk: Buffer): void {
    this.#received.push(chunk);
    this.#writes += 1;
    this.#unfinished = Buffer.concat([this.#unfinished, chunk]);
    for (let end = this.#unfinished.indexOf('\n'); end >= 0; end = this.#unfinished.indexOf('\n')) {
      const line = this.#unfinished.subarray(0, end);
      this.#unfinished = this.#unfinished.subarray(end + 1);
      this.#deliver(line);
      this.onArrival(line);
    }
  }

  #deliver(line: Buffer): void {
    const waiting = this.#waiting;
    if (waiting === undefined) {
      this.#lines.push({ line, write: this.#writes });
      return;
    }
    this.#writeOfLast = this.#writes;
    this.#waiting = undefined;
    waiting(line);
  }
}
