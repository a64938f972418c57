import type net from 'node:net';

import type { LoopbackHost } from './listener.ts';
import { PassiveListener } from './passive-listener.ts';
import type { ServerTls } from './server-tls.ts';

/** How a read of the data connection went. */
export type DataReceived =
  | { readonly outcome: 'read'; readonly sizeBytes: number; readonly bytes: Buffer | undefined }
  | { readonly outcome: 'handshake-failed' }
  | { readonly outcome: 'never-came' };

/** Longer data is only counted. */
const keptBytes = 1 << 16;
const clearGreeting = 'This is not TLS.\r\n';

/** The data connection of a transcript: from its passive port to its end. */
export class TranscriptData {
  readonly #passive: PassiveListener;
  readonly #tls: ServerTls | undefined;
  readonly #clear: boolean;
  #socket: net.Socket | undefined;
  /** Called once when a TLS handshake has succeeded. */
  onSecure: (resumed: boolean) => void = () => undefined;

  private constructor(passive: PassiveListener, tls: ServerTls | undefined, clear: boolean) {
    this.#passive = passive;
    this.#tls = tls;
    this.#clear = clear;
  }

  /** @param clear - Answers in clear text although the client begins TLS. */
  static async listen(host: LoopbackHost, serverTls: ServerTls | undefined, clear: boolean) {
    return new TranscriptData(await PassiveListener.open(host), serverTls, clear);
  }

  get port(): number {
    return this.#passive.port;
  }

  /**
   * Reads to the client's end, or so many bytes.
   *
   * @param limitBytes - Stops there and leaves the rest unread.
   */
  async read(limitBytes: number): Promise<DataReceived> {
    const raw = await this.#passive.connection();
    if (raw === undefined) return { outcome: 'never-came' };
    if (this.#clear && this.#tls !== undefined) raw.write(clearGreeting);
    const socket = await this.#secure(raw);
    if (socket === undefined) return { outcome: 'handshake-failed' };
    this.#socket = socket;
    const received = await readUpTo(socket, limitBytes);
    if (received.sizeBytes < limitBytes) socket.end();
    const answered = this.#clear && isTls(received.bytes);
    return answered ? { outcome: 'handshake-failed' } : { outcome: 'read', ...received };
  }

  /** Sends bytes and then the end, as a listing comes. */
  async send(bytes: Buffer): Promise<void> {
    const raw = await this.#passive.connection();
    const socket = raw === undefined ? undefined : await this.#secure(raw);
    socket?.end(bytes).resume();
  }

  /** Ends the connection in good order; before TLS when nothing was read. */
  async end(): Promise<void> {
    const socket = this.#socket ?? (await this.#passive.connection());
    socket?.end().resume();
  }

  /** Sends RST. */
  async reset(): Promise<void> {
    (await this.#passive.connection())?.resetAndDestroy();
  }

  close(): Promise<void> {
    return this.#passive.close();
  }

  async #secure(raw: net.Socket): Promise<net.Socket | undefined> {
    if (this.#clear || this.#tls === undefined) return raw;
    try {
      const socket = await this.#tls.secureData(raw);
      this.onSecure(socket.isSessionReused());
      return socket;
    } catch {
      return undefined;
    }
  }
}

async function readUpTo(socket: net.Socket, limitBytes: number) {
  const kept: Buffer[] = [];
  let sizeBytes = 0;
  try {
    if (limitBytes > 0) {
      for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
        const bytes = (chunk as Buffer).subarray(0, limitBytes - sizeBytes);
        sizeBytes += bytes.length;
        if (sizeBytes <= keptBytes) kept.push(bytes);
        if (sizeBytes >= limitBytes) break;
      }
    }
  } catch {
    // What came before the client's reset is what there is.
  }
  return { sizeBytes, bytes: sizeBytes > keptBytes ? undefined : Buffer.concat(kept) };
}

/** A handshake record or an alert is all that a careful client sends to a server without TLS. */
function isTls(bytes: Buffer | undefined): boolean {
  if (bytes === undefined) return false;
  return bytes.length === 0 || bytes[0] === 0x15 || bytes[0] === 0x16;
}
