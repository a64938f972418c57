import type { FileHandle } from 'node:fs/promises';
import type net from 'node:net';
import { finished } from 'node:stream/promises';

import type { PassiveListener } from '../passive-listener.ts';
import type { CommandScope } from './command.ts';
import { mayBeUsed, secureData } from './data-tls.ts';
import type { CommandOverride, UploadFault } from './options.ts';
import { inPlaceOf, toAnswer } from './options.ts';
import { resetConnection } from '../reset.ts';

const defaultFinal = '226 Transfer complete.';
const brokenFinal = '426 Failure reading network stream.';

/** One STOR or APPE: writes the data connection to a file and injects the fault. */
export class Upload {
  readonly #scope: CommandScope;
  readonly #passive: PassiveListener;
  readonly #file: FileHandle;
  readonly #fault: UploadFault;
  #position: number | undefined;
  #receivedBytes = 0;
  #final: CommandOverride = defaultFinal;
  #hasFinalReply = false;
  #storage: 'intact' | 'full' | 'faulty' = 'intact';

  /** @param position - Offset of the first byte in the file; `undefined` appends. */
  constructor(
    scope: CommandScope,
    passive: PassiveListener,
    file: FileHandle,
    position: number | undefined,
    fault: UploadFault,
  ) {
    this.#scope = scope;
    this.#passive = passive;
    this.#file = file;
    this.#position = position;
    this.#fault = fault;
  }

  /** Destroys the data connection; the upload then ends with 426. */
  async abort(): Promise<void> {
    await this.#passive.close();
  }

  /** Destroys the data connection and sends no final reply. */
  async forget(): Promise<void> {
    this.#hasFinalReply = true;
    await this.#passive.close();
  }

  /** Sends 150, receives the file, and returns the final reply. */
  async run(): Promise<CommandOverride> {
    try {
      await this.#scope.say(this.#fault.preliminary ?? '150 Ok to send data.');
      this.#scope.uploadBegun();
      const raw = await this.#passive.connection();
      if (raw === undefined) return this.#finalReply(brokenFinal);
      this.#scope.server.dataConnections++;
      return this.#finalReply(await this.#receive(raw));
    } finally {
      await this.#file.close();
      this.#scope.uploadEnded();
    }
  }

  async #receive(raw: net.Socket): Promise<CommandOverride> {
    if (this.#fault.at === 'connect' && (await this.#inject(raw, raw))) return this.#final;
    if (this.#fault.at === 'handshake') {
      await firstBytes(raw);
      if (await this.#inject(raw, raw)) return this.#final;
    }
    const data = await secureData(this.#scope, raw);
    if (data === undefined) return '425 Unable to build data connection: TLS handshake failed.';
    if (!mayBeUsed(this.#scope, data)) {
      data.end().resume();
      return '522 SSL connection failed: session reuse required';
    }
    try {
      if (await this.#store(data, raw)) return this.#final;
    } catch {
      data.destroy();
      return brokenFinal;
    }
    data.end();
    await finished(data).catch(() => undefined); // the client has closed it, and that's enough
    return this.#final;
  }

  /** Returns `true` if the fault has ended the data connection. */
  async #store(data: net.Socket, raw: net.Socket): Promise<boolean> {
    const at = typeof this.#fault.at === 'number' ? this.#fault.at : Number.POSITIVE_INFINITY;
    if (at === 0 && (await this.#inject(data, raw))) return true;
    for await (const chunk of data.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      const before = this.#receivedBytes;
      const hasFault = before < at && before + chunk.length >= at;
      if (!hasFault) {
        await this.#write(chunk);
        continue;
      }
      await this.#write(chunk.subarray(0, at - before));
      if (await this.#inject(data, raw)) return true;
      await this.#write(chunk.subarray(at - before));
    }
    return this.#atEnd && (await this.#inject(data, raw));
  }

  get #atEnd(): boolean {
    return this.#fault.at === undefined || this.#fault.at === 'end';
  }

  async #write(received: Buffer): Promise<void> {
    if (this.#storage === 'full') return;
    const bytes = this.#storage === 'faulty' ? corrupt(received) : received;
    if (bytes.length > 0) this.#storage = 'intact';
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await this.#file.write(bytes, done, null, this.#position ?? null);
      done += bytesWritten;
      if (this.#position !== undefined) this.#position += bytesWritten;
      this.#receivedBytes += bytesWritten;
      this.#scope.server.bytesReceived += bytesWritten;
    }
  }

  /** Injects the fault; returns `true` if it has ended the data connection. */
  async #inject(data: net.Socket, raw: net.Socket): Promise<boolean> {
    const { data: disruption, early = false, meanwhile, storage = 'intact' } = this.#fault;
    await meanwhile?.();
    this.#storage = storage;
    if (early) {
      await this.#scope.say(this.#finalReply(defaultFinal));
      this.#hasFinalReply = true;
    }
    if (disruption === undefined) return false;
    if (disruption === 'reset') {
      resetConnection(raw, data);
    } else if (disruption === 'close') {
      data.end().resume();
    } else {
      data.pause();
      if (!raw.closed) await new Promise((resolve) => raw.once('close', resolve));
    }
    this.#final = brokenFinal;
    return true;
  }

  /** The final reply after overrides of the test. */
  #finalReply(otherwise: CommandOverride): CommandOverride {
    if (this.#hasFinalReply) return [];
    const { final = otherwise, doubled = false } = this.#fault;
    if (!doubled) return inPlaceOf(otherwise, final);
    const answer = toAnswer(final);
    const lines = [answer.reply ?? []].flat();
    return { ...answer, reply: [...lines, ...lines] };
  }
}

/** Inverts the first byte. */
function corrupt(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte, index) => (index === 0 ? byte ^ 0xff : byte)));
}

/** Waits for the first bytes and leaves them unread. */
async function firstBytes(raw: net.Socket): Promise<void> {
  if (raw.destroyed) return;
  const chunk = await new Promise<Buffer | undefined>((resolve) => {
    raw.once('data', resolve).once('close', () => {
      resolve(undefined);
    });
    raw.resume();
  });
  raw.pause();
  if (chunk !== undefined) raw.unshift(chunk);
}
