import type { ChecksumMethod } from '../checksum.ts';
import { parseChecksum } from '../checksum.ts';
import type { Command } from './command.ts';
import { command, pathCommand } from './command.ts';
import type { ControlConnection } from './control-connection.ts';
import { ReplyError } from '../errors.ts';
import type { CommandReply } from './exchange.ts';
import { Exchange } from './exchange.ts';
import { Features } from '../features.ts';
import type { OptionalParts } from '../optional-parts.ts';
import type { RenameResult } from './pipelined-rename.ts';
import { PipelinedRename } from './pipelined-rename.ts';
import type { Pipelining } from './pipelining.ts';
import { fitsWindow } from './pipelining.ts';
import type { Reply } from './reply.ts';
import {
  isCompletion,
  isFileCompletion,
  isFileRefusal,
  isIntermediate,
  isRefusal,
  isSizeReply,
  isUnsupported,
  replyCode,
} from './reply.ts';
import { formatTimeVal, parseTimeVal } from '../time-val.ts';
import type { WorkingDirectory } from './working-directory.ts';

/** The size of a file according to the server. */
export interface ReportedSize {
  readonly bytes: number;
  /** Whether the reply contains nothing else. Otherwise the number may have another meaning. */
  readonly isPlain: boolean;
}

/** What a server says about the size of a file: bytes, a refusal, or nothing certain. */
export type SizeAnswer = number | ReplyError | undefined;

/** Commands on files that need no data connection: size, hash, rename, deletion, modification time. */
export class FileCommands {
  readonly #control: ControlConnection;
  readonly #pipelining: Pipelining;
  readonly #optional: OptionalParts;
  readonly #working: WorkingDirectory;
  #selectedHash: string | undefined;
  /** The server's capabilities; none before the login. */
  features = Features.none;

  constructor(
    control: ControlConnection,
    options: {
      readonly pipelining: Pipelining;
      readonly optional: OptionalParts;
      readonly working: WorkingDirectory;
    },
  ) {
    this.#control = control;
    this.#pipelining = options.pipelining;
    this.#optional = options.optional;
    this.#working = options.working;
  }

  /** Asks for the size of a file (RFC 3659 section 4); {@link parseSize} reads the reply. */
  sizeCommand(path: string): Command {
    return this.#command('SIZE', path);
  }

  /**
   * Reads the reply to {@link sizeCommand}.
   *
   * @returns undefined when the server doesn't support SIZE, or its reply contains no size.
   * @throws {@link ReplyError} when the server rejects it, usually because the file doesn't exist.
   */
  parseSize({ command: size, reply }: CommandReply): ReportedSize | undefined {
    if (isUnsupported(reply)) return undefined;
    if (!isCompletion(reply)) throw new ReplyError(size, reply);
    if (!isSizeReply(reply)) throw this.#control.outOfSync(size, reply);
    const reported = sizeIn(reply);
    if (reported !== undefined) this.#optional.prove('size');
    return reported;
  }

