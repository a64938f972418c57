import type net from 'node:net';

import type { LoopbackHost } from './listener.ts';
import { PassiveListener } from './passive-listener.ts';
import type { ServerTls } from './server-tls.ts';

/** Result of reading a data connection. */
export type DataReceived =
  | { readonly outcome: 'read'; readonly sizeBytes: number; readonly bytes: Buffer | undefined }
  | { readonly outcome: 'handshake-failed' }
  | { readonly outcome: 'not-connected' };

/** Data longer than this is only counted. */
const keptBytes = 1 << 16;

/** A data connection of a transcript, from its passive port to its end. */
export class TranscriptData {
  readonly #passive: PassiveListener;
  readonly #tls: ServerTls | undefined;
  readonly #plaintext: string | undefined;
  #socket: net.Socket | undefined;
  /** Called once when a TLS handshake has succeeded. */
  onSecure: (resumed: boolean) => void = () => undefined;

  private constructor(passive: PassiveListener, tls: ServerTls | undefined, plaintext?: string) {
    this.#passive = passive;
    this.#tls = tls;
    this.#plaintext = plaintext;
  }

  /** @param plaintext - A line to send instead of TLS, even if the client starts a handshake. */
  static async listen(host: LoopbackHost, serverTls: ServerTls | undefined, plaintext?: string) {
    return new TranscriptData(await PassiveListener.open(host), serverTls, plaintext);
  }

  get port(): number {
    return this.#passive.port;
  }

  /**
   * Reads until the client closes the connection or the limit is reached.
   *
   * @param limitBytes - Bytes after which the rest stays unread.
   */
  async read(limitBytes: number): Promise<DataReceived> {
    const raw = await this.#passive.connection();
    if (raw === undefined) return { outcome: 'not-connected' };
    if (this.#plaintext !== undefined && this.#tls !== undefined)
      raw.write(`${this.#plaintext}\r\n`);
    const socket = this.#socket ?? (await this.#secure(raw));
    if (socket === undefined) return { outcome: 'handshake-failed' };
    this.#socket = socket;
    const received = await readUpTo(socket, limitBytes);
    if (received.sizeBytes < limitBytes) socket.end();
    const answered = this.#plaintext !== undefined && isTls(received.bytes);
    return answered ? { outcome: 'handshake-failed' } : { outcome: 'read', ...received };
  }

  /** Sends bytes and closes the connection, as a server does with a listing. */
  async send(bytes: Buffer): Promise<void> {
    const raw = await this.#passive.connection();
    const socket = raw === undefined ? undefined : await this.#secure(raw);
    socket?.end(bytes).resume();
  }

  /** Sends bytes and leaves the connection open. */
  async sendPart(bytes: Buffer): Promise<void> {
    await this.secure();
    await new Promise((resolve) => this.#socket?.write(bytes, resolve));
  }

  /** Performs the TLS handshake and leaves the connection open. */
  async secure(): Promise<void> {
    const raw = await this.#passive.connection();
    this.#socket ??= raw === undefined ? undefined : await this.#secure(raw);
  }

  /** Closes the connection with FIN, before the TLS handshake if nothing was read or sent. */
  async end(): Promise<void> {
    const socket = this.#socket ?? (await this.#passive.connection());
    socket?.end().resume();
  }

  /** Closes the connection with FIN, but without the end of TLS: the data may be incomplete. */
  async cut(): Promise<void> {
    (await this.#passive.connection())?.end().resume();
  }

  /** Sends RST. */
  async reset(): Promise<void> {
    (await this.#passive.connection())?.resetAndDestroy();
  }

  close(): Promise<void> {
    return this.#passive.close();
  }

  async #secure(raw: net.Socket): Promise<net.Socket | undefined> {
    if (this.#plaintext !== undefined || this.#tls === undefined) return raw;
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
    // Keep what was received before the client's reset.
  }
  return { sizeBytes, bytes: sizeBytes > keptBytes ? undefined : Buffer.concat(kept) };
}

/** Whether a client sent nothing but a handshake record or an alert to a server without TLS. */
function isTls(bytes: Buffer | undefined): boolean {
  if (bytes === undefined) return false;
  return bytes.length === 0 || bytes[0] === 0x15 || bytes[0] === 0x16;
}
