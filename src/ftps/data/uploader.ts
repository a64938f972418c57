import { fitsWindow } from '../control/batch.ts';
import type { Command } from '../control/command.ts';
import { command, noop } from '../control/command.ts';
import type { ControlConnection } from '../control/control-connection.ts';
import type { DataConnection } from './data-connection.ts';
import { Deadline } from '../deadline.ts';
import { TimeoutError } from '../errors.ts';
import type { Exchange } from '../control/exchange.ts';
import { limits } from '../limits.ts';
import type { PassiveConnector } from './passive-connector.ts';
import type { PipelinedRename } from '../control/pipelined-rename.ts';
import type { Reply } from '../control/reply.ts';
import { isIntermediate, isRefusal, replyCode } from '../control/reply.ts';
import type { PipeliningPolicy } from '../control/pipelining.ts';
import { upload } from './upload.ts';
import type { UploadSource } from './upload-source.ts';
import { UploadBuffers } from './upload-source.ts';

/** How an upload begins, and what will come after it. */
export interface StoreOptions {
  /** Bytes that are on the server already and are not sent again; 0 replaces the file. */
  readonly offset?: number;
  /** Told how many bytes this upload has handed to the network, each time some have been. */
  readonly onProgress?: (bytesSent: number) => void;
  /** A rename of an earlier file that may travel in the same write as STOR, before it. */
  readonly rename?: PipelinedRename | undefined;
  /** Whether the size of the file will be asked for. */
  readonly sizeFollows?: boolean;
  /** Whether another upload will follow. */
  readonly moreUploads?: boolean;
}

/** What came of one upload. */
export interface StoreResult {
  readonly bytesSent: number;
}

/**
 * The uploads of a session, one after the other.
 *
 * Where the server works in order, one write carries a STOR, the SIZE of its file and the EPSV of the next, so that a
 * small file costs three round trips: TCP, TLS, and the bytes with the final reply. Elsewhere SIZE and EPSV share a
 * write after the transfer.
 */
export class Uploader {
  readonly #control: ControlConnection;
  readonly #passive: PassiveConnector;
  readonly #policy: PipeliningPolicy;
  readonly #keepAliveMs: number;
  readonly #buffers = new UploadBuffers();
  #isPassiveProven = false;
  #transfer: DataConnection | undefined;
  #size: { readonly path: string; readonly reply: Reply } | undefined;

  constructor(
    control: ControlConnection,
    passive: PassiveConnector,
    policy: PipeliningPolicy,
    keepAliveMs: number,
  ) {
    this.#control = control;
    this.#passive = passive;
    this.#policy = policy;
    this.#keepAliveMs = keepAliveMs;
  }

  /** Breaks a running transfer off. */
  abort(reason: Error): void {
    this.#transfer?.abort(reason);
  }

  /** The reply to SIZE that came along with the last upload, if it was for this path; given once. */
  takeSize(path: string): Reply | undefined {
    const size = this.#size;
    this.#size = undefined;
    return size?.path === path ? size.reply : undefined;
  }

  /** See {@link FtpsClient.store}. */
  async store(path: string, source: UploadSource, options: StoreOptions): Promise<StoreResult> {
    this.#size = undefined;
    const then = this.#followUps(path, options);
    try {
      const { bytesSent, early } = await this.#upload(path, source, options, then);
      await this.#afterUpload(path, (options.offset ?? 0) + bytesSent, then, early);
      if (this.#isInStep()) this.#policy.recordUpload();
      return { bytesSent };
    } catch (error) {
      this.#passive.forget();
      throw error;
    }
  }

  // A reply to SIZE of another kind will be found out when it is looked at.
  #isInStep(): boolean {
    return this.#size === undefined || isSizeReply(this.#size.reply);
  }