  /** The size of a file in bytes; undefined when the server doesn't report it. See {@link parseSize}. */
  async size(path: string): Promise<number | undefined> {
    if (!this.#optional.isUsable('size')) return undefined;
    await this.#working.prepare(path);
    const size = this.sizeCommand(path);
    const reported = this.parseSize({ command: size, reply: await this.#control.execute(size) });
    return plainBytes(reported);
  }

  /** The modification time of a file as the server reports it (RFC 3659 section 3); undefined when it doesn't. */
  async modificationTime(path: string): Promise<string | undefined> {
    await this.#working.prepare(path);
    const reply = await this.#control.execute(this.modifiedCommand(path));
    return reply.code === replyCode.fileStatus ? reply.lines[0]?.trim() : undefined;
  }

  /**
   * The sizes of many files, in the order of the paths. The server isn't asked again after it has said that it doesn't
   * support SIZE.
   *
   * @throws {@link ReplyError} when a refusal isn't about the file, such as 421.
   */
  async sizes(paths: readonly string[]): Promise<SizeAnswer[]> {
    if (!this.#optional.isUsable('size')) return paths.map(() => undefined);
    const isSupported = ({ reply }: CommandReply) => !isUnsupported(reply);
    const commands = paths.map((path) => this.sizeCommand(path));
    const answers = this.#working.usesPlainNames
      ? await this.executeEach(commands, paths, isSupported)
      : await this.#executeWhile(commands, paths, isSupported);
    return paths.map((_path, index) => {
      const answer = answers[index];
      return answer === undefined ? undefined : this.#sizeAnswer(answer);
    });
  }

  /**
   * Asks when a file was modified (MDTM, RFC 3659 section 3); {@link parseModified} reads the reply. A path that starts with
   * digits is sent with `./` before it: with a time before a space, MDTM would change a file on some servers.
   */
  modifiedCommand(path: string): Command {
    const sent = this.#working.pathOf(path);
    return pathCommand('MDTM', /^\d/.test(sent) ? `./${sent}` : sent);
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
    await this.#working.prepare(path);
    const mdtm = this.modifiedCommand(path);
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
    const hashing = paths.map((path) => this.#command(method.verb, path));
    const answers = await this.#executeAll(hashing, paths);
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
    await this.#working.prepare(path);
    const from = this.#command('RNFR', path);
    const reply = await this.#control.execute(from);
    if (isIntermediate(reply)) return undefined;
    if (!isRefusal(reply)) throw this.#control.outOfSync(from, reply);
    return new ReplyError(from, reply);
  }

  /** Completes a rename that {@link renameFrom} has started; returns the refusal, if any. */
  async renameTo(path: string): Promise<ReplyError | undefined> {
    return await this.#change(this.#command('RNTO', path));
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

  /**
   * Renames a file within its directory, in one write if possible.
   *
   * @param following - Commands to execute after that, in the same write.
   */
  async rename(
    from: string,
    to: string,
    following: readonly Command[] = [],
  ): Promise<RenameResult> {
    if (this.#pipelining.mode === 'off' || this.#working.usesPlainNames) {
      return { refusal: (await this.renameFrom(from)) ?? (await this.renameTo(to)), replies: [] };
    }
    await this.#working.prepareAll([from, to]);
    return await this.prepareRename(from, to).execute(following);
  }

  /** Deletes a file; {@link refusalOf} reads the reply. */
  deleteCommand(path: string): Command {
    return this.#command('DELE', path);
  }

  /** Deletes a file; returns the refusal, if any. */
  async delete(path: string): Promise<ReplyError | undefined> {
    await this.#working.prepare(path);
    return await this.#change(this.deleteCommand(path));
  }

  /** Deletes many files, in this order; returns the refusals, undefined where a file was deleted. */
  async deleteAll(paths: readonly string[]): Promise<(ReplyError | undefined)[]> {
    const deletions = paths.map((path) => this.deleteCommand(path));
    const answers = await this.#executeAll(deletions, paths);
    return answers.map((answer) => this.refusalOf(answer));
  }

  /** Removes an empty directory; returns the refusal, if any. Some servers remove a directory that isn't empty. */
  async removeDirectory(path: string): Promise<ReplyError | undefined> {
    await this.#working.prepare(path);
    return await this.#change(this.#command('RMD', path));
  }

  /** Creates one directory; returns the refusal, if any, which usually means that the directory exists. */
  async createDirectory(path: string): Promise<ReplyError | undefined> {
    await this.#working.prepare(path);
    return await this.#change(this.#command('MKD', path));
  }

  /**
   * Sets the modification time of a file: MFMT if the server announces it (draft-somers-ftp-mfxx section 3.1), otherwise
   * MDTM with two arguments, as vsftpd supports it. {@link refusalOf} reads the reply.
   */
  modificationTimeCommand(path: string, time: Date): Command {
    const verb = this.features.has('MFMT') ? 'MFMT' : 'MDTM';
    return this.#command(verb, path, formatTimeVal(time));
  }

  /** Sets the mode of a file, on servers that support SITE CHMOD; {@link refusalOf} reads the reply. */
  modeCommand(path: string, mode: string): Command {
    return this.#command('SITE', path, `CHMOD ${mode}`);
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

  /**
   * Executes commands one at a time, each in the directory of the file at the same index of `paths`.
   *
   * @param shouldContinue - No more commands are sent once it has returned `false`.
   * @returns One reply per command that was sent: that to CWD where the server rejects it.
   */
  async executeEach(
    commands: readonly Command[],
    paths: readonly string[],
    shouldContinue: (answer: CommandReply) => boolean = () => true,
  ): Promise<CommandReply[]> {
    const answers: CommandReply[] = [];
    for (const [index, sent] of commands.entries()) {
      const refusal = await this.#working.enter(paths[index] ?? '');
      const answer = refusal ?? { command: sent, reply: await this.#control.execute(sent) };
      answers.push(answer);
      if (!shouldContinue(answer)) break;
    }
    return answers;
  }

  /** Executes commands in one write if possible; see {@link executeEach}. */
  async #executeAll(
    commands: readonly Command[],
    paths: readonly string[],
  ): Promise<CommandReply[]> {
    if (this.#working.usesPlainNames) return await this.executeEach(commands, paths);
    await this.#working.prepareAll(paths);
    const exchanges = commands.map((one) => new Exchange(one));
    await this.#pipelining.executeAll(exchanges);
    return await this.#control.finalReplies(exchanges);
  }

  async #executeWhile(
    commands: readonly Command[],
    paths: readonly string[],
    shouldContinue: (answer: CommandReply) => boolean,
  ): Promise<CommandReply[]> {
    await this.#working.prepareAll(paths);
    const exchanges = commands.map((one) => new Exchange(one));
    await this.#pipelining.executeWhile(exchanges, shouldContinue);
    return await this.#control.finalReplies(exchanges.filter(({ isSent }) => isSent));
  }

  #sizeAnswer(answer: CommandReply): SizeAnswer {
    return isFileRefusal(answer.reply) && !isUnsupported(answer.reply)
      ? new ReplyError(answer.command, answer.reply)
      : plainBytes(this.parseSize(answer));
  }

  #command(verb: string, path: string, parameters?: string): Command {
    return pathCommand(verb, this.#working.pathOf(path), parameters);
  }

  async #change(change: Command): Promise<ReplyError | undefined> {
    return this.refusalOf({ command: change, reply: await this.#control.execute(change) });
  }
}

/**
 * The size in a 213 reply: its last number, because some servers write a sentence (`213 File size: 3500`).
 *
 * @returns undefined when there is none, as in ftp-srv's `213 File status` for an empty file.
 */
export function sizeIn(reply: Reply): ReportedSize | undefined {
  if (reply.code !== replyCode.fileStatus) return undefined;
  const text = reply.lines.join(' ').trim();
  const digits = /(?<!\d)(\d{1,15})(?!\d)\D*$/.exec(text)?.[1];
  return digits === undefined ? undefined : { bytes: Number(digits), isPlain: digits === text };
}

/** The size that a reply certainly means. */
function plainBytes(size: ReportedSize | undefined): number | undefined {
  return size?.isPlain === true ? size.bytes : undefined;
}
