import type { ChecksumMethod } from '../checksum.ts';
import { parseChecksum } from '../checksum.ts';
import type { Command } from './command.ts';
import { command, pathCommand } from './command.ts';
import type { ControlConnection } from './control-connection.ts';
import { ReplyError } from '../errors.ts';
import type { CommandReply } from './exchange.ts';
import { Exchange } from './exchange.ts';
import { Features } from '../features.ts';
import { PipelinedRename } from './pipelined-rename.ts';
import type { Pipelining } from './pipelining.ts';
import { fitsWindow } from './pipelining.ts';
import {
  isCompletion,
  isFileCompletion,
  isFileRefusal,
  isIntermediate,
  isRefusal,
  isUnsupported,
  replyCode,
} from './reply.ts';
import { formatTimeVal, parseTimeVal } from '../time-val.ts';

/** What a server says about the size of a file: bytes, a refusal, or nothing where it doesn't support SIZE. */
export type SizeAnswer = number | ReplyError | undefined;

/** Commands on files that need no data connection: size, hash, rename, deletion, modification time. */
export class FileCommands {
  readonly #control: ControlConnection;
  readonly #pipelining: Pipelining;
  #selectedHash: string | undefined;
  /** The server's capabilities; none before the login. */
  features = Features.none;

  constructor(control: ControlConnection, pipelining: Pipelining) {
    this.#control = control;
    this.#pipelining = pipelining;
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
    const reply = await this.#control.execute(modifiedCommand(path));
    return reply.code === replyCode.fileStatus ? reply.lines[0]?.trim() : undefined;
  }

  /**
   * The sizes of many files, in the order of the paths. The server isn't asked again after it has said that it doesn't
   * support SIZE.
   *
   * @throws {@link ReplyError} when a refusal isn't about the file, such as 421.
   */
  async sizes(paths: readonly string[]): Promise<SizeAnswer[]> {
    const exchanges = paths.map((path) => new Exchange(sizeCommand(path)));
    await this.#pipelining.executeWhile(exchanges, ({ reply }) => !isUnsupported(reply));
    const answers: SizeAnswer[] = [];
    for (const { isSent, command: size, final } of exchanges) {
      answers.push(isSent ? this.#sizeAnswer({ command: size, reply: await final }) : undefined);
    }
    return answers;
  }

  /**
   * Reads the reply to {@link modifiedCommand}.
   *
   * @returns Milliseconds since 1970; undefined when the server doesn't support MDTM, or its reply contains no time.
   * @throws {@link ReplyError} when the server rejects it, usually because the file doesn't exist.
   */
  parseModified({ command: mdtm, reply }: CommandReply): number | undefined {
    if (isUnsupported(reply)) return undefined;
    if (!isCompletion(reply)) throw new ReplyError(mdtm, reply);
    if (!isFileCompletion(reply)) throw this.#control.outOfSync(mdtm, reply);
    return parseTimeVal(reply.lines[0]?.trim() ?? '');
  }

  /** When a file was modified; see {@link parseModified}. */
  async modified(path: string): Promise<number | undefined> {
    const mdtm = modifiedCommand(path);
    return this.parseModified({ command: mdtm, reply: await this.#control.execute(mdtm) });
  }

  /**
   * The hash of a file as the server computes it, in lowercase hexadecimal.
   *
   * @throws {@link ReplyError} when the server rejects it; {@link ProtocolError} when its reply contains no such hash.
   */
  async checksum(path: string, method: ChecksumMethod): Promise<string> {
    const [checksum] = await this.checksums([path], method);
    if (checksum instanceof ReplyError) throw checksum;
    return checksum ?? '';
  }

  /** The hashes of many files, as {@link checksum} returns them; a refusal where the server rejects one. */
  async checksums(
    paths: readonly string[],
    method: ChecksumMethod,
  ): Promise<(string | ReplyError)[]> {
    if (method.option !== undefined && this.#selectedHash !== method.option) {
      await this.#control.expectCompletion(command('OPTS', `HASH ${method.option}`));
      this.#selectedHash = method.option;
    }
    const exchanges = paths.map((path) => new Exchange(pathCommand(method.verb, path)));
    await this.#pipelining.executeAll(exchanges);
    const answers = await this.#control.finalReplies(exchanges);
    return answers.map(({ command: hash, reply }) => {
      if (!isCompletion(reply)) return new ReplyError(hash, reply);
      const checksum = parseChecksum(reply, method.hash);
      if (checksum === undefined) throw this.#control.outOfSync(hash, reply);
      return checksum;
    });
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
    return await this.#change(deleteCommand(path));
  }

  /** Deletes many files, in this order; returns the refusals, undefined where a file was deleted. */
  async deleteAll(paths: readonly string[]): Promise<(ReplyError | undefined)[]> {
    const exchanges = paths.map((path) => new Exchange(deleteCommand(path)));
    await this.#pipelining.executeAll(exchanges);
    return (await this.#control.finalReplies(exchanges)).map((answer) => this.refusalOf(answer));
  }

  /** Removes an empty directory; returns the refusal, if any. Some servers remove a directory that isn't empty. */
  async removeDirectory(path: string): Promise<ReplyError | undefined> {
    return await this.#change(pathCommand('RMD', path));
  }

  /** Creates one directory; returns the refusal, if any, which usually means that the directory exists. */
  async createDirectory(path: string): Promise<ReplyError | undefined> {
    return await this.#change(pathCommand('MKD', path));
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
   * Reads the reply to a command that changes a file or directory.
   *
   * @returns The refusal, if any.
   */
  refusalOf({ command: change, reply }: CommandReply): ReplyError | undefined {
    if (isFileCompletion(reply)) return undefined;
    if (!isRefusal(reply)) throw this.#control.outOfSync(change, reply);
    return new ReplyError(change, reply);
  }

  #sizeAnswer(answer: CommandReply): SizeAnswer {
    return isFileRefusal(answer.reply) && !isUnsupported(answer.reply)
      ? new ReplyError(answer.command, answer.reply)
      : this.parseSize(answer);
  }

  async #change(change: Command): Promise<ReplyError | undefined> {
    return this.refusalOf({ command: change, reply: await this.#control.execute(change) });
  }
}

/** Asks for the size of a file (RFC 3659 section 4); {@link FileCommands.parseSize} reads the reply. */
export function sizeCommand(path: string): Command {
  return pathCommand('SIZE', path);
}

/**
 * Asks when a file was modified (MDTM, RFC 3659 section 3); {@link FileCommands.parseModified} reads the reply. A path that
 * starts with digits is sent with `./` before it: with a time before a space, MDTM would change a file on some servers.
 */
export function modifiedCommand(path: string): Command {
  return pathCommand('MDTM', /^\d/.test(path) ? `./${path}` : path);
}

/** Deletes a file; {@link FileCommands.refusalOf} reads the reply. */
export function deleteCommand(path: string): Command {
  return pathCommand('DELE', path);
}