  /** Brings the bytes over; gives the exchanges of what was sent in the same write, behind STOR. */
  async #upload(
    path: string,
    source: UploadSource,
    options: StoreOptions,
    then: readonly Command[],
  ): Promise<{ readonly bytesSent: number; readonly early: readonly Exchange[] }> {
    const stor = command('STOR', path);
    const data = await this.#passive.open();
    this.#transfer = data;
    try {
      const { offset = 0 } = options;
      const store = (await this.#mayRestart(offset)) ? stor : command('APPE', path);
      // REST must stand right before the command that it is for.
      const rename = offset === 0 ? options.rename : undefined;
      const during = this.#sentDuring([...(rename?.commands ?? []), store], then, options);
      let early: readonly Exchange[] = [];
      const bytesSent = await upload({
        control: this.#control,
        data,
        command: store,
        begin: () => {
          const [exchange, ...behind] = this.#send(rename, store, during);
          early = behind;
          return exchange;
        },
        source,
        buffers: this.#buffers,
        connectFirst: !this.#isPassiveProven,
        keepAliveMs: this.#keepAliveMs,
        onProgress: options.onProgress,
      });
      this.#isPassiveProven = true;
      return { bytesSent, early };
    } catch (error) {
      data.abort(error as Error);
      throw error;
    } finally {
      this.#transfer = undefined;
      this.#passive.close(data);
    }
  }

  // What will be asked once the file is there: its size, and a port for the next one.
  #followUps(path: string, options: StoreOptions): readonly Command[] {
    return [
      ...(options.sizeFollows === true ? [command('SIZE', path)] : []),
      ...(options.moreUploads === true ? [this.#passive.command] : []),
    ];
  }

  // What of it may leave with STOR; before that is known, a NOOP that shows it.
  #sentDuring(
    before: readonly Command[],
    then: readonly Command[],
    { moreUploads = false }: StoreOptions,
  ): readonly Command[] {
    const { mode: allowed } = this.#policy;
    if (allowed === 'untested' && moreUploads) return [noop];
    return allowed === 'in-order' && fitsWindow([...before, ...then]) ? then : [];
  }

  #send(
    rename: PipelinedRename | undefined,
    store: Command,
    behind: readonly Command[],
  ): [Exchange, ...Exchange[]] {
    if (rename !== undefined || behind.length > 0) this.#policy.beginPipelined();
    if (rename === undefined) return this.#control.send(store, ...behind);
    const [from, to, ...rest] = this.#control.send(...rename.commands, store, ...behind);
    rename.markSent(from, to);
    return rest;
  }

  // The upload is done: takes what was asked ahead, and asks the rest.
  async #afterUpload(
    path: string,
    sizeBytes: number,
    then: readonly Command[],
    early: readonly Exchange[],
  ): Promise<void> {
    const [first] = early;
    const wasProbe = first?.command === noop;
    if (wasProbe) await this.#learnFrom(first);
    if (first !== undefined && !wasProbe) {
      await this.#collect(early, path, sizeBytes);
    } else if (this.#policy.mode !== 'off' && fitsWindow(then)) {
      if (then.length > 1) this.#policy.beginPipelined();
      await this.#collect(this.#control.send(...then), path);
    }
  }

  async #learnFrom(probe: Exchange): Promise<void> {
    const { endpoint, timeoutMs } = this.#control;
    const waitMs = Math.min(limits.probeMs, timeoutMs);
    using _deadline = new Deadline(waitMs, () => {
      this.#control.fail(
        new TimeoutError('control', endpoint, 'reply', waitMs, 'the reply to NOOP'),
      );
    });
    await probe.final;
    this.#policy.learnFrom(probe);
  }

  /** @param expected - What a SIZE that was sent during the transfer must say; anything else is not believed. */
  async #collect(asked: readonly Exchange[], path: string, expected?: number): Promise<void> {
    const size = asked.find((exchange) => exchange.command.verb === 'SIZE');
    const passive = asked.find((exchange) => exchange !== size);
    if (passive !== undefined) this.#passive.expect(passive);
    if (size === undefined) return;
    const reply = await this.#control.waitFor(size.final, size.command);
    if (expected !== undefined && isDoubtful(reply, expected)) {
      this.#policy.disable('SIZE, sent ahead, did not say what has arrived');
      this.#passive.forget();
      return;
    }
    this.#size = { path, reply };
  }

  // Behind EPSV, since REST must stand right before the command that it is for (RFC 959 section 4.1.3).
  async #mayRestart(offset: number): Promise<boolean> {
    return (
      offset === 0 || isIntermediate(await this.#control.execute(command('REST', String(offset))))
    );
  }
}

function isSizeReply(reply: Reply): boolean {
  return isRefusal(reply) || reply.code === replyCode.fileStatus;
}

function isDoubtful(reply: Reply, expected: number): boolean {
  if (isRefusal(reply)) return true;
  return reply.code === replyCode.fileStatus && Number(reply.lines[0]) !== expected;
}
