import { fitsWindow } from './control/batch.ts';
import type { ChecksumMethod } from './checksum.ts';
import { chooseChecksum, parseChecksum } from './checksum.ts';
import type { ClientOptions } from './client-options.ts';
import type { Command } from './control/command.ts';
import { command } from './control/command.ts';
import type { ControlConnection } from './control/control-connection.ts';
import type { DataConnection } from './data/data-connection.ts';
import { DirectoryCommands } from './control/directories.ts';
import { FtpsError, ReplyError } from './errors.ts';
import { Features } from './features.ts';
import { limits } from './limits.ts';
import { outOfSync } from './control/out-of-sync.ts';
import { discardListing } from './data/listing.ts';
import { openControlConnection } from './control/open.ts';
import type { DataConnectionCount } from './data/passive-connector.ts';
import { PassiveConnector } from './data/passive-connector.ts';
import { sanitize } from '../sanitize.ts';
import { PipelinedRename } from './control/pipelined-rename.ts';
import type { Reply } from './control/reply.ts';
import { isCompletion, isFileCompletion, isIntermediate, isRefusal } from './control/reply.ts';
import type { PipeliningMode } from './control/pipelining.ts';
import { PipeliningPolicy } from './control/pipelining.ts';
import { setUpSession } from './control/session-setup.ts';
import { formatTimeVal } from './time-val.ts';
import type { TlsClient, TlsInfo } from './tls/tls-client.ts';
import type { UploadSource } from './data/upload-source.ts';
import type { StoreOptions, StoreResult } from './data/uploader.ts';
import { Uploader } from './data/uploader.ts';

