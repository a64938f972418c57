import type { Command } from '../control/command.ts';
import { command, noop, pathCommand } from '../control/command.ts';
import type { ControlConnection } from '../control/control-connection.ts';
import type { CommandReply } from '../control/exchange.ts';
import { Exchange } from '../control/exchange.ts';
import type { Pipelining } from '../control/pipelining.ts';
import { fitsWindow } from '../control/pipelining.ts';
import { isIntermediate } from '../control/reply.ts';
import { TimeoutError } from '../connection-errors.ts';
import { Deadline } from '../deadline.ts';
import { ReplyError } from '../errors.ts';
import { limits } from '../limits.ts';
import type { DataConnection } from './data-connection.ts';
import { FollowUps } from './follow-ups.ts';
import type { PassiveConnector } from './passive-connector.ts';
import type { Transfer } from './transfer.ts';
import type { Upload } from './upload-batch.ts';
import { UploadBatch } from './upload-batch.ts';
import { UploadBuffers } from './upload-source.ts';

/** The result of one upload that the server has confirmed. */
export interface StoreResult {
  /** Bytes sent, without those before the offset. */
  readonly bytesSent: number;
  /** The final reply to each follow-up command, in the same order; none after a `failure`. */
  readonly replies: readonly CommandReply[];
  /** Why the replies to what followed are missing: the control connection was lost or closed. */
  readonly failure?: Error;
}

/**
 * Runs the uploads of a client, one at a time.
 *
 * Where the server processes commands in order, one write contains STOR, the follow-up commands and the EPSV for the
 * next upload. A small file then takes three round trips: TCP, TLS, and the data with the final reply. On other servers
 * the follow-up commands and EPSV share a write after the transfer.
 */
export class Uploader {
  readonly #control: ControlConnection;
  readonly #passive: PassiveConnector;
  readonly #pipelining: Pipelining;
  readonly #followUps: FollowUps;
  readonly #buffers = new UploadBuffers();
  #repliesToUpload: number | undefined;
  /** Whether the last upload was refused temporarily when its command shared a write with others. */
  #wasRefusedWithOthers = false;
  #temporaryRefusals = 0;
  /** Whether the server has accepted REST, and rejected the upload that followed: it may keep the offset for the next. */
  #mayKeepOffset = false;

  constructor(
    control: ControlConnection,
    options: { readonly passive: PassiveConnector; readonly pipelining: Pipelining },
  ) {
    this.#control = control;
    this.#passive = options.passive;
    this.#pipelining = options.pipelining;
    this.#followUps = new FollowUps(control, options.pipelining);
  }

  /** Number of replies on the control connection up to the one that confirmed the last upload. */
  get repliesToUpload(): number | undefined {
    return this.#repliesToUpload;
  }

  /** See {@link FtpsClient.store}. */
  async store(transfer: Transfer, upload: Upload): Promise<StoreResult> {
    pathCommand('STOR', upload.path); // Throws before anything is sent.
    try {
      if (!this.#wasRefusedWithOthers) return await this.#storeWithOthers(transfer, upload);
      this.#wasRefusedWithOthers = false;
      return await this.#storeAlone(transfer, upload, this.#temporaryRefusals > 1);
    } catch (error) {
      this.#buffers.reset();
      throw error;
    }
  }

  /**
   * A refusal may be a consequence of the other commands in the same write. The upload is then repeated on its own: at once
   * after 5yz, and by the next attempt after 4yz.
   */
  async #storeWithOthers(transfer: Transfer, upload: Upload): Promise<StoreResult> {
    const data = await transfer.open();
    const batch = await this.#batchFor(upload);
    try {
      const bytesSent = await this.#run(transfer, data, { upload, batch });
      return await this.#complete(upload, batch, bytesSent);
    } catch (error) {
      const wasShared = batch.isShared && this.#control.failure === undefined;
      if (!wasShared || !(error instanceof ReplyError) || error.stage !== 'refused') throw error;
      if (error.isTransient) {
        this.#wasRefusedWithOthers = true;
        this.#temporaryRefusals += 1;
        throw error;
      }
    }
    return await this.#storeAlone(transfer, upload, true);
  }

