import type { ChecksumMethod } from '../checksum.ts';
import type { Command } from './command.ts';
import { pathCommand } from './command.ts';
import type { ControlConnection } from './control-connection.ts';
import { ReplyError } from '../errors.ts';
import type { CommandReply } from './exchange.ts';
import type { Exchange } from './exchange.ts';
import type { FileBatches } from './file-batches.ts';
import { FileHashes } from './file-hashes.ts';
import type { ReportedSize, SizeAnswer } from './file-size.ts';
import { plainBytes, sizeIn } from './file-size.ts';
import { Features } from '../features.ts';
import type { OptionalParts } from '../optional-parts.ts';
import type { RenameResult } from './pipelined-rename.ts';
import { PipelinedRename } from './pipelined-rename.ts';
import type { Pipelining } from './pipelining.ts';
import { fitsWindow } from './pipelining.ts';
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

/** Commands on files that need no data connection: size, hash, rename, deletion, modification time. */
export class FileCommands {
  readonly #control: ControlConnection;
  readonly #pipelining: Pipelining;
  readonly #optional: OptionalParts;
  readonly #working: WorkingDirectory;
  readonly #batches: FileBatches;
  readonly #hashes: FileHashes;
  /** The server's capabilities; none before the login. */
  features = Features.none;

  constructor(
    control: ControlConnection,
    options: {
      readonly pipelining: Pipelining;
      readonly optional: OptionalParts;
      readonly working: WorkingDirectory;
      readonly batches: FileBatches;
    },
  ) {
    this.#control = control;
    this.#pipelining = options.pipelining;
    this.#optional = options.optional;
    this.#working = options.working;
    this.#batches = options.batches;
    this.#hashes = new FileHashes(control, options);
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
    const answers = await this.#batches.executeWhile(commands, paths, isSupported);
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
    return await this.#hashes.of(paths, method);
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
    const answers = await this.#batches.executeAll(deletions, paths);
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