/**
 * An FTPS client for uploads: one control connection, one passive data connection a file.
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
  readonly #passive: PassiveConnector;
  readonly #policy: PipeliningPolicy;
  readonly #uploader: Uploader;
  #features = Features.none;
  #loginDirectory: string | undefined;
  #selectedHash: string | undefined;
  #knowsSize = true;
  #listing: DataConnection | undefined;

  private constructor(
    options: ClientOptions,
    opened: {
      readonly control: ControlConnection;
      readonly tls: TlsClient | undefined;
      readonly greeting: string;
    },
  ) {
    this.#control = opened.control;
    this.#tls = opened.tls;
    this.#greeting = opened.greeting;
    this.#policy = new PipeliningPolicy(options.pipelining ?? true, options.onDialogue);
    this.#passive = new PassiveConnector(options, opened, this.#policy);
    const { keepAliveMs = limits.keepAliveMs } = options;
    this.#uploader = new Uploader(opened.control, this.#passive, this.#policy, keepAliveMs);
  }

  /**
   * Connects, puts TLS on the connection as the mode says, checks the certificate and takes the greeting. Nothing
   * but the TLS handshake (and AUTH TLS) is sent before the certificate has been judged.
   *
   * @throws {@link ConnectionError}, {@link TlsError}, {@link CertificateError}, {@link TimeoutError},
   *   {@link ConnectionLostError}, {@link ReplyError} (greeting or AUTH refused), {@link ProtocolError}.
   */
  static async open(options: ClientOptions): Promise<FtpsClient> {
    return new FtpsClient(options, await openControlConnection(options));
  }

  /** What TLS came to on the control connection; undefined in mode `none`. */
  get tls(): TlsInfo | undefined {
    return this.#tls?.info;
  }

  /** What the server said of itself when it greeted, safe to show. */
  get greeting(): string {
    return sanitize(this.#greeting, limits.greetingCharacters);
  }

  /** The directory that the login led to; undefined when the server does not say. */
  get loginDirectory(): string | undefined {
    return this.#loginDirectory;
  }

  /** What the server says that it can do; nothing before the login. */
  get features(): Features {
    return this.#features;
  }

  /** The strongest hash that the server offers; undefined when it offers none. */
  get checksumMethod(): ChecksumMethod | undefined {
    return chooseChecksum(this.#features);
  }

  get dataConnections(): DataConnectionCount {
    return this.#passive.count;
  }

  /** Why the control connection cannot be used any more; undefined while it can. */
  get failure(): Error | undefined {
    return this.#control.failure;
  }

  /** Logs in and sets the session up; throws what {@link setUpSession} throws. */
  async login(username: string, password: string): Promise<void> {
    const credentials = { username, password };
    const isProtected = this.#tls !== undefined;
    const how = { isProtected, policy: this.#policy };
    const setup = await setUpSession(this.#control, credentials, how);
    this.#features = setup.features;
    this.#loginDirectory = setup.loginDirectory;
  }

  /** When commands are sent before earlier ones have been answered. */
  get pipeliningMode(): PipeliningMode {
    return this.#policy.mode;
  }

  /** Whether the control connection has broken before it was clear that the server takes commands sent ahead. */
  get brokeWhilePipelining(): boolean {
    const { failure } = this.#control;
    return (
      this.#policy.isUnproven && failure instanceof FtpsError && !(failure instanceof ReplyError)
    );
  }

  /**
   * Makes directories, each one's parent before it.
   *
   * @returns How many were made; the others were there before.
   * @throws {@link ReplyError} when one could not be made and is not there: the refusal of MKD, with that of CWD
   *   as its cause.
   */
  async createDirectories(paths: readonly string[]): Promise<number> {
    return await this.#directories.create(paths);
  }

  /** Whether a directory is there and may be entered. */
  async directoryExists(path: string): Promise<boolean> {
    return (await this.#directories.probe(path)) === undefined;
  }

  /** Goes into a directory and back; returns the refusal, if it is one. See {@link directoryExists}. */
  async probeDirectory(path: string): Promise<ReplyError | undefined> {
    return await this.#directories.probe(path);
  }

  /**
   * Has the login directory listed and throws the listing away: a data connection that changes nothing.
   *
   * @throws what {@link discardListing} throws.
   */
  async list(): Promise<void> {
    // RFC 3659 section 7.8: a server with MLSD names MLST.
    const list = command(this.#features.has('MLST') ? 'MLSD' : 'LIST');
    const data = await this.#passive.open();
    this.#listing = data;
    try {
      await discardListing({ control: this.#control, data, command: list });
    } finally {
      this.#listing = undefined;
      this.#passive.close(data);
    }
  }

  /**
   * Uploads to a file: STOR; with an offset REST and STOR, or APPE where the server refuses REST (RFC 3659
   * section 5.3).
   *
   * @throws what {@link upload} throws.
   */
  async store(
    remotePath: string,
    source: UploadSource,
    options: StoreOptions = {},
  ): Promise<StoreResult> {
    const sizeFollows = options.sizeFollows === true && this.#knowsSize;
    return await this.#uploader.store(remotePath, source, { ...options, sizeFollows });
  }

  /**
   * The size of a file in bytes (RFC 3659 section 4).
   *
   * @returns undefined when the server does not know the command.
   * @throws {@link ReplyError} when it refuses, most often because there is no such file.
   */
  async size(path: string): Promise<number | undefined> {
    const ask = command('SIZE', path);
    const reply = this.#uploader.takeSize(path) ?? (await this.#control.execute(ask));
    this.#knowsSize = !isUnsupported(reply);
    if (!this.#knowsSize) return undefined;
    if (!isCompletion(reply)) throw new ReplyError(ask, reply);
    if (!isFileCompletion(reply)) throw outOfSync(this.#control, ask, reply);
    const digits = /^\s*(\d{1,15})\b/.exec(reply.lines[0] ?? '')?.[1];
    if (digits === undefined) throw outOfSync(this.#control, ask, reply);
    return Number(digits);
  }

  /**
   * The hash of a file as the server computes it, in lower-case hexadecimal.
   *
   * @throws {@link ReplyError} when the server refuses; {@link ProtocolError} when its answer holds no such hash.
   */
  async checksum(path: string, method: ChecksumMethod): Promise<string> {
    if (method.option !== undefined && this.#selectedHash !== method.option) {
      await this.#control.expectCompletion(command('OPTS', `HASH ${method.option}`));
      this.#selectedHash = method.option;
    }
    const ask = command(method.verb, path);
    const reply = await this.#control.expectCompletion(ask);
    const checksum = parseChecksum(reply, method.hash);
    if (checksum === undefined) throw outOfSync(this.#control, ask, reply);
    return checksum;
  }

  /** Whether RNFR takes a path, which it does for what is there and may be renamed (RFC 959 section 4.1.3). */
  async renameFrom(path: string): Promise<ReplyError | undefined> {
    const from = command('RNFR', path);
    const reply = await this.#control.execute(from);
    if (isIntermediate(reply)) return undefined;
    if (!isRefusal(reply)) throw outOfSync(this.#control, from, reply);
    return new ReplyError(from, reply);
  }

  /** Finishes a rename that {@link renameFrom} has begun; returns the refusal, if it is one. */
  async renameTo(path: string): Promise<ReplyError | undefined> {
    return this.#change(command('RNTO', path));
  }

  /** A rename in one go, to be sent with an upload or by {@link sendRenames}. */
  prepareRename(from: string, to: string): PipelinedRename {
    return new PipelinedRename(this.#control, from, to);
  }

  /** Sends prepared renames in one write: the first, and as many behind it as servers take at a time. */
  sendRenames(renames: readonly PipelinedRename[]): void {
    const fits = (count: number) =>
      fitsWindow(renames.slice(0, count).flatMap(({ commands }) => commands));
    let count = Math.min(renames.length, 1);
    while (count < renames.length && fits(count + 1)) count += 1;
    const sent = renames.slice(0, count);
    const exchanges = this.#control.send(...sent.flatMap(({ commands }) => commands));
    for (const [index, rename] of sent.entries()) {
      const [from, to] = exchanges.slice(2 * index, 2 * index + 2);
      if (from !== undefined && to !== undefined) rename.markSent(from, to);
    }
  }

  /** Deletes a file; returns the refusal, if it is one. */
  async delete(path: string): Promise<ReplyError | undefined> {
    return this.#change(command('DELE', path));
  }

  /**
   * Sets the time of a file's last modification: MFMT where the server names it (draft-somers-ftp-mfxx section 3.1),
   * else MDTM with two arguments, as vsftpd has it.
   *
   * @returns the refusal, if it is one.
   */
  async setModificationTime(path: string, time: Date): Promise<ReplyError | undefined> {
    const verb = this.#features.has('MFMT') ? 'MFMT' : 'MDTM';
    return this.#change(command(verb, `${formatTimeVal(time)} ${path}`));
  }

  /** Breaks a running transfer off; what the server says to that is still waited for. */
  abortTransfer(reason: Error): void {
    this.#uploader.abort(reason);
    this.#listing?.abort(reason);
  }

  /** Ends everything at once; whoever waits gets the reason. */
  destroy(reason: Error): void {
    this.abortTransfer(reason);
    this.#control.fail(reason);
  }

  /** Says goodbye, waiting at most `waitMs` (3 s unless said) for the answer, and closes. Never throws. */
  async quit(waitMs?: number): Promise<void> {
    await this.#control.quit(command('QUIT'), waitMs);
  }

  // Sends what changes a file; returns the refusal, if it is one.
  async #change(change: Command): Promise<ReplyError | undefined> {
    const reply = await this.#control.execute(change);
    if (isFileCompletion(reply)) return undefined;
    if (isCompletion(reply)) throw outOfSync(this.#control, change, reply);
    return new ReplyError(change, reply);
  }

  get #directories(): DirectoryCommands {
    return new DirectoryCommands(this.#control, this.#loginDirectory, this.#policy);
  }
}

// 500 not understood, 502 and 504 not implemented (RFC 959 section 4.2.2).
function isUnsupported(reply: Reply): boolean {
  return [500, 502, 504].includes(reply.code);
}
