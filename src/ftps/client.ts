import type { ChecksumMethod } from './checksum.ts';
import { chooseChecksum, parseChecksum } from './checksum.ts';
import type { ClientOptions } from './client-options.ts';
import type { Command } from './command.ts';
import { command } from './command.ts';
import type { ControlConnection } from './control-connection.ts';
import type { DataConnection } from './data-connection.ts';
import { ProtocolError, ReplyError } from './errors.ts';
import { Features } from './features.ts';
import { limits } from './limits.ts';
import { discardListing } from './listing.ts';
import { openControlConnection } from './open.ts';
import type { DataConnectionCount } from './passive-connector.ts';
import { PassiveConnector } from './passive-connector.ts';
import type { Reply } from './reply.ts';
import {
  isCompletion,
  isFileCompletion,
  isIntermediate,
  isTransientRefusal,
  showReply,
} from './reply.ts';
import { printable } from './printable.ts';
import { setUpSession } from './session-setup.ts';
import { formatTimeVal } from './time-val.ts';
import type { TlsClient, TlsReport } from './tls-client.ts';
import { upload } from './upload.ts';
import type { UploadSource } from './upload-source.ts';
import { UploadBuffers } from './upload-source.ts';

/** How an upload begins. */
export interface StoreOptions {
  /** Bytes that are on the server already and are not sent again; 0 replaces the file. */
  readonly offset?: number;
  /** Told how many bytes this upload has handed to the network, each time some have been. */
  readonly onProgress?: (bytesSent: number) => void;
}

