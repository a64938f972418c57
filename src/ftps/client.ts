import type { ChecksumMethod } from './checksum.ts';
import { chooseChecksum, parseChecksum } from './checksum.ts';
import type { ClientOptions } from './client-options.ts';
import type { Command } from './control/command.ts';
import { command, pathCommand } from './control/command.ts';
import type { ControlConnection } from './control/control-connection.ts';
import { DirectoryCommands } from './control/directories.ts';
import type { CommandReply } from './control/exchange.ts';
import { Exchange } from './control/exchange.ts';
import { openControlConnection } from './control/open.ts';
import { PipelinedRename } from './control/pipelined-rename.ts';
import type { PipeliningMode } from './control/pipelining.ts';
import { fitsWindow, Pipelining } from './control/pipelining.ts';
import type { Reply } from './control/reply.ts';
import {
  isCompletion,
  isFileCompletion,
  isIntermediate,
  isRefusal,
  replyCode,
} from './control/reply.ts';
import { setUpSession } from './control/session-setup.ts';
import { discardListing } from './data/listing.ts';
import type { DataConnectionCount } from './data/passive-connector.ts';
import { PassiveConnector } from './data/passive-connector.ts';
import { Transfer } from './data/transfer.ts';
import type { UploadSource } from './data/upload-source.ts';
import type { StoreOptions, StoreResult } from './data/uploader.ts';
import { Uploader } from './data/uploader.ts';
import { FtpsError, ReplyError } from './errors.ts';
import { Features } from './features.ts';
import { limits } from './limits.ts';
import { OptionalParts } from './optional-parts.ts';
import { sanitize } from '../sanitize.ts';
import type { TlsClient, TlsInfo } from './tls/tls-client.ts';

/**
 * An FTPS client: one control connection, and one passive data connection per transfer. Transfers run one at a time.
 *
 * @example
 *   const client = await FtpsClient.open(options);
 *   await client.login('deploy', password);
 *   await client.store('www/index.html', source);
 *   await client.quit();
 */
export class FtpsClient {
  readonly #control: ControlConnection;
  readonly #tls: TlsClient | undefined;
  readonly #greeting: string;
  readonly #keepAliveMs: number;
  readonly #pipelining: Pipelining;
  readonly #passive: PassiveConnector;
  readonly #directories: DirectoryCommands;
  readonly #uploader: Uploader;
  #features = Features.none;
  #selectedHash: string | undefined;
  #transfer: Transfer | undefined;

  private constructor(
    options: ClientOptions,
    opened: {
      readonly control: ControlConnection;
      readonly tls: TlsClient | undefined;
      readonly greeting: string;
    },
  ) {
    const { control, tls, greeting } = opened;
    const optional = options.optional ?? new OptionalParts();
    const pipelining = new Pipelining(control, { ...options, optional });
    const passive = new PassiveConnector(options, { control, tls, pipelining, optional });
    this.#control = control;
    this.#tls = tls;
    this.#greeting = greeting;
    this.#keepAliveMs = options.keepAliveMs ?? limits.keepAliveMs;
    this.#pipelining = pipelining;
    this.#passive = passive;
    this.#directories = new DirectoryCommands(control, pipelining);
    this.#uploader = new Uploader(control, { passive, pipelining });
  }

  /**
   * Connects, starts TLS according to the mode, verifies the certificate and waits for the greeting. Only the TLS
   * handshake (and AUTH TLS) is sent before the certificate was verified.
   *
   * @throws {@link ConnectionError}, {@link TlsError}, {@link CertificateError}, {@link TimeoutError},
   *   {@link ConnectionLostError}, {@link ReplyError} (the server rejects the connection or AUTH), {@link ProtocolError}.
   */
  static async open(options: ClientOptions): Promise<FtpsClient> {
    return new FtpsClient(options, await openControlConnection(options));
  }

  /** Protocol, cipher and certificate of the control connection; undefined in mode `none`. */
  get tls(): TlsInfo | undefined {
    return this.#tls?.info;
  }

