import type { ChecksumMethod } from '../checksum.ts';
import { parseChecksum } from '../checksum.ts';
import type { Command } from './command.ts';
import { command, pathCommand } from './command.ts';
import type { ControlConnection } from './control-connection.ts';
import { ReplyError } from '../errors.ts';
import type { CommandReply, Exchange } from './exchange.ts';
import { Features } from '../features.ts';
import { PipelinedRename } from './pipelined-rename.ts';
import { fitsWindow } from './pipelining.ts';
import {
  isCompletion,
  isFileCompletion,
  isIntermediate,
  isRefusal,
  isUnsupported,
  replyCode,
} from './reply.ts';

/** Commands on single files that need no data connection: size, hash, rename, deletion, modification time. */
export class FileCommands {
  readonly #control: ControlConnection;
  #selectedHash: string | undefined;
  /** The server's capabilities; none before the login. */
  features = Features.none;

  constructor(control: ControlConnection) {
    this.#control = control;
  }

  /**
   * Reads the reply to {@link sizeCommand}.
   *
   * @returns Bytes; undefined when the server doesn't support SIZE.
   * @throws {@link ReplyError} when the server rejects it, usually because the file doesn't exist.
   */
  parseSize({ command: size, reply }: CommandReply): number | undefined {
    if (isUnsupported(reply)) return undefined;
    if (!isCompletion(reply)) throw new ReplyError(size, reply);
    const digits = /^\s*(\d{1,15})\b/.exec(reply.lines[0] ?? '')?.[1];
    if (!isFileCompletion(reply) || digits === undefined)
      throw this.#control.outOfSync(size, reply);
    return Number(digits);
  }

  /** The size of a file; see {@link parseSize}. */
  async size(path: string): Promise<number | undefined> {
    const size = sizeCommand(path);
    return this.parseSize({ command: size, reply: await this.#control.execute(size) });
  }

  /** The modification time of a file as the server reports it (RFC 3659 section 3); undefined when it doesn't. */
  async modificationTime(path: string): Promise<string | undefined> {
    const reply = await this.#control.execute(pathCommand('MDTM', path));
    return reply.code === replyCode.fileStatus ? reply.lines[0]?.trim() : undefined;
  }

  /**
   * The hash of a file as the server computes it, in lowercase hexadecimal.
   *
   * @throws {@link ReplyError} when the server rejects it; {@link ProtocolError} when its reply contains no such hash.
   */
  async checksum(path: string, method: ChecksumMethod): Promise<string> {
    if (method.option !== undefined && this.#selectedHash !== method.option) {
      await this.#control.expectCompletion(command('OPTS', `HASH ${method.option}`));
      this.#selectedHash = method.option;
    }
    const hash = pathCommand(method.verb, path);
    const reply = await this.#control.expectCompletion(hash);
    const checksum = parseChecksum(reply, method.hash);
    if (checksum === undefined) throw this.#control.outOfSync(hash, reply);
    return checksum;
  }

  /**
   * Starts a rename (RFC 959 section 4.1.3), which also shows that the file exists.
   *
   * @returns The refusal, if any.
   */
  async renameFrom(path: string): Promise<ReplyError | undefined> {
    const from = pathCommand('RNFR', path);
    const reply = await this.#control.execute(from);
    if (isIntermediate(reply)) return undefined;
    if (!isRefusal(reply)) throw this.#control.outOfSync(from, reply);
    return new ReplyError(from, reply);
  }

  /** Completes a rename that {@link renameFrom} has started; returns the refusal, if any. */
  async renameTo(path: string): Promise<ReplyError | undefined> {
    return await this.#change(pathCommand('RNTO', path));
  }

  /** Prepares a rename that an upload or {@link sendRenames} sends without waiting for replies. */
  prepareRename(from: string, to: string): PipelinedRename {
    return new PipelinedRename(this.#control, from, to);
  }

  /** Sends prepared renames in one write: the first one, and as many others as servers accept at a time. */
  sendRenames(renames: readonly PipelinedRename[]): void {
    const sent: Exchange[] = [];
    for (const { exchanges } of renames) {
      const commands = [...sent, ...exchanges].map((exchange) => exchange.command);
      if (sent.length > 0 && !fitsWindow(commands)) break;
      sent.push(...exchanges);
    }
    this.#control.send(sent);
  }

  /** Deletes a file; returns the refusal, if any. */
  async delete(path: string): Promise<ReplyError | undefined> {
    return await this.#change(pathCommand('DELE', path));
  }

  /**
   * Sets the modification time of a file: MFMT if the server announces it (draft-somers-ftp-mfxx section 3.1), otherwise
   * MDTM with two arguments, as vsftpd supports it. {@link refusalOf} reads the reply.
   */
  modificationTimeCommand(path: string, time: Date): Command {
    const verb = this.features.has('MFMT') ? 'MFMT' : 'MDTM';
    return pathCommand(verb, path, formatTimeVal(time));
  }

  /**
   * Reads the reply to a command that changes a file.
   *
   * @returns The refusal, if any.
   */
  refusalOf({ command: change, reply }: CommandReply): ReplyError | undefined {
    if (isFileCompletion(reply)) return undefined;
    if (!isRefusal(reply)) throw this.#control.outOfSync(change, reply);
    return new ReplyError(change, reply);
  }

  async #change(change: Command): Promise<ReplyError | undefined> {
    return this.refusalOf({ command: change, reply: await this.#control.execute(change) });
  }
}

/** Asks for the size of a file (RFC 3659 section 4); {@link FileCommands.parseSize} reads the reply. */
export function sizeCommand(path: string): Command {
  return pathCommand('SIZE', path);
}

/** Formats a time as `YYYYMMDDHHMMSS` in UTC, without fractions of a second (RFC 3659 section 2.3). */
export function formatTimeVal(time: Date): string {
  return time.toISOString().slice(0, 19).replace(/\D/g, '');
}
