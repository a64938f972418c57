import { pathCommand } from '../control/command.ts';
import type { ControlConnection } from '../control/control-connection.ts';
import type { CommandReply } from '../control/exchange.ts';
import { sizeIn } from '../control/file-size.ts';
import type { Pipelining } from '../control/pipelining.ts';
import { fitsWindow } from '../control/pipelining.ts';
import {
  isFileCompletion,
  isRefusal,
  isSameReply,
  isSizeReply,
  replyCode,
} from '../control/reply.ts';
import type { UploadBatch } from './upload-batch.ts';
import { commandsOf } from './upload-batch.ts';

/** The file that a confirmed upload has left. */
interface UploadedFile {
  readonly path: string;
  readonly sizeBytes: number;
}

/** The commands that follow an upload: sends them unless they were pipelined, and checks their replies. */
export class FollowUps {
  readonly #control: ControlConnection;
  readonly #pipelining: Pipelining;

  constructor(control: ControlConnection, pipelining: Pipelining) {
    this.#control = control;
    this.#pipelining = pipelining;
  }

  /**
   * Executes what follows a confirmed upload.
   *
   * @returns The final reply to each follow-up command.
   */
  async execute(batch: UploadBatch, { path, sizeBytes }: UploadedFile): Promise<CommandReply[]> {
    const { followUps, later, isPipelined } = batch;
    const isShared = isPipelined || (later.length > 1 && this.#pipelining.mode !== 'off');
    if (!isPipelined) await this.#send(batch);
    const answers = await this.#control.finalReplies(followUps);
    const size = pathCommand('SIZE', path);
    return await this.#confirm(answers, (answer) => {
      const isSize = isPipelined && answer.command.line === size.line;
      return isDoubtful(answer, { isShared, sizeBytes: isSize ? sizeBytes : undefined });
    });
  }

  /** Sends what follows in one write if possible, otherwise without the command for the next port. */
  async #send({ followUps, later }: UploadBatch): Promise<void> {
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
