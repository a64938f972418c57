import type net from 'node:net';

import { Deadline } from '../deadline.ts';
import type { Endpoint } from '../endpoint.ts';
import { ConnectionLostError, TimeoutError } from '../connection-errors.ts';
import { FtpsError } from '../errors.ts';
import { limits } from '../limits.ts';
import { connectTcp } from '../tcp.ts';
import type { TlsClient } from '../tls/tls-client.ts';
import type { UploadBuffers, UploadSource } from './upload-source.ts';

/** Where and how to open a data connection. */
export interface DataConnectionOptions {
  readonly endpoint: Endpoint;
  /** Undefined for an unencrypted data connection. */
  readonly tls: TlsClient | undefined;
  readonly timeoutMs: number;
  /** Milliseconds to wait for TCP. Default: `timeoutMs`. */
  readonly connectMs?: number;
}

/**
 * One passive data connection, for one transfer.
 *
 * Connecting starts at once. TLS starts with {@link DataConnection.secure}, which must be called after the transfer
 * command was sent: ProFTPD starts its handshake only then, and pyftpdlib hangs if the stream ends before.
 */
export class DataConnection {
  readonly endpoint: Endpoint;
  readonly #options: DataConnectionOptions;
  readonly #connected: Promise<net.Socket>;
  readonly #closed = Promise.withResolvers<undefined>();
  readonly #aborted = Promise.withResolvers<never>();
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
    this.#connected.catch(() => undefined); // Handled by those who wait.
    this.#aborted.promise.catch(() => undefined);
  }

  /** Whether the TLS session was resumed; undefined before the handshake and without TLS. */
  get resumed(): boolean | undefined {
    return this.#resumed;
  }

  /** Whether TCP was ever connected. */
  get wasOpen(): boolean {
    return this.#tcp !== undefined;
  }

  /** Whether everything, including the end of the stream, was passed to the network. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** Resolves when TCP is connected; rejects with {@link ConnectionError} or {@link TimeoutError}. */
  async connected(): Promise<void> {
    await this.#connected;
  }

  /** Performs the TLS handshake and verifies the certificate; without TLS waits for TCP only. */
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
   * Sends everything that the source returns, then the end of the stream (with TLS a close_notify). {@link secure} must
   * have succeeded: ending the stream before the handshake is complete would break it, even for an empty file.
   *
   * @returns The number of bytes sent.
   * @throws {@link TimeoutError} when no data moves for `timeoutMs`.
   * @throws {@link ConnectionLostError} when the connection is lost before the end was sent.
   */
  async send(
    source: UploadSource,
    buffers: UploadBuffers,
    onProgress?: (bytesSent: number) => void,
  ): Promise<number> {
    using deadline = this.#transferDeadline();
    const pump = this.#pump(source, buffers, () => {
      deadline.progress();
      onProgress?.(this.#bytesSent);
    });
    // A pending write may never call back when the connection is aborted.
    return await Promise.race([pump, this.#aborted.promise]);
  }

  #transferDeadline(): Deadline {
    const { endpoint, timeoutMs } = this.#options;
    return new Deadline(timeoutMs, () => {
      this.abort(new TimeoutError({ connection: 'data', endpoint, phase: 'transfer', timeoutMs }));
    });
  }

  async #pump(source: UploadSource, buffers: UploadBuffers, onMoved: () => void): Promise<number> {
    this.#openSocket().resume(); // Reads the server's session tickets.
    const writes: Promise<void>[] = [];
    const fill = async (index: number): Promise<Buffer> => {
      await writes[index]; // Until then, the connection still uses the buffer.
      const buffer = buffers.at(index);
      return buffer.subarray(0, await source.read(buffer));
    };
    let filled = fill(0);
    for (let index = 0; ;) {
      const bytes = await filled;
      if (bytes.length === 0) break;
      const next = (index + 1) % buffers.count;
      filled = fill(next); // Reads while the previous buffer is encrypted and sent.
      writes[index] = this.#write(bytes, onMoved);
      writes[index]?.catch(() => undefined); // Handled by fill, or by the await below.
      index = next;
    }
    await Promise.all(writes);
    if (writes.length === 0) await this.#flushHandshake();
    await this.#finish();
    return this.#bytesSent;
  }

  /**
   * Receives data until the server closes the connection. {@link secure} must have succeeded. Data is read from the
   * network only as fast as the caller consumes it.
   *
   * @throws {@link TimeoutError} when no data arrives for `timeoutMs`.
   * @throws {@link ConnectionLostError} when the connection is lost; the reason when it is aborted.
   */
  async *receive(): AsyncGenerator<Buffer, void> {
    using deadline = this.#transferDeadline();
    try {
      for await (const chunk of this.#openSocket() as AsyncIterable<Buffer>) {
        deadline.progress();
        yield chunk;
        deadline.progress();
      }
    } catch (error) {
      throw this.#failure ?? this.#lost(error as Error);
    }
    // An aborted connection may end without an error.
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Waits a bounded time until the server has closed the connection. */
  async ended(): Promise<void> {
    await this.#closedWithin(limits.dataEndMs);
  }

  /** Why the connection was lost, if that happens within a short time; undefined when it ends normally or not at all. */
  async loss(): Promise<Error | undefined> {
    await this.#closedWithin(limits.dataResetMs);
    return this.#failure;
  }

  async #closedWithin(ms: number): Promise<void> {
    using _deadline = new Deadline(Math.min(ms, this.#options.timeoutMs), () => {
      this.#socket?.destroy();
    });
    await this.#closed.promise;
  }

  /**
   * Resets the connection, so that the server can't take what it has received for the complete file. Does nothing when
   * the connection is closed.
   */
  abort(reason: Error): void {
    this.#failure ??= reason;
    this.#aborted.reject(this.#failure);
    this.#connecting.abort();
    // libuv can't reset a socket that is shutting down. Such a socket has nothing left to send anyway.
    if (this.#socket?.writableEnded === true) this.#socket.destroy();
    else this.#tcp?.resetAndDestroy();
  }

  async #connect(): Promise<net.Socket> {
    const { endpoint, timeoutMs, connectMs = timeoutMs } = this.#options;
    const { signal } = this.#connecting;
    const options = { connection: 'data', endpoint, timeoutMs: connectMs, signal } as const;
    this.#tcp = await connectTcp(options);
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
      this.#openSocket().write(bytes, (error) => {
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

  // Node drops the close_notify if the stream ends while the last message of the handshake is still being written. The
  // server then sees an end without one, and pyftpdlib never replies. An empty write completes after that message.
  async #flushHandshake(): Promise<void> {
    await this.#write(Buffer.alloc(0), () => undefined);
  }

  // Waits until the server has closed the connection: closing it with unread TLS 1.3 tickets makes the kernel send a
  // reset, and vsftpd then reports a failed upload.
  #finish(): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = this.#openSocket();
      // The server may have closed the connection after the last write. No event follows then.
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

  #openSocket(): net.Socket {
    if (this.#failure !== undefined) throw this.#failure;
    // After the server has closed the connection normally, no event follows.
    if (this.#socket === undefined || this.#socket.destroyed) throw this.#lost();
    return this.#socket;
  }

  #lost(cause?: Error): Error {
    if (cause instanceof FtpsError) return cause;
    return new ConnectionLostError({
      connection: 'data',
      endpoint: this.endpoint,
      phase: 'transfer',
      bytesSent: this.#bytesSent,
      cause,
    });
  }
}
