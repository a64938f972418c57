import type { Command } from '../control/command.ts';
import { command, noop, pathCommand } from '../control/command.ts';
import type { ControlConnection } from '../control/control-connection.ts';
import { sizeIn } from '../control/file-commands.ts';
import type { CommandReply } from '../control/exchange.ts';
import { Exchange } from '../control/exchange.ts';
import type { PipelinedRename } from '../control/pipelined-rename.ts';
import type { Pipelining } from '../control/pipelining.ts';
import { fitsWindow } from '../control/pipelining.ts';
import {
  isFileCompletion,
  isIntermediate,
  isRefusal,
  isSameReply,
  isSizeReply,
  replyCode,
} from '../control/reply.ts';
import { TimeoutError } from '../connection-errors.ts';
import { Deadline } from '../deadline.ts';
import { ReplyError } from '../errors.ts';
import { limits } from '../limits.ts';
import type { DataConnection } from './data-connection.ts';
import type { PassiveConnector } from './passive-connector.ts';
import type { Transfer } from './transfer.ts';
import type { UploadSource } from './upload-source.ts';
import { UploadBuffers } from './upload-source.ts';

/** How a file is uploaded, and what follows. */
export interface StoreOptions {
  /** Number of bytes that are on the server already and aren't sent again. Default: 0, which replaces the file. */
  readonly offset?: number;
  /** Whether to append with APPE after `offset`, without trying REST. Default: `false`. */
  readonly append?: boolean;
  /** Called with the number of bytes that this upload has sent, whenever it grows. */
  readonly onProgress?: (bytesSent: number) => void;
  /** The rename of an earlier file, which may travel in the same write as STOR, before it. */
  readonly rename?: PipelinedRename | undefined;
  /** Commands on the uploaded file or others, such as SIZE. They are executed in this order, after the upload. */
  readonly followUps?: readonly Command[];
  /** Whether another upload will follow. */
  readonly moreUploads?: boolean;
}

/** One upload. */
export interface Upload extends StoreOptions {
  readonly path: string;
  readonly source: UploadSource;
}

/** The result of one upload that the server has confirmed. */
export interface StoreResult {
  /** Bytes sent, without those before the offset. */
  readonly bytesSent: number;
  /** The final reply to each follow-up command, in the same order; none after a `failure`. */
  readonly replies: readonly CommandReply[];
  /** Why the replies to what followed are missing: the control connection was lost or closed. */
  readonly failure?: Error;
}

