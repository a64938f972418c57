import type net from 'node:net';

import { Deadline } from '../deadline.ts';
import type { Endpoint } from '../errors.ts';
import { ConnectionLostError, FtpsError, TimeoutError } from '../errors.ts';
import { limits } from '../limits.ts';
import { connectTcp } from '../tcp.ts';
import type { TlsClient } from '../tls/tls-client.ts';
import type { UploadBuffers, UploadSource } from './upload-source.ts';

/** What a data connection needs to know. */
export interface DataConnectionOptions {
  readonly endpoint: Endpoint;
  /** Undefined for a data connection in clear. */
  readonly tls: TlsClient | undefined;
  readonly timeoutMs: number;
}

/**
 * One passive data connection, for one upload or listing.
 *
 * Connecting starts at once. TLS starts only when the caller says so, which must be after the command has left:
 * ProFTPD begins its handshake only then, and pyftpdlib hangs on a stream that was complete before.
 */
export class DataConnection {
  readonly endpoint: Endpoint;
  readonly #options: DataConnectionOptions;
  readonly #connected: Promise<net.Socket>;
  readonly #closed = Promise.withResolvers<undefined>();
  readonly #broken = Promise.withResolvers<never>();
  readonly #connecting = new AbortController();
  #tcp: net.Socket | undefined;
  #socket: net.Socket | undefined;
  #failure: Error | undefined;
  #resumed: boolean | undefined;
  #bytesSent = 0;
  #isComplete = false;

  constructor(options: DataConnectionOptions) {
    this.#options = options;
    this.endpoint = options.endpoint;
    this.#connected = this.#connect();
    this.#connected.catch(() => undefined); // Seen by whoever asks.
    this.#broken.promise.catch(() => undefined);
  }

  /** Whether the TLS session was resumed; undefined before the handshake and without TLS. */
  get resumed(): boolean | undefined {
    return this.#resumed;
  }

  /** Whether everything, the end of the stream included, has been handed to the network. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** Resolves when TCP is up; rejects with {@link ConnectionError} or {@link TimeoutError}. */
  async connected(): Promise<void> {
    await this.#connected;
  }

  /** Does the TLS handshake and the check of the certificate; without TLS waits for TCP only. */
  async secure(): Promise<void> {
    const { tls, endpoint, timeoutMs } = this.#options;
    try {
      const tcp = await this.#connected;
      if (tls === undefined) return;
      const secured = await tls.secureData(tcp, endpoint, timeoutMs);
      this.#resumed = secured.resumed;
      this.#adopt(secured.socket);
    } catch (error) {
      throw this.#failure ?? error;
    }
  }

  /**
   * Sends everything that the source gives, then the end of the stream (with TLS a close_notify). The handshake
   * must be done: an end before it would break it, which is what zero-byte files suffer from elsewhere.
   *
   * @returns How many bytes were sent.
   * @throws {@link TimeoutError} when nothing moves for the time given.
   * @throws {@link ConnectionLostError} when the connection breaks before the end has been sent.
   */
  async send(
    source: UploadSource,
    buffers: UploadBuffers,
    onProgress?: (bytesSent: number) => void,
  ): Promise<number> {
    const { endpoint, timeoutMs } = this.#options;
    using deadline = new Deadline(timeoutMs, () => {
      this.abort(new TimeoutError('data', endpoint, 'transfer', timeoutMs));
    });
    const pump = this.#pump(source, buffers, () => {
      deadline.progress();
      onProgress?.(this.#bytesSent);
    });
    // A write that is under way when the connection is broken off may never call back.
    return await Promise.race([pump, this.#broken.promise]);
  }

  async #pump(source: UploadSource, buffers: UploadBuffers, onMoved: () => void): Promise<number> {
    this.#live().resume(); // The server's tickets are read as they come.
    const writes: Promise<void>[] = [];
    const fill = async (index: number): Promise<Buffer> => {
      await writes[index]; // Until it is written, the buffer is the connection's.
      const buffer = buffers.at(index);
      return buffer.subarray(0, await source.read(buffer));
    };
    let filled = fill(0);
    for (let index = 0; ;) {
      const bytes = await filled;
      if (bytes.length === 0) break;
      const next = (index + 1) % buffers.count;
      filled = fill(next); // Read while the one before is encrypted and sent.
      writes[index] = this.#write(bytes, onMoved);
      writes[index]?.catch(() => undefined); // Seen by fill, or by the await below.
      index = next;
    }
    await Promise.all(writes);
    await this.#finish();
    return this.#bytesSent;
  }

