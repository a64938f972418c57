import type { Command } from '../control/command.ts';
import { command, noop, pathCommand } from '../control/command.ts';
import type { ControlConnection } from '../control/control-connection.ts';
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
  replyCode,
} from '../control/reply.ts';
import { TimeoutError } from '../connection-errors.ts';
import { Deadline } from '../deadline.ts';
import { limits } from '../limits.ts';
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
  /** Commands on the uploaded file, such as SIZE. They are executed in this order, after the upload. */
  readonly followUps?: readonly Command[];
  /** Whether another upload will follow. */
  readonly moreUploads?: boolean;
}

/** One upload. */
export interface Upload extends StoreOptions {
  readonly path: string;
  readonly source: UploadSource;
}

/** The result of one upload. */
export interface StoreResult {
  /** Bytes sent, without those before the offset. */
  readonly bytesSent: number;
  /** The final reply to each follow-up command, in the same order. */
  readonly replies: readonly CommandReply[];
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

  constructor(
    control: ControlConnection,
    options: { readonly passive: PassiveConnector; readonly pipelining: Pipelining },
  ) {
    this.#control = control;
    this.#passive = options.passive;
    this.#pipelining = options.pipelining;
  }

  /** See {@link FtpsClient.store}. */
  async store(transfer: Transfer, upload: Upload): Promise<StoreResult> {
    const { path, source, offset = 0, moreUploads = false, onProgress } = upload;
    const followUps = (upload.followUps ?? []).map((followUp) => new Exchange(followUp));
    const stor = pathCommand('STOR', path);
    try {
      const data = await transfer.open();
      const store = (await this.#restart(upload)) ? stor : pathCommand('APPE', path);
      // REST must stand right before the command that it belongs to (RFC 959 section 4.1.3).
      const before = offset === 0 ? (upload.rename?.exchanges ?? []) : [];
      const port = moreUploads ? new Exchange(this.#passive.command) : undefined;
      const later = port === undefined ? followUps : [...followUps, port];
      const probe = this.#needsProbe(moreUploads) ? new Exchange(noop) : undefined;
      const isPipelined = this.#canPipeline([...commandsOf(before), store, ...commandsOf(later)]);
      const after = [...(probe === undefined ? [] : [probe]), ...(isPipelined ? later : [])];
      if (before.length + after.length > 0) this.#pipelining.begin();
      const bytesSent = await transfer.run(data, {
        command: store,
        before,
        after,
        move: () => data.send(source, this.#buffers, onProgress),
      });
      if (probe !== undefined) await this.#learnFrom(probe);
      if (!isPipelined) await this.#sendLater(later, followUps);
      const answers = (await this.#control.finalReplies(followUps)).map(this.#inSync);
      const replies = isPipelined ? await this.#confirm(answers, offset + bytesSent) : answers;
      if (port?.isSent === true && this.#pipelining.mode !== 'off') this.#passive.expect(port);
      this.#pipelining.recordUpload();
      return { bytesSent, replies };
    } catch (error) {
      this.#buffers.reset();
      throw error;
    }
  }

  /** Sends REST; false where the server doesn't support it, so that APPE must do. */
  async #restart({ offset = 0, append = false }: Upload): Promise<boolean> {
    if (append) return false;
    if (offset === 0) return true;
    return isIntermediate(await this.#control.execute(command('REST', String(offset))));
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
   * Sends follow-up commands again, on their own, when their replies may be a consequence of pipelining: when they were
   * rejected, or when SIZE isn't the size of the upload. A reply that changes proves that the server doesn't process
   * commands in order. The commands after it were then processed too early as well.
   */
  async #confirm(answers: readonly CommandReply[], sizeBytes: number): Promise<CommandReply[]> {
    const confirmed: CommandReply[] = [];
    let isInOrder = true;
    for (const answer of answers) {
      if (isInOrder && !isDoubtful(answer, sizeBytes)) {
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
    if (isRefusal(reply) || isFileCompletion(reply)) return answer;
    throw this.#control.outOfSync(sent, reply);
  };
}

function commandsOf(exchanges: readonly Exchange[]): Command[] {
  return exchanges.map((exchange) => exchange.command);
}

function isDoubtful({ command: { verb }, reply }: CommandReply, sizeBytes: number): boolean {
  if (isRefusal(reply)) return true;
  const isSize = verb === 'SIZE' && reply.code === replyCode.fileStatus;
  return isSize && Number(reply.lines[0]) !== sizeBytes;
}
