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

/** One STOR or APPE: data connection to file, as it comes, with what the test wants to go wrong. */
export class Upload {
  readonly #scope: CommandScope;
  readonly #passive: PassiveListener;
  readonly #file: FileHandle;
  readonly #fault: UploadFault;
  #position: number | undefined;
  #receivedBytes = 0;
  #final: CommandOverride = defaultFinal;
  #finalSaid = false;
  #storage: 'sound' | 'full' | 'faulty' = 'sound';

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

  /** Destroys the data connection and never gives a final reply. */
  async forget(): Promise<void> {
    this.#finalSaid = true;
    await this.#passive.close();
  }

  /** Says 150, receives, and gives the final reply. */
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
    if (this.#fault.at === 'connect' && (await this.#strike(raw, raw))) return this.#final;
    if (this.#fault.at === 'handshake') {
      await firstBytes(raw);
      if (await this.#strike(raw, raw)) return this.#final;
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
    await finished(data).catch(() => undefined); // it counts that the client's end has come
    return this.#final;
  }

  /** Returns `true` when the fault has taken the data connection. */
  async #store(data: net.Socket, raw: net.Socket): Promise<boolean> {
    const at = typeof this.#fault.at === 'number' ? this.#fault.at : Number.POSITIVE_INFINITY;
    if (at === 0 && (await this.#strike(data, raw))) return true;
    for await (const chunk of data.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      const before = this.#receivedBytes;
      const strikes = before < at && before + chunk.length >= at;
      if (!strikes) {
        await this.#write(chunk);
        continue;
      }
      await this.#write(chunk.subarray(0, at - before));
      if (await this.#strike(data, raw)) return true;
      await this.#write(chunk.subarray(at - before));
    }
    return this.#atEnd && (await this.#strike(data, raw));
  }

  get #atEnd(): boolean {
    return this.#fault.at === undefined || this.#fault.at === 'end';
  }

  async #write(received: Buffer): Promise<void> {
    if (this.#storage === 'full') return;
    const bytes = this.#storage === 'faulty' ? spoilt(received) : received;
    if (bytes.length > 0) this.#storage = 'sound';
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await this.#file.write(bytes, done, null, this.#position ?? null);
      done += bytesWritten;
      if (this.#position !== undefined) this.#position += bytesWritten;
      this.#receivedBytes += bytesWritten;
      this.#scope.server.bytesReceived += bytesWritten;
    }
  }

  /** Does what the test wants to happen at this point; `true` when the data connection is gone. */
  async #strike(data: net.Socket, raw: net.Socket): Promise<boolean> {
    const { data: disruption, early = false, meanwhile, storage = 'sound' } = this.#fault;
    await meanwhile?.();
    this.#storage = storage;
    if (early) {
      await this.#scope.say(this.#finalReply(defaultFinal));
      this.#finalSaid = true;
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

  /** The reply that the test wants instead of this one, as often as it wants it. */
  #finalReply(otherwise: CommandOverride): CommandOverride {
    if (this.#finalSaid) return [];
    const { final = otherwise, doubled = false } = this.#fault;
    if (!doubled) return inPlaceOf(otherwise, final);
    const answer = toAnswer(final);
    const lines = [answer.reply ?? []].flat();
    return { ...answer, reply: [...lines, ...lines] };
  }
}

/** The same bytes but for the first. */
function spoilt(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte, index) => (index === 0 ? byte ^ 0xff : byte)));
}

/** Waits until something has come, and leaves it unread. */
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