  /**
   * Reads to the server's end and throws away what comes. The handshake must be done.
   *
   * @returns Whether the end came before so many bytes and milliseconds were over.
   * @throws {@link TimeoutError} when nothing moves for the time given.
   * @throws {@link ConnectionLostError} when the connection breaks.
   */
  async discard(maximumBytes: number, maximumMs: number): Promise<boolean> {
    const { endpoint, timeoutMs } = this.#options;
    const socket = this.#live();
    const ended = Promise.withResolvers<boolean>();
    using deadline = new Deadline(timeoutMs, () => {
      this.abort(new TimeoutError('data', endpoint, 'transfer', timeoutMs));
    });
    using _patience = new Deadline(maximumMs, () => {
      ended.resolve(false);
    });
    let bytes = 0;
    socket.on('data', (chunk: Buffer) => {
      deadline.progress();
      bytes += chunk.length;
      if (bytes > maximumBytes) ended.resolve(false);
    });
    socket.once('close', () => {
      if (this.#failure === undefined) ended.resolve(true);
      else ended.reject(this.#failure);
    });
    return await Promise.race([ended.promise, this.#broken.promise]);
  }

  /** Resolves when the connection has ended, or when the bounded wait for the server's end is over. */
  async ended(): Promise<void> {
    using _deadline = new Deadline(Math.min(limits.dataEndMs, this.#options.timeoutMs), () => {
      this.#socket?.destroy();
    });
    await this.#closed.promise;
  }

  /**
   * Breaks the connection with a reset, so that the server cannot take what it has for the whole file. Does
   * nothing on a connection that has ended.
   */
  abort(reason: Error): void {
    this.#failure ??= reason;
    this.#broken.reject(this.#failure);
    this.#connecting.abort();
    // libuv resets no socket that is shutting down, and would leave it open; it has nothing left to send anyway.
    if (this.#socket?.writableEnded === true) this.#socket.destroy();
    else this.#tcp?.resetAndDestroy();
  }

  async #connect(): Promise<net.Socket> {
    const { endpoint, timeoutMs } = this.#options;
    this.#tcp = await connectTcp('data', endpoint, timeoutMs, this.#connecting.signal);
    return this.#adopt(this.#tcp);
  }

  #adopt(socket: net.Socket): net.Socket {
    this.#socket = socket;
    socket.on('error', (cause) => {
      this.#failure ??= this.#lost(cause);
    });
    socket.on('close', () => {
      this.#closed.resolve(undefined);
    });
    return socket;
  }

  #write(bytes: Buffer, onWritten: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#live().write(bytes, (error) => {
        if (error) {
          reject(this.#failure ?? this.#lost(error));
          return;
        }
        this.#bytesSent += bytes.length;
        onWritten();
        resolve();
      });
    });
  }

  // Reads until the server's end: closing with unread TLS 1.3 tickets makes the kernel send a reset, and
  // vsftpd then reports a failed upload.
  #finish(): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = this.#live();
      // The server's end may have closed it after the last write: then no event comes any more.
      if (socket.destroyed) {
        reject(this.#lost());
        return;
      }
      socket.once('close', () => {
        if (!this.#isComplete) reject(this.#failure ?? this.#lost());
      });
      socket.once('finish', () => {
        this.#isComplete = true;
        resolve();
      });
      socket.end();
    });
  }

  #live(): net.Socket {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#socket === undefined) throw new Error('send() was called before secure()');
    // Closed in good order by the server; a stream that is gone tells nobody that it has ended.
    if (this.#socket.destroyed) throw this.#lost();
    return this.#socket;
  }

  #lost(cause?: Error): Error {
    if (cause instanceof FtpsError) return cause;
    return new ConnectionLostError(
      'data',
      this.endpoint,
      `the transfer, after ${this.#bytesSent} bytes`,
      cause === undefined ? {} : { cause },
    );
  }
}
