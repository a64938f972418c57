import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** One end of a connection through the proxy. */
export type Side = 'client' | 'server';

/** A fault of one connection, and its position. */
export interface ConnectionFault {
  /**
   * `reset` sends RST to both sides, `end` sends FIN to both sides, `silence` stops forwarding without closing, `delay`
   * pauses, `hold` pauses until {@link until} resolves.
   */
  readonly what: 'reset' | 'end' | 'silence' | 'delay' | 'hold';
  /** Whose bytes are counted. Default: `client`. */
  readonly from?: Side;
  /** Forwarded bytes of that side after which the fault occurs; `end`: after its last byte. */
  readonly at: number | 'end';
  /** Length of `delay` in milliseconds. */
  readonly delayMs?: number;
  /** The end of `hold`. */
  readonly until?: Promise<unknown>;
  /** Also closes all control connections. */
  readonly endsSession?: boolean;
}

/** One connection through the proxy, open or closed. */
export interface ProxiedConnection {
  /** Bytes forwarded from each side to the other. */
  readonly forwarded: Readonly<Record<Side, number>>;
  readonly hasFault: boolean;
  readonly isOpen: boolean;
  destroy(): void;
}

/** How to forward one connection. */
export interface ForwardOptions {
  /** Paused. */
  readonly client: net.Socket;
  /** `undefined` resets the client without connecting to the server. */
  readonly upstream: { readonly host: string; readonly port: number } | undefined;
  readonly fault: ConnectionFault | undefined;
  /** Limit for data from the client. */
  readonly bytesPerSecond: number | undefined;
  /** Called when the fault has occurred. */
  readonly onFault: () => void;
}

/** Connects to the server and forwards bytes, ends and resets in both directions, with the fault at its position. */
export function forward(options: ForwardOptions): ProxiedConnection {
  return new Forwarding(options);
}

class Forwarding implements ProxiedConnection {
  readonly #options: ForwardOptions;
  readonly #client: net.Socket;
  readonly #server: net.Socket | undefined;
  readonly forwarded = { client: 0, server: 0 };
  hasFault = false;
  /** Whether the proxy has stopped forwarding. */
  #isOver = false;

  constructor(options: ForwardOptions) {
    this.#options = options;
    this.#client = ignoringErrors(options.client);
    if (options.upstream === undefined) {
      this.hasFault = true;
      this.#client.resetAndDestroy();
      return;
    }
    const connection = net.connect({ ...options.upstream, allowHalfOpen: true });
    this.#server = ignoringErrors(connection);
    void this.#run(this.#server);
  }

  get isOpen(): boolean {
    return !this.#client.destroyed;
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
      this.#forward('client', this.#client, server),
      this.#forward('server', server, this.#client),
    ]);
  }

  async #forward(side: Side, from: net.Socket, to: net.Socket): Promise<void> {
    try {
      if (this.#isDue(side, 0)) await this.#inject();
      for await (const chunk of from.iterator({
        destroyOnReturn: false,
      }) as AsyncIterable<Buffer>) {
        await this.#pass(side, chunk, to);
        // After FIN, discard the rest: the kernel resets a connection that is closed with unread data.
        if (this.#isOver && this.#options.fault?.what !== 'end') return;
      }
      if (this.#isDue(side, 'end')) await this.#inject();
      if (!this.#isOver) to.end();
    } catch {
      // Forward the reset.
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
    await this.#inject();
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
    return !this.hasFault && fault?.at === at && (fault.from ?? 'client') === side;
  }

  #bytesToFault(side: Side): number {
    const { fault } = this.#options;
    const never = Number.POSITIVE_INFINITY;
    if (this.hasFault || typeof fault?.at !== 'number') return never;
    return (fault.from ?? 'client') === side ? fault.at - this.forwarded[side] : never;
  }

  async #inject(): Promise<void> {
    const { fault } = this.#options;
    this.hasFault = true;
    this.#options.onFault();
    if (fault?.what === 'delay' || fault?.what === 'hold') {
      await (fault.what === 'delay' ? delay(fault.delayMs) : fault.until);
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

/** Ignores errors: they are forwarded to the other side, or are the injected fault. */
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