  /** @param isProof - Whether success shows that the server doesn't support pipelining. */
  async #storeAlone(transfer: Transfer, upload: Upload, isProof: boolean): Promise<StoreResult> {
    const data = await transfer.open();
    const batch = (await this.#batchFor(upload)).alone();
    const bytesSent = await this.#run(transfer, data, { upload, batch });
    if (isProof) this.#pipelining.disable(`${batch.store.verb} was rejected`);
    return await this.#complete(upload, batch, bytesSent);
  }

  async #batchFor(upload: Upload): Promise<UploadBatch> {
    const { path, offset = 0, moreUploads = false } = upload;
    const verb = (await this.#restart(upload)) ? 'STOR' : 'APPE';
    const store = pathCommand(verb, path);
    // REST must stand right before the command that it belongs to (RFC 959 section 4.1.3).
    const isRenameDue = offset === 0 && upload.rename?.isInFlight === false;
    const before = isRenameDue ? upload.rename.exchanges : [];
    const followUps = (upload.followUps ?? []).map((followUp) => new Exchange(followUp));
    const port = moreUploads ? new Exchange(this.#passive.command) : undefined;
    const probe = this.#needsProbe(moreUploads) ? new Exchange(noop) : undefined;
    const mayPipeline = (commands: readonly Command[]) =>
      this.#pipelining.mode === 'in-order' && fitsWindow(commands);
    return new UploadBatch({ store, before, probe, followUps, port, mayPipeline });
  }

  async #run(
    transfer: Transfer,
    data: DataConnection,
    { upload, batch }: { readonly upload: Upload; readonly batch: UploadBatch },
  ): Promise<number> {
    const { store, before, after } = batch;
    if (batch.isShared) this.#pipelining.begin();
    const bytesSent = await transfer.run(data, {
      command: store,
      before,
      after,
      move: () => data.send(upload.source, this.#buffers, upload.onProgress),
    });
    this.#mayKeepOffset = false;
    this.#repliesToUpload = this.#control.replies;
    return bytesSent;
  }

  /**
   * Collects the replies to what follows a confirmed upload. A failure here isn't one of the upload.
   */
  async #complete(
    { path, offset = 0 }: Upload,
    batch: UploadBatch,
    bytesSent: number,
  ): Promise<StoreResult> {
    const { probe, port } = batch;
    try {
      if (probe !== undefined) await this.#learnFrom(probe);
      const file = { path, sizeBytes: offset + bytesSent };
      const replies = await this.#followUps.execute(batch, file);
      if (port?.isSent === true && this.#pipelining.mode !== 'off') this.#passive.expect(port);
      this.#pipelining.recordUpload();
      return { bytesSent, replies };
    } catch (error) {
      return { bytesSent, replies: [], failure: error as Error };
    }
  }

  /** Sends REST if necessary; false where the server doesn't support it, so that APPE must do. */
  async #restart({ offset = 0, append = false }: Upload): Promise<boolean> {
    const start = append ? 0 : offset;
    if (start === 0 && !this.#mayKeepOffset) return !append;
    const reply = await this.#control.execute(command('REST', String(start)));
    this.#mayKeepOffset ||= isIntermediate(reply);
    return !append && (start === 0 || isIntermediate(reply));
  }

  /** Whether a NOOP must be sent with STOR to find out whether the server processes commands in order. */
  #needsProbe(moreUploads: boolean): boolean {
    return moreUploads && this.#pipelining.mode === 'untested';
  }

  async #learnFrom(probe: Exchange): Promise<void> {
    const { endpoint } = this.#control;
    const timeoutMs = Math.min(limits.probeMs, this.#control.timeoutMs);
    using _deadline = new Deadline(timeoutMs, () => {
      const stage = { phase: 'reply', verb: noop.verb } as const;
      this.#control.fail(
        new TimeoutError({ connection: 'control', endpoint, timeoutMs, ...stage }),
      );
    });
    await probe.final;
    this.#pipelining.learnFrom(probe);
  }
}
