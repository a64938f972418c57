import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** One end of a connection through the proxy. */
export type Side = 'client' | 'server';

/** What goes wrong with one connection, and when. */
export interface ConnectionFault {
  /**
   * `reset` sends RST both ways, `end` ends both ways in good order, `silence` carries nothing more and tells
   * neither side, `delay` goes on after a pause.
   */
  readonly what: 'reset' | 'end' | 'silence' | 'delay';
  /** Whose bytes are counted. Default: `client`. */
  readonly from?: Side;
  /** When so many bytes of that side have been carried; `end` is when it has sent its last one. */
  readonly at: number | 'end';
  /** Milliseconds that `delay` takes. */
  readonly delayMs?: number;
}

/** One connection through the proxy, while it lasts and after. */
export interface ProxiedConnection {
  /** Bytes carried from each side to the other. */
  readonly forwarded: Readonly<Record<Side, number>>;
  readonly hasStruck: boolean;
  destroy(): void;
}

/** How to carry one connection. */
export interface ForwardOptions {
  /** Paused. */
  readonly client: net.Socket;
  /** Undefined refuses the client: it gets RST, the server is not asked. */
  readonly upstream: { readonly host: string; readonly port: number } | undefined;
  readonly fault: ConnectionFault | undefined;
  /** The most that is carried from the client. */
  readonly bytesPerSecond: number | undefined;
}

/** Connects to the server and carries everything both ways: bytes, ends and resets, and the fault when its time comes. */
export function forward(options: ForwardOptions): ProxiedConnection {
  return new Forwarding(options);
}

class Forwarding implements ProxiedConnection {
  readonly #options: ForwardOptions;
  readonly #client: net.Socket;
  readonly #server: net.Socket | undefined;
  readonly forwarded = { client: 0, server: 0 };
  hasStruck = false;
  /** Whether the proxy has taken the connection from both sides. */
  #isOver = false;

  constructor(options: ForwardOptions) {
    this.#options = options;
    this.#client = ignoringErrors(options.client);
    if (options.upstream === undefined) {
      this.hasStruck = true;
      this.#client.resetAndDestroy();
      return;
    }
    const connection = net.connect({ ...options.upstream, allowHalfOpen: true });
    this.#server = ignoringErrors(connection);
    void this.#run(this.#server);
  }

  destroy(): void {
    this.#isOver = true;
    this.#client.destroy();
    this.#server?.destroy();
  }

  async #run(server: net.Socket): Promise<void> {
    try {
      await once(server, 'connect');
    } catch {
      this.#client.resetAndDestroy();
      return;
    }
    await Promise.all([
      this.#carry('client', this.#client, server),
      this.#carry('server', server, this.#client),
    ]);
  }

  async #carry(side: Side, from: net.Socket, to: net.Socket): Promise<void> {
    try {
      if (this.#isDue(side, 0)) await this.#strike();
      for await (const chunk of from.iterator({
        destroyOnReturn: false,
      }) as AsyncIterable<Buffer>) {
        await this.#pass(side, chunk, to);
        // After an end in good order the rest is read and dropped; otherwise the kernel would send a reset.
        if (this.#isOver && this.#options.fault?.what !== 'end') return;
      }
      if (this.#isDue(side, 'end')) await this.#strike();
      if (!this.#isOver) to.end();
    } catch {
      // A reset is carried like everything else.
      if (!this.#isOver) to.resetAndDestroy();
    }
  }

  async #pass(side: Side, chunk: Buffer, to: net.Socket): Promise<void> {
    const left = this.#bytesToFault(side);
    if (left > chunk.length) {
      await this.#write(side, chunk, to);
      return;
    }
    await this.#write(side, chunk.subarray(0, left), to);
    await this.#strike();
    await this.#write(side, chunk.subarray(left), to);
  }

  async #write(side: Side, bytes: Buffer, to: net.Socket): Promise<void> {
    if (this.#isOver || bytes.length === 0) return;
    this.forwarded[side] += bytes.length;
    const drained = to.write(bytes) ? undefined : drainOrClose(to);
    const { bytesPerSecond } = this.#options;
    if (side === 'client' && bytesPerSecond !== undefined) {
      await delay((bytes.length / bytesPerSecond) * 1_000);
    }
    await drained;
  }

  #isDue(side: Side, at: number | 'end'): boolean {
    const { fault } = this.#options;
    return !this.hasStruck && fault?.at === at && (fault.from ?? 'client') === side;
  }

  #bytesToFault(side: Side): number {
    const { fault } = this.#options;
    const never = Number.POSITIVE_INFINITY;
    if (this.hasStruck || typeof fault?.at !== 'number') return never;
    return (fault.from ?? 'client') === side ? fault.at - this.forwarded[side] : never;
  }

  async #strike(): Promise<void> {
    const { fault } = this.#options;
    this.hasStruck = true;
    if (fault?.what === 'delay') {
      await delay(fault.delayMs);
      return;
    }
    this.#isOver = true;
    for (const socket of [this.#client, this.#server]) {
      if (fault?.what === 'reset') socket?.resetAndDestroy();
      else if (fault?.what === 'end') socket?.end();
      else socket?.pause();
    }
  }
}

/** What goes wrong with a connection is carried to its other side, or is what the test wants. */
function ignoringErrors(socket: net.Socket): net.Socket {
  return socket.setNoDelay(true).on('error', () => undefined);
}

function drainOrClose(socket: net.Socket): Promise<unknown> {
  return new Promise((resolve) => {
    const done = () => {
      socket.off('drain', done).off('close', done);
      resolve(undefined);
    };
    socket.on('drain', done).on('close', done);
  });
}
