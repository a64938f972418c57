import type net from 'node:net';
import { Duplex } from 'node:stream';

import { Deadline } from '../deadline.ts';
import { limits } from '../limits.ts';

/** The server sent something unencrypted on a connection that uses TLS. */
export class PlaintextError extends Error {
  /** What it sent, from the first byte that isn't part of a TLS record. */
  readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    super('The server sent unencrypted data.');
    this.name = 'PlaintextError';
    this.bytes = bytes;
  }
}

/**
 * A TCP connection for TLS, which examines the records in both directions:
 *
 * - Unencrypted data of the server doesn't reach OpenSSL, which would only report a code. Servers send a reply without TLS
 *   when they are full, before the handshake, and when they fail, even after it (`500 OOPS` of vsftpd). The connection
 *   then fails with a {@link PlaintextError}.
 * - Encrypted records of the client are held back until {@link release}. Under TLS 1.3 this includes the client
 *   certificate (RFC 8446 section 4.4), which must not leave before the server's certificate is verified.
 */
export class GuardedSocket extends Duplex {
  readonly #tcp: net.Socket;
  readonly #received = new RecordScanner();
  readonly #sent = new RecordScanner();
  #isReleased = false;
  #heldBack: (() => void) | undefined;
  readonly #plaintext: Buffer[] = [];
  #deadline: Deadline | undefined;

  /** Called with the error that the connection fails with. Not emitted: Node would throw it while it wraps the stream. */
  onFailure: (error: Error) => void = () => undefined;

  constructor(tcp: net.Socket) {
    super({ allowHalfOpen: true });
    this.#tcp = tcp;
    tcp
      .on('data', (chunk: Buffer) => {
        this.#receive(chunk);
      })
      .on('end', () => {
        this.#end();
      })
      .on('error', (error) => {
        this.#end(error);
      })
      .on('close', () => {
        this.#end();
        this.destroy();
      });
  }

  override _read(): void {
    this.#tcp.resume();
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    const length = this.#isReleased
      ? chunk.length
      : this.#sent.lengthUntil(chunk, (type) => type === contentType.applicationData);
    if (length === chunk.length) {
      this.#send(chunk, done);
      return;
    }
    this.#tcp.write(chunk.subarray(0, length));
    this.#heldBack = () => {
      this.#send(chunk.subarray(length), done);
    };
  }

  /** Sends what was held back: the server's certificate is trusted. */
  release(): void {
    this.#isReleased = true;
    this.#heldBack?.();
    this.#heldBack = undefined;
  }

  override _final(done: () => void): void {
    this.#tcp.end(() => {
      done();
    });
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#deadline?.[Symbol.dispose]();
    this.#tcp.destroy();
    done(error);
  }

  // Errors reach the listener in the constructor.
  #send(chunk: Buffer, done: () => void): void {
    this.#tcp.write(chunk, () => {
      done();
    });
  }

  #receive(chunk: Buffer): void {
    const length =
      this.#plaintext.length > 0 ? 0 : this.#received.lengthUntil(chunk, (type) => !isTls(type));
    if (length > 0 && !this.push(chunk.subarray(0, length))) this.#tcp.pause();
    if (length === chunk.length) return;
    this.#plaintext.push(chunk.subarray(length));
    this.#tcp.resume();
    // A reply may arrive in several parts.
    this.#deadline ??= new Deadline(limits.plaintextMs, () => {
      this.#fail();
    });
    if (isWhole(Buffer.concat(this.#plaintext))) this.#fail();
  }

  #end(error?: Error): void {
    if (this.#plaintext.length > 0) this.#fail();
    else if (error !== undefined) this.#fail(error);
    else if (!this.readableEnded && !this.destroyed) this.push(null);
  }

  #fail(error: Error = new PlaintextError(Buffer.concat(this.#plaintext))): void {
    if (this.destroyed) return;
    this.onFailure(error);
    this.destroy();
  }
}

/** Whether more data wouldn't explain more: the text isn't a reply, or the reply is complete. */
function isWhole(bytes: Buffer): boolean {
  if (bytes.length >= limits.replyLineBytes) return true;
  const text = bytes.toString('latin1').trimStart();
  const [, code, separator] = /^([1-5]\d\d)([ -])/.exec(text) ?? [];
  if (code === undefined) return !/^([1-5]\d{0,2})?$/.test(text) && !'SSH-'.startsWith(text);
  const isLast = (line: string) => line.startsWith(`${code} `);
  const lines = text.split('\n').slice(0, -1);
  return separator === '-' ? lines.some(isLast) : lines.length > 0;
}

// RFC 8446 section 5.1; 24 is heartbeat (RFC 6520).
const contentType = { first: 20, applicationData: 23, last: 24 } as const;
const headerBytes = 5;

function isTls(type: number): boolean {
  return type >= contentType.first && type <= contentType.last;
}

/** Follows the records in one direction of a TLS connection (RFC 8446 section 5.1). */
class RecordScanner {
  #header: number[] = [];
  #payloadBytes = 0;

  /** The number of bytes of a chunk before the first record whose type is unwanted. */
  lengthUntil(chunk: Buffer, isUnwanted: (type: number) => boolean): number {
    let at = 0;
    while (at < chunk.length) {
      if (this.#payloadBytes > 0) {
        const skipped = Math.min(this.#payloadBytes, chunk.length - at);
        this.#payloadBytes -= skipped;
        at += skipped;
        continue;
      }
      const byte = chunk.readUInt8(at);
      if (this.#header.length === 0 && isUnwanted(byte)) return at;
      this.#header.push(byte);
      at += 1;
      if (this.#header.length < headerBytes) continue;
      const [, , , high = 0, low = 0] = this.#header;
      this.#payloadBytes = high * 256 + low;
      this.#header = [];
    }
    return at;
  }
}