/** What came of one upload. */
export interface StoreResult {
  readonly bytesSent: number;
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
  readonly #control: ControlConnection;
  readonly #tls: TlsClient | undefined;
  readonly #greeting: string;
  readonly #passive: PassiveConnector;
  readonly #buffers = new UploadBuffers();
  readonly #keepAliveMs: number;
  #features = Features.none;
  #loginDirectory: string | undefined;
  #selectedHash: string | undefined;
  #isPassiveProven = false;
  #transfer: DataConnection | undefined;

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
    this.#passive = new PassiveConnector(options, opened.control, opened.tls);
    this.#keepAliveMs = options.keepAliveMs ?? limits.keepAliveMs;
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
    const setup = await setUpSession(this.#control, credentials, this.#tls !== undefined);
    this.#features = setup.features;
    this.#loginDirectory = setup.loginDirectory;
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

  /** Goes into a directory and back; returns the refusal, if it is one. See {@link directoryExists}. */
  async visit(path: string): Promise<ReplyError | undefined> {
    return this.#visit(path);
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
    this.#transfer = data;
    try {
      await discardListing({ control: this.#control, data, command: list });
    } catch (error) {
      data.abort(error as Error);
      throw error;
    } finally {
      this.#transfer = undefined;
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
    const stor = command('STOR', remotePath);
    const data = await this.#passive.open();
    this.#transfer = data;
    try {
      const mayRestart = await this.#mayRestart(options.offset ?? 0);
      const bytesSent = await upload({
        control: this.#control,
        data,
        command: mayRestart ? stor : command('APPE', remotePath),
        source,
        buffers: this.#buffers,
        connectFirst: !this.#isPassiveProven,
        keepAliveMs: this.#keepAliveMs,
        onProgress: options.onProgress,
      });
      this.#isPassiveProven = true;
      return { bytesSent };
    } catch (error) {
      data.abort(error as Error);
      throw error;
    } finally {
      this.#transfer = undefined;
      this.#passive.close(data);
    }
  }

  /**
   * The size of a file in bytes (RFC 3659 section 4).
   *
   * @returns undefined when the server does not know the command.
   * @throws {@link ReplyError} when it refuses, most often because there is no such file.
   */
  async size(path: string): Promise<number | undefined> {
    const ask = command('SIZE', path);
    const reply = await this.#control.ask(ask);
    if (isNotImplemented(reply)) return undefined;
    if (!isCompletion(reply)) throw new ReplyError(ask, reply);
    if (!isFileCompletion(reply)) throw this.#lostStep(ask, reply);
    const digits = /^\s*(\d{1,15})\b/.exec(reply.lines[0] ?? '')?.[1];
    return digits === undefined ? undefined : Number(digits);
  }

  /**
   * The hash of a file as the server computes it, in lower-case hexadecimal.
   *
   * @throws {@link ReplyError} when the server refuses; {@link ProtocolError} when its answer holds no such hash.
   */
  async checksum(path: string, method: ChecksumMethod): Promise<string> {
    if (method.option !== undefined && this.#selectedHash !== method.option) {
      await this.#control.require(command('OPTS', `HASH ${method.option}`));
      this.#selectedHash = method.option;
    }
    const reply = await this.#control.require(command(method.verb, path));
    const checksum = parseChecksum(reply, method.hash);
    if (checksum !== undefined) return checksum;
    throw new ProtocolError('there is no hash in the reply', {
      received: showReply(reply),
      rfc: 'draft-bryan-ftpext-hash section 3',
    });
  }

  /** Whether RNFR takes a path, which it does for what is there and may be renamed (RFC 959 section 4.1.3). */
  async renameFrom(path: string): Promise<ReplyError | undefined> {
    const from = command('RNFR', path);
    const reply = await this.#control.ask(from);
    return isIntermediate(reply) ? undefined : new ReplyError(from, reply);
  }

  /** Finishes a rename that {@link renameFrom} has begun; returns the refusal, if it is one. */
  async renameTo(path: string): Promise<ReplyError | undefined> {
    return this.#change(command('RNTO', path));
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
  cancelTransfer(reason: Error): void {
    this.#transfer?.abort(reason);
  }

  /** Ends everything at once; whoever waits gets the reason. */
  abandon(reason: Error): void {
    this.#transfer?.abort(reason);
    this.#control.fail(reason);
  }

  /** Says goodbye, waiting at most `waitMs` (3 s unless said) for the answer, and closes. Never throws. */
  async quit(waitMs?: number): Promise<void> {
    await this.#control.quit(command('QUIT'), waitMs);
  }

  // Sends what changes a file; returns the refusal, if it is one.
  async #change(change: Command): Promise<ReplyError | undefined> {
    const reply = await this.#control.ask(change);
    if (isFileCompletion(reply)) return undefined;
    if (isCompletion(reply)) throw this.#lostStep(change, reply);
    return new ReplyError(change, reply);
  }

  // The reply was meant for another command, so every further one would be too.
  #lostStep({ verb }: Command, reply: Reply): ProtocolError {
    const error = new ProtocolError(`${verb} got a reply that it cannot have`, {
      received: showReply(reply),
      rfc: 'RFC 959 section 4.2.1',
    });
    this.#control.fail(error);
    return error;
  }

  // Behind EPSV, since REST must stand right before the command that it is for (RFC 959 section 4.1.3).
  async #mayRestart(offset: number): Promise<boolean> {
    return offset === 0 || isIntermediate(await this.#control.ask(command('REST', String(offset))));
  }

  // Goes there and back; undefined when that works. CWD is the one way to ask that every server knows. Without
  // a known way back nobody goes: the directory is then taken to be there, and STOR tells if it is not.
  async #visit(path: string): Promise<ReplyError | undefined> {
    if (this.#loginDirectory === undefined) return undefined;
    const enter = command('CWD', path);
    const entered = await this.#control.ask(enter);
    if (isTransientRefusal(entered)) throw this.#astray(enter, entered);
    if (!isCompletion(entered)) return new ReplyError(enter, entered);
    const leave = command('CWD', this.#loginDirectory);
    const left = await this.#control.ask(leave);
    if (!isCompletion(left)) throw this.#astray(leave, left);
    return undefined;
  }

  // In which directory the session is now is in doubt, and every relative path with it.
  #astray(change: Command, reply: Reply): ReplyError {
    const error = new ReplyError(change, reply);
    this.#control.fail(error);
    return error;
  }
}

// 500 not understood, 502 and 504 not implemented (RFC 959 section 4.2.2).
function isNotImplemented(reply: Reply): boolean {
  return [500, 502, 504].includes(reply.code);
}
