import type { ClientOptions } from './client-options.ts';
import type { Command } from './command.ts';
import { command } from './command.ts';
import type { ControlConnection } from './control-connection.ts';
import { DataConnection } from './data-connection.ts';
import { note } from './dialogue.ts';
import { ReplyError } from './errors.ts';
import { limits } from './limits.ts';
import { openControlConnection } from './open.ts';
import { parseExtendedPassiveReply, parsePassiveReply } from './passive-mode.ts';
import { parsePathname } from './pathname.ts';
import { printable } from './printable.ts';
import { isCompletion, isIntermediate, replyCode } from './reply.ts';
import type { TlsClient, TlsReport } from './tls-client.ts';
import { upload } from './upload.ts';
import type { UploadSource } from './upload-source.ts';
import { UploadBuffers } from './upload-source.ts';

/** What came of one upload. */
export interface StoreResult {
  readonly bytesSent: number;
}

/** How many data connections were made, and how many of them resumed the control connection's TLS session. */
export interface DataConnectionCount {
  readonly total: number;
  readonly resumed: number;
}

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
  readonly #options: ClientOptions;
  readonly #control: ControlConnection;
  readonly #tls: TlsClient | undefined;
  readonly #buffers = new UploadBuffers();
  readonly #greeting: string;
  #passiveCommand: 'EPSV' | 'PASV' = 'EPSV';
  #loginDirectory: string | undefined;
  #isPassiveProven = false;
  #dataConnections = 0;
  #dataConnectionsResumed = 0;

  private constructor(
    options: ClientOptions,
    opened: {
      readonly control: ControlConnection;
      readonly tls: TlsClient | undefined;
      readonly greeting: string;
    },
  ) {
    this.#options = options;
    this.#control = opened.control;
    this.#tls = opened.tls;
    this.#greeting = opened.greeting;
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
  get tls(): TlsReport | undefined {
    return this.#tls?.report;
  }

  /** What the server said of itself when it greeted, safe to show. */
  get greeting(): string {
    return printable(this.#greeting, limits.greetingCharacters);
  }

  /** The directory that the login led to; undefined when the server does not say. */
  get loginDirectory(): string | undefined {
    return this.#loginDirectory;
  }

  get dataConnections(): DataConnectionCount {
    return { total: this.#dataConnections, resumed: this.#dataConnectionsResumed };
  }

  /** Why the control connection cannot be used any more; undefined while it can. */
  get failure(): Error | undefined {
    return this.#control.failure;
  }

  /**
   * Logs in and sets the session up for binary uploads with protected data connections (RFC 959 section 5.4,
   * RFC 4217 section 9): USER, PASS, PBSZ 0, PROT P, TYPE I, STRU F, MODE S.
   *
   * @throws {@link ReplyError} when the login, PBSZ, PROT or TYPE is refused. STRU F and MODE S are the
   *   defaults, so a refusal of those changes nothing.
   */
  async login(username: string, password: string): Promise<void> {
    await this.#authenticate(username, password);
    if (this.#tls !== undefined) {
      await this.#control.require(command('PBSZ', '0'));
      await this.#control.require(command('PROT', 'P'));
    }
    await this.#speakUtf8();
    await this.#control.require(command('TYPE', 'I'));
    await this.#control.ask(command('STRU', 'F'));
    await this.#control.ask(command('MODE', 'S'));
    const pathname = await this.#control.ask(command('PWD'));
    if (pathname.code === replyCode.pathname) this.#loginDirectory = parsePathname(pathname);
  }

  /**
   * Makes one directory; its parent must exist.
   *
   * @returns Whether it was made; false when it was there before.
   * @throws {@link ReplyError} when it could not be made and is not there: the refusal of MKD, with that of CWD
   *   as its cause.
   */
  async makeDirectory(path: string): Promise<boolean> {
    const make = command('MKD', path);
    const made = await this.#control.ask(make);
    if (isCompletion(made)) return true;
    // "Exists" is 550 here, 521 there, and 550 is "no permission" as well: only going there tells.
    const refusal = await this.#visit(path);
    if (refusal === undefined) return false;
    throw new ReplyError(make, made, { cause: refusal });
  }

  /** Whether a directory is there and may be entered. */
  async directoryExists(path: string): Promise<boolean> {
    return (await this.#visit(path)) === undefined;
  }

  /**
   * Uploads to a file, replacing what it held (STOR).
   *
   * @throws what {@link upload} throws.
   */
  async store(remotePath: string, source: UploadSource): Promise<StoreResult> {
    const store = command('STOR', remotePath);
    const data = await this.#openDataConnection();
    try {
      const bytesSent = await upload({
        control: this.#control,
        data,
        command: store,
        source,
        buffers: this.#buffers,
        connectFirst: !this.#isPassiveProven,
      });
      this.#isPassiveProven = true;
      return { bytesSent };
    } finally {
      this.#countDataConnection(data);
    }
  }

  /** Says goodbye, waiting a bounded time for the answer, and closes. Never throws. */
  async quit(): Promise<void> {
    await this.#control.quit(command('QUIT'));
  }

  async #authenticate(username: string, password: string): Promise<void> {
    const user = command('USER', username);
    const answer = await this.#control.ask(user);
    if (answer.code === replyCode.loggedIn) return;
    if (!isIntermediate(answer)) throw new ReplyError(user, answer);
    this.#control.hide(password);
    await this.#control.require(command('PASS', password));
  }

  // FEAT may be unknown (RFC 2389); names go out as UTF-8 in any case (RFC 2640).
  async #speakUtf8(): Promise<void> {
    const features = await this.#control.ask(command('FEAT'));
    if (!isCompletion(features)) return;
    const offersUtf8 = features.lines.some((line) => /^\s*UTF-?8\b/i.test(line));
    if (offersUtf8) await this.#control.ask(command('OPTS', 'UTF8 ON'));
  }

  // Goes there and back; undefined when that works. CWD is the one way to ask that every server knows. Without
  // a known way back nobody goes: the directory is then taken to be there, and STOR tells if it is not.
  async #visit(path: string): Promise<ReplyError | undefined> {
    if (this.#loginDirectory === undefined) return undefined;
    const enter = command('CWD', path);
    const entered = await this.#control.ask(enter);
    if (!isCompletion(entered)) return new ReplyError(enter, entered);
    await this.#control.require(command('CWD', this.#loginDirectory));
    return undefined;
  }

  async #openDataConnection(): Promise<DataConnection> {
    const port = await this.#enterPassiveMode();
    const { endpoint, timeoutMs } = this.#options;
    // Always the control connection's peer (RFC 4217 section 10 knows no other): an address in a 227 reply is
    // wrong behind NAT, and could point anywhere.
    const host = this.#control.peerAddress ?? endpoint.host;
    return new DataConnection({ endpoint: { host, port }, tls: this.#tls, timeoutMs });
  }

  async #enterPassiveMode(): Promise<number> {
    if (this.#passiveCommand === 'EPSV') {
      const port = await this.#tryExtendedPassive(command('EPSV'));
      if (port !== undefined) return port;
      this.#passiveCommand = 'PASV';
    }
    const passive = command('PASV');
    const reply = await this.#control.ask(passive);
    if (reply.code !== replyCode.passiveMode) throw new ReplyError(passive, reply);
    return parsePassiveReply(reply);
  }

  // Undefined where the server cannot do EPSV, or does it wrongly.
  async #tryExtendedPassive(extended: Command): Promise<number | undefined> {
    const reply = await this.#control.ask(extended);
    if (reply.code >= 400 && reply.code < 500) throw new ReplyError(extended, reply);
    if (reply.code !== replyCode.extendedPassiveMode) return undefined;
    try {
      return parseExtendedPassiveReply(reply);
    } catch {
      this.#options.onDialogue(note('The 229 reply has no usable port; trying PASV.'));
      return undefined;
    }
  }

  #countDataConnection(data: DataConnection): void {
    if (this.#tls !== undefined && data.resumed === undefined) return;
    this.#dataConnections += 1;
    if (data.resumed === true) this.#dataConnectionsResumed += 1;
    this.#options.onDialogue(
      note(
        `data connection: ${data.resumed === true ? 'TLS session resumed' : 'TLS session not resumed'}`,
      ),
    );
  }
}
