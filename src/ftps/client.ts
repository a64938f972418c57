import type { ChecksumMethod } from './checksum.ts';
import { chooseChecksum } from './checksum.ts';
import type { ClientOptions } from './client-options.ts';
import type { Command } from './control/command.ts';
import { command } from './control/command.ts';
import type { ControlConnection } from './control/control-connection.ts';
import type { ProbeResult } from './control/directories.ts';
import { DirectoryCommands } from './control/directories.ts';
import type { CommandReply } from './control/exchange.ts';
import { Exchange } from './control/exchange.ts';
import { FileBatches } from './control/file-batches.ts';
import { FileCommands } from './control/file-commands.ts';
import { openControlConnection } from './control/open.ts';
import type { PipelinedRename } from './control/pipelined-rename.ts';
import type { PipeliningMode } from './control/pipelining.ts';
import { Pipelining } from './control/pipelining.ts';
import { PlainNames } from './control/plain-names.ts';
import { setUpSession } from './control/session-setup.ts';
import { WorkingDirectory } from './control/working-directory.ts';
import { discardListing } from './data/listing.ts';
import type { DataConnectionCount } from './data/passive-connector.ts';
import { PassiveConnector } from './data/passive-connector.ts';
import type { Retrieval, RetrievalContext, RetrievalRequest } from './data/retrieval.ts';
import { isRefusedEarly, retrieve } from './data/retrieval.ts';
import { Transfer } from './data/transfer.ts';
import type { UploadSource } from './data/upload-source.ts';
import type { StoreOptions } from './data/upload-batch.ts';
import type { StoreResult } from './data/uploader.ts';
import { Uploader } from './data/uploader.ts';
import { ConnectionLostError } from './connection-errors.ts';
import { FtpsError, ReplyError } from './errors.ts';
import type { Features } from './features.ts';
import { limits } from './limits.ts';
import type { ListingRequest } from './listing/listing-entry.ts';
import type { MachineListing } from './listing/machine-listing.ts';
import { listDirectory } from './listing/machine-listing.ts';
import type { StatusListing } from './listing/status-listing.ts';
import { StatusListings } from './listing/status-listing.ts';
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
  /** Commands on files that need no data connection. */
  readonly files: FileCommands;
  /** For servers that reject paths with directories. */
  readonly plainNames: PlainNames;
  readonly #control: ControlConnection;
  readonly #tls: TlsClient | undefined;
  readonly #greeting: string;
  readonly #keepAliveMs: number;
  readonly #pipelining: Pipelining;
  readonly #passive: PassiveConnector;
  readonly #optional: OptionalParts;
  readonly #working: WorkingDirectory;
  readonly #batches: FileBatches;
  readonly #directories: DirectoryCommands;
  readonly #statusListings: StatusListings;
  readonly #uploader: Uploader;
  readonly #retrieval: RetrievalContext;
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
    const working = new WorkingDirectory(control, optional);
    this.#control = control;
    this.#tls = tls;
    this.#greeting = greeting;
    this.#keepAliveMs = options.keepAliveMs ?? limits.keepAliveMs;
    this.#pipelining = pipelining;
    this.#passive = passive;
    this.#optional = optional;
    this.#working = working;
    const context = { pipelining, optional, working };
    this.#directories = new DirectoryCommands(control, context);
    this.#batches = new FileBatches(control, context);
    this.files = new FileCommands(control, { ...context, batches: this.#batches });
    this.plainNames = new PlainNames(control, context);
    this.#statusListings = new StatusListings(control, context);
    this.#uploader = new Uploader(control, { passive, pipelining });
    this.#retrieval = { control, passive, ...context };
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

  /** The working directory after login, for display; undefined when the server doesn't report it. */
  get loginDirectory(): string | undefined {
    return this.#working.loginDirectory?.toWellFormed();
  }

  /** The server's capabilities; none before the login. */
  get features(): Features {
    return this.files.features;
  }

  /** The strongest hash that the server supports; undefined when it supports none. */
  get checksumMethod(): ChecksumMethod | undefined {
    return chooseChecksum(this.features);
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
    this.files.features = features;
    this.#working.loginDirectory = loginDirectory;
  }

  /** When commands are sent before earlier ones have got their replies. */
  get pipeliningMode(): PipeliningMode {
    return this.#pipelining.mode;
  }

  /** Takes over the pipelining mode of another client of the same server, unless this one has found out its own. */
  adoptPipelining({ pipeliningMode }: FtpsClient): void {
    this.#pipelining.adopt(pipeliningMode);
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

  /** Whether the control connection was lost after a successful upload, before the reply to any other command. */
  get closedAfterUpload(): boolean {
    const { failure, replies } = this.#control;
    return failure instanceof ConnectionLostError && replies === this.#uploader.repliesToUpload;
  }

  /** Creates directories, parents first; see {@link DirectoryCommands.create}. */
  async createDirectories(paths: readonly string[]): Promise<number> {
    return await this.#directories.create(paths);
  }

  /** Looks for several directories; see {@link DirectoryCommands.probeAll}. */
  async probeDirectories(paths: readonly string[]): Promise<ProbeResult[]> {
    return await this.#directories.probeAll(paths);
  }

  /** Finds out whether a directory exists and can be entered; see {@link DirectoryCommands.probe}. */
  async probeDirectory(path: string): Promise<ProbeResult> {
    return await this.#directories.probe(path);
  }

  /** Tests a data connection by listing the working directory; throws what {@link discardListing} throws. */
  async list(): Promise<void> {
    // A server that supports MLSD announces MLST (RFC 3659 section 7.8).
    const list = command(this.features.has('MLST') ? 'MLSD' : 'LIST');
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
    await this.#working.prepare(path);
    const upload = { ...options, path: this.#working.pathOf(path), source };
    const result = await this.#uploader.store(transfer, upload);
    if (upload.path.includes('/')) this.#optional.prove('paths');
    return result;
  }

  /** Retrieves a file into memory; see {@link retrieve}. */
  async retrieve(request: RetrievalRequest): Promise<Retrieval> {
    using transfer = this.#beginTransfer();
    return await retrieve(transfer, request, this.#retrieval);
  }

  /** Whether RETR of a file that is probably missing is refused; see {@link isRefusedEarly}. */
  async isRefusedEarly(path: string): Promise<boolean> {
    return await isRefusedEarly(this.#retrieval, path);
  }

  /** Requests the port for the next transfer, if that saves a round trip. Doesn't wait for the reply. */
  expectTransfer(): void {
    this.#passive.request();
  }

  /** Lists a directory with MLSD; see {@link listDirectory}. */
  async listDirectory(request: ListingRequest): Promise<MachineListing> {
    using transfer = this.#beginTransfer();
    return await listDirectory(transfer, request, this.#working);
  }

  /** Lists directories with STAT; see {@link StatusListings.list}. */
  async listByStatus(requests: readonly ListingRequest[]): Promise<StatusListing[]> {
    return await this.#statusListings.list(requests);
  }

  /**
   * Executes commands that don't depend on each other's replies.
   *
   * @param options.path - The file that they are about; its directory is then entered where necessary.
   * @param options.transferFollows - Whether to request the port for the next transfer in the same write.
   * @returns One reply per command, in the same order.
   */
  async executeAll(
    commands: readonly Command[],
    { path, transferFollows = false }: { path?: string; transferFollows?: boolean } = {},
  ): Promise<CommandReply[]> {
    if (path !== undefined) await this.#working.prepare(path);
    const exchanges = commands.map((one) => new Exchange(one));
    const port =
      transferFollows && this.#pipelining.mode !== 'off' && !this.#passive.isExpecting
        ? new Exchange(this.#passive.command)
        : undefined;
    await this.#pipelining.executeAll(port === undefined ? exchanges : [...exchanges, port]);
    if (port !== undefined) this.#passive.expect(port);
    return await this.#control.finalReplies(exchanges);
  }

  /**
   * Executes commands, each of them on the file at the same index of `paths`. Where the server rejects CWD to the directory
   * of a file, that is the reply.
   *
   * @param options.andQuit - Ends the session with QUIT, in the same write where the server supports it.
   */
  async executeOnFiles(
    commands: readonly Command[],
    paths: readonly string[],
    { andQuit = false, ...options }: { transferFollows?: boolean; andQuit?: boolean } = {},
  ): Promise<CommandReply[]> {
    if (this.#working.usesPlainNames) {
      const answers = await this.#batches.executeEach(commands, paths);
      if (andQuit) await this.quit();
      return answers;
    }
    await this.#working.prepareAll(paths);
    if (!andQuit) return await this.executeAll(commands, options);
    return await this.#pipelining.executeAllAndQuit(commands.map((one) => new Exchange(one)));
  }

  /** See {@link FileCommands.size}. */
  async size(path: string): Promise<number | undefined> {
    return await this.files.size(path);
  }

  /** See {@link FileCommands.prepareRename}. */
  prepareRename(from: string, to: string): PipelinedRename {
    return this.files.prepareRename(from, to);
  }

  /** See {@link FileCommands.delete}. */
  async delete(path: string): Promise<ReplyError | undefined> {
    return await this.files.delete(path);
  }

  /** See {@link FileCommands.modificationTimeCommand}. */
  modificationTimeCommand(path: string, time: Date): Command {
    return this.files.modificationTimeCommand(path, time);
  }

  /** See {@link FileCommands.refusalOf}. */
  refusalOf(answer: CommandReply): ReplyError | undefined {
    return this.files.refusalOf(answer);
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
