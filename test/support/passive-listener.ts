import type net from 'node:net';

import type { Listener, LoopbackHost } from './listener.ts';
import { listen } from './listener.ts';

/** The port of one EPSV or PASV reply; it accepts exactly one data connection. */
export class PassiveListener {
  readonly #listener: Listener;
  readonly #accepted: Promise<net.Socket | undefined>;
  readonly #giveUp: () => void;

  private constructor(
    listener: Listener,
    accepted: Promise<net.Socket | undefined>,
    giveUp: () => void,
  ) {
    this.#listener = listener;
    this.#accepted = accepted;
    this.#giveUp = giveUp;
  }

  static async open(host: LoopbackHost): Promise<PassiveListener> {
    const { promise, resolve } = Promise.withResolvers<net.Socket | undefined>();
    const listener = await listen(host, (socket) => {
      listener.stop();
      resolve(socket);
    });
    return new PassiveListener(listener, promise, () => {
      resolve(undefined);
    });
  }

  get port(): number {
    return this.#listener.port;
  }

  /** The data connection, paused and before TLS; `undefined` if the listener was closed first. */
  connection(): Promise<net.Socket | undefined> {
    return this.#accepted;
  }

  /** Stops listening and destroys the data connection if it's still open. */
  async close(): Promise<void> {
    this.#giveUp();
    await this.#listener[Symbol.asyncDispose]();
  }
}

/** The two numbers of a port in a 227 reply: `p1,p2`. */
export function passivePort(port: number): string {
  return `${port >> 8},${port & 0xff}`;
}