  /** The first line of the server's greeting, safe to display. */
  get greeting(): string {
    return sanitize(this.#greeting, limits.greetingCharacters);
  }

  /** The working directory after login; undefined when the server doesn't report it. */
  get loginDirectory(): string | undefined {
    return this.#directories.loginDirectory;
  }

  /** The server's capabilities; none before the login. */
  get features(): Features {
    return this.#features;
  }

  /** The strongest hash that the server supports; undefined when it supports none. */
  get checksumMethod(): ChecksumMethod | undefined {
    return chooseChecksum(this.#features);
  }

  get dataConnections(): DataConnectionCount {
    return this.#passive.count;
  }

  /** Why the control connection can no longer be used; undefined as long as it can. */
  get failure(): Error | undefined {
    return this.#control.failure;
  }

  /** Logs in and prepares the session; throws what {@link setUpSession} throws. */
  async login(username: string, password: string): Promise<void> {
    const session = {
      control: this.#control,
      pipelining: this.#pipelining,
      isProtected: this.#tls !== undefined,
    };
    const { features, loginDirectory } = await setUpSession(session, { username, password });
    this.#features = features;
    this.#directories.loginDirectory = loginDirectory;
  }

  /** When commands are sent before earlier ones have got their replies. */
  get pipeliningMode(): PipeliningMode {
    return this.#pipelining.mode;
  }

  /** Whether the control connection has failed before it was clear that the server supports pipelining. */
  get brokeWhilePipelining(): boolean {
    const { failure } = this.#control;
    return (
      this.#pipelining.isUnproven &&
      failure instanceof FtpsError &&
      !(failure instanceof ReplyError)
    );
  }

  /** Creates directories, parents first; see {@link DirectoryCommands.create}. */
  async createDirectories(paths: readonly string[]): Promise<number> {
    return await this.#directories.create(paths);
  }

  /** Whether a directory exists and can be entered. */
  async directoryExists(path: string): Promise<boolean> {
    return (await this.#directories.probe(path)) === undefined;
  }

  /** Changes to a directory and back; returns the refusal, if any. See {@link directoryExists}. */
  async probeDirectory(path: string): Promise<ReplyError | undefined> {
    return await this.#directories.probe(path);
  }

  /** Tests a data connection by listing the login directory; throws what {@link discardListing} throws. */
  async list(): Promise<void> {
    // A server that supports MLSD announces MLST (RFC 3659 section 7.8).
    const list = command(this.#features.has('MLST') ? 'MLSD' : 'LIST');
    using transfer = this.#beginTransfer();
    await discardListing(transfer, list);
  }

  /**
   * Uploads a file: STOR; with an offset REST and STOR, or APPE where the server rejects REST (RFC 3659 section 5.3).
   *
   * @throws what {@link Transfer.open} and {@link Transfer.run} throw.
   */
  async store(
    path: string,
    source: UploadSource,
    options: StoreOptions = {},
  ): Promise<StoreResult> {
    using transfer = this.#beginTransfer();
    return await this.#uploader.store(transfer, { ...options, path, source });
  }

  /**
   * Executes commands that don't depend on each other's replies.
   *
   * @returns One reply per command, in the same order.
   */
  async executeAll(commands: readonly Command[]): Promise<CommandReply[]> {
    const exchanges = commands.map((one) => new Exchange(one));
    await this.#pipelining.executeAll(exchanges);
    return await this.#control.finalReplies(exchanges);
  }

  /** Asks for the size of a file (RFC 3659 section 4); {@link parseSize} reads the reply. */
  sizeCommand(path: string): Command {
    return pathCommand('SIZE', path);
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
    const size = this.sizeCommand(path);
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

  /** Prepares a rename that {@link store} or {@link sendRenames} sends without waiting for replies. */
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
    const verb = this.#features.has('MFMT') ? 'MFMT' : 'MDTM';
    return pathCommand(verb, path, formatTimeVal(time));
  }

  /**
   * Reads the reply to a command that changes a file.
   *
   * @returns The refusal, if any.
   */
  refusalOf({ command: change, reply }: CommandReply): ReplyError | undefined {
    if (isFileCompletion(reply)) return undefined;
    if (isCompletion(reply)) throw this.#control.outOfSync(change, reply);
    return new ReplyError(change, reply);
  }

  /** Aborts a running transfer. The server's reply is still received. */
  abortTransfer(reason: Error): void {
    this.#transfer?.abort(reason);
  }

  /** Closes the control connection at once; everything that waits on it fails with the reason. */
  destroy(reason: Error): void {
    this.abortTransfer(reason);
    this.#control.fail(reason);
  }

  /** Sends QUIT, waits at most `waitMs` milliseconds (default: 3 s) for the reply and disconnects. Never throws. */
  async quit(waitMs?: number): Promise<void> {
    await this.#control.quit(waitMs);
  }

  async #change(change: Command): Promise<ReplyError | undefined> {
    return this.refusalOf({ command: change, reply: await this.#control.execute(change) });
  }

  #beginTransfer(): Transfer {
    if (this.#transfer !== undefined) throw new Error('Another transfer is running.');
    const context = {
      control: this.#control,
      passive: this.#passive,
      keepAliveMs: this.#keepAliveMs,
    };
    this.#transfer = new Transfer(context, () => {
      this.#transfer = undefined;
    });
    return this.#transfer;
  }
}

/** The server doesn't support a command or its parameter (RFC 959 section 4.2.2). */
function isUnsupported(reply: Reply): boolean {
  const codes: readonly number[] = [
    replyCode.unknownCommand,
    replyCode.notImplemented,
    replyCode.parameterNotImplemented,
  ];
  return codes.includes(reply.code);
}

/** Formats a time as `YYYYMMDDHHMMSS` in UTC, without fractions of a second (RFC 3659 section 2.3). */
export function formatTimeVal(time: Date): string {
  return time.toISOString().slice(0, 19).replace(/\D/g, '');
}
