import type net from 'node:net';

/** The lines that a client sends on its control connection, one at a time and in order. */
export class CommandLines {
  readonly #received: Buffer[] = [];
  #unfinished: Buffer = Buffer.alloc(0);
  readonly #lines: Buffer[] = [];
  #ended = false;
  #waiting: ((line: Buffer | undefined) => void) | undefined;
  #detach: () => void = () => undefined;

  /** Called with each line as soon as it is there, whether or not anybody asks for it. */
  onArrival: (line: Buffer) => void = () => undefined;
  /** Called once when the client has ended. */
  onEnd: () => void = () => undefined;

  /** Lines that have come and that nobody has asked for. */
  get unread(): readonly Buffer[] {
    return this.#lines;
  }

  /** Whether the client has ended. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Every byte so far, decrypted, as UTF-8. */
  get text(): string {
    return Buffer.concat(this.#received).toString('utf8');
  }

  /** Reads from this socket from now on; what an earlier one has left unread is discarded. */
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

  /** Stops reading, so that TLS can take over the socket, and forgets what is unread. */
  detach(): void {
    this.#detach();
    this.#unfinished = Buffer.alloc(0);
    this.#lines.length = 0;
  }

  /** The next line up to its LF, which is left out; `undefined` when the client has ended. */
  next(): Promise<Buffer | undefined> {
    const line = this.#lines.shift();
    if (line !== undefined || this.#ended) return Promise.resolve(line);
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }

  /** No further line will come. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.onEnd();
    this.#waiting?.(undefined);
    this.#waiting = undefined;
  }

  #push(chunk: Buffer): void {
    this.#received.push(chunk);
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
      this.#lines.push(line);
      return;
    }
    this.#waiting = undefined;
    waiting(line);
  }
}