/** The commands of one upload. */
interface Batch {
  readonly store: Command;
  /** Sent in the same write, before {@link store}. */
  readonly before: readonly Exchange[];
  readonly probe: Exchange | undefined;
  readonly followUps: readonly Exchange[];
  /** The command that requests a port for the next upload. */
  readonly port: Exchange | undefined;
  /** Whether {@link followUps} and {@link port} are sent in the same write, after {@link store}. */
  readonly isPipelined: boolean;
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
      const wasShared = sentWith(batch).length > 0 && this.#control.failure === undefined;
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
    const { store, ...rest } = await this.#batchFor(upload);
    const batch = { ...rest, store, before: [], probe: undefined, isPipelined: false };
    const bytesSent = await this.#run(transfer, data, { upload, batch });
    if (isProof) this.#pipelining.disable(`${store.verb} was rejected`);
    return await this.#complete(upload, batch, bytesSent);
  }

  async #batchFor(upload: Upload): Promise<Batch> {
    const { path, offset = 0, moreUploads = false } = upload;
    const verb = (await this.#restart(upload)) ? 'STOR' : 'APPE';
    const store = pathCommand(verb, path);
    // REST must stand right before the command that it belongs to (RFC 959 section 4.1.3).
    const isRenameDue = offset === 0 && upload.rename?.isInFlight === false;
    const before = isRenameDue ? upload.rename.exchanges : [];
    const followUps = (upload.followUps ?? []).map((followUp) => new Exchange(followUp));
    const port = moreUploads ? new Exchange(this.#passive.command) : undefined;
    const probe = this.#needsProbe(moreUploads) ? new Exchange(noop) : undefined;
    const isPipelined = this.#canPipeline([
      ...commandsOf(before),
      store,
      ...commandsOf(laterOf({ followUps, port })),
    ]);
    return { store, before, probe, followUps, port, isPipelined };
  }

  async #run(
    transfer: Transfer,
    data: DataConnection,
    { upload, batch }: { readonly upload: Upload; readonly batch: Batch },
  ): Promise<number> {
    const { store, before } = batch;
    if (sentWith(batch).length > 0) this.#pipelining.begin();
    const bytesSent = await transfer.run(data, {
      command: store,
      before,
      after: sentAfter(batch),
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
    { probe, followUps, port, isPipelined }: Batch,
    bytesSent: number,
  ): Promise<StoreResult> {
    const later = laterOf({ followUps, port });
    const sizeBytes = isPipelined ? offset + bytesSent : undefined;
    const size = pathCommand('SIZE', path);
    try {
      if (probe !== undefined) await this.#learnFrom(probe);
      const isShared = later.length > 1 && this.#pipelining.mode !== 'off';
      if (!isPipelined) await this.#sendLater(later, followUps);
      const answers = await this.#control.finalReplies(followUps);
      const replies = await this.#confirm(answers, (answer) =>
        isDoubtful(answer, {
          isShared: isShared || isPipelined,
          sizeBytes: answer.command.line === size.line ? sizeBytes : undefined,
        }),
      );
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

  #canPipeline(commands: readonly Command[]): boolean {
    return this.#pipelining.mode === 'in-order' && fitsWindow(commands);
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

  /** Sends what follows an upload: in one write if possible, otherwise without the command for the next port. */
  async #sendLater(later: readonly Exchange[], followUps: readonly Exchange[]): Promise<void> {
    if (this.#pipelining.mode === 'off' || !fitsWindow(commandsOf(later))) {
      await this.#pipelining.executeAll(followUps);
      return;
    }
    if (later.length > 1) this.#pipelining.begin();
    this.#control.send(later);
  }

  /**
   * Sends follow-up commands again, on their own, when their replies may be a consequence of pipelining or were meant for
   * another command. A reply that changes proves that the server doesn't process commands in order. The commands after it
   * were then processed too early as well.
   */
  async #confirm(
    answers: readonly CommandReply[],
    isDoubted: (answer: CommandReply) => boolean,
  ): Promise<CommandReply[]> {
    const confirmed: CommandReply[] = [];
    let isInOrder = true;
    for (const answer of answers.map(this.#inSync)) {
      if (isInOrder && !isDoubted(answer)) {
        confirmed.push(answer);
        continue;
      }
      const { command: sent } = answer;
      const reply = await this.#control.execute(sent);
      if (!isSameReply(reply, answer.reply)) {
        isInOrder = false;
        this.#pipelining.disable(`the reply to ${sent.verb} changed when it was sent again`);
      }
      confirmed.push(this.#inSync({ command: sent, reply }));
    }
    return confirmed;
  }

  /** Returns the reply to a command on a file, unless it was clearly meant for another command. */
  readonly #inSync = (answer: CommandReply): CommandReply => {
    const { command: sent, reply } = answer;
    const isKnown = sent.verb === 'SIZE' ? isSizeReply(reply) : isFileCompletion(reply);
    if (isRefusal(reply) || isKnown) return answer;
    throw this.#control.outOfSync(sent, reply);
  };
}

function commandsOf(exchanges: readonly Exchange[]): Command[] {
  return exchanges.map((exchange) => exchange.command);
}

/** The commands that share a write with that of the upload. */
function sentWith(batch: Batch): Exchange[] {
  return [...batch.before, ...sentAfter(batch)];
}

function sentAfter(batch: Batch): Exchange[] {
  const { probe, isPipelined } = batch;
  return [...(probe === undefined ? [] : [probe]), ...(isPipelined ? laterOf(batch) : [])];
}

/** The commands that are executed after the upload. */
function laterOf({ followUps, port }: Pick<Batch, 'followUps' | 'port'>): Exchange[] {
  return port === undefined ? [...followUps] : [...followUps, port];
}

/**
 * Whether the reply to a follow-up command may have another reason than the file.
 *
 * @param isShared - Whether the command shared a write with others.
 * @param sizeBytes - The size of the uploaded file if the command asks for it and was sent before the end of the upload.
 */
function isDoubtful(
  { command: { verb }, reply }: CommandReply,
  { isShared, sizeBytes }: { readonly isShared: boolean; readonly sizeBytes: number | undefined },
): boolean {
  if (isRefusal(reply)) return isShared;
  if (verb !== 'SIZE') return false;
  if (reply.code !== replyCode.fileStatus) return true;
  return sizeBytes !== undefined && sizeIn(reply)?.bytes !== sizeBytes;
}
