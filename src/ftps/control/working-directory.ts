import type { Command } from './command.ts';
import { command, isOneLine, pathCommand } from './command.ts';
import type { ControlConnection } from './control-connection.ts';
import type { CommandReply } from './exchange.ts';
import { CommandError, ReplyError } from '../errors.ts';
import type { OptionalParts } from '../optional-parts.ts';
import type { Reply } from './reply.ts';
import { formatReply, isCompletion, isFileCompletion, isTransientRefusal } from './reply.ts';

/**
 * The working directory of a session, which relative paths start from. The client leaves it only to look for directories,
 * and on servers that accept no paths with directories. It goes back before the next command with a relative path: there
 * are servers on which that fails, and absolute paths don't need it.
 */
export class WorkingDirectory {
  readonly #control: ControlConnection;
  readonly #optional: OptionalParts;
  /** The working directory after login; undefined when the server doesn't report it. */
  loginDirectory: string | undefined;
  /** The directory that was entered last; empty in the login directory, undefined when unknown. */
  #current: string | undefined = '';
  #triesPlainNames = false;

  constructor(control: ControlConnection, optional: OptionalParts) {
    this.#control = control;
    this.#optional = optional;
  }

  /** Whether the client can change to the login directory. */
  get canReturn(): boolean {
    const { loginDirectory } = this;
    if (loginDirectory === undefined || !isOneLine(loginDirectory)) return false;
    return this.#optional.isUsable('login-directory');
  }

  /** Whether commands name files without their directory, which the client changes to before. */
  get usesPlainNames(): boolean {
    return this.#triesPlainNames || !this.#optional.isUsable('paths');
  }

  /** Uses plain names in this session until the second call. */
  tryPlainNames(tries: boolean): void {
    this.#triesPlainNames = tries;
  }

  /** The path of a file as commands must name it, after {@link prepare}. */
  pathOf(path: string): string {
    return this.usesPlainNames ? path.slice(path.lastIndexOf('/') + 1) : path;
  }

  /**
   * Changes to the directory that the path of a file starts from, unless it is the working directory.
   *
   * @throws {@link ReplyError} when the server rejects CWD.
   */
  async prepare(path: string): Promise<void> {
    const refusal = await this.enter(path);
    if (refusal !== undefined) throw new ReplyError(refusal.command, refusal.reply);
  }

  /** As {@link prepare}, but returns the refusal of the directory. */
  async enter(path: string): Promise<CommandReply | undefined> {
    if (!this.usesPlainNames) {
      if (isRelative(path)) await this.return();
      return undefined;
    }
    const directory = directoryOf(path);
    if (directory === this.#current) return undefined;
    if (isRelative(directory)) await this.return();
    if (directory === '') return undefined;
    this.#current = undefined;
    const change = pathCommand('CWD', directory);
    const reply = await this.#control.execute(change);
    if (!this.isAccepted(change, reply)) return { command: change, reply };
    this.#current = directory;
    return undefined;
  }

  /** Prepares for commands on several files, named by their paths, in one write. */
  async prepareAll(paths: readonly string[]): Promise<void> {
    if (paths.some(isRelative)) await this.return();
  }

  /**
   * Changes to the login directory, unless it is the working directory.
   *
   * @throws {@link ReplyError} when the server rejects that. The connection is then closed: relative paths lead to another
   *   place now. Directories aren't looked up in the next session, so the client won't leave it.
   */
  async return(): Promise<void> {
    if (this.#current === '') return;
    const { loginDirectory: home } = this;
    if (home === undefined || !this.canReturn) {
      const error = new CommandError('CWD', 'the login directory is unknown');
      this.#control.fail(error);
      throw error;
    }
    // Sent exactly as the server reported it.
    const back = command('CWD', home);
    const reply = await this.#control.execute(back);
    if (this.isAccepted(back, reply)) this.#current = '';
    else throw this.rejectReturn(new ReplyError(back, reply));
  }

  /**
   * Whether CWD was accepted. A wrong answer would put files into another directory.
   *
   * @throws {@link ProtocolError} when the reply was clearly meant for another command.
   */
  isAccepted(change: Command, reply: Reply): boolean {
    if (!isCompletion(reply)) return false;
    if (!isFileCompletion(reply)) throw this.#control.outOfSync(change, reply);
    return true;
  }

  /** Records that CWD was accepted. */
  recordEntered(path: string): void {
    this.#current = path;
  }

  /** Records that changing to the login directory was accepted. */
  recordReturned(): void {
    this.#current = '';
  }

  /** Closes the connection because the server doesn't return to the login directory; returns the error to throw. */
  rejectReturn(error: ReplyError): ReplyError {
    if (!isTransientRefusal(error.reply)) {
      this.#optional.drop('login-directory', formatReply(error.reply), error);
    }
    this.#control.fail(error);
    return error;
  }
}

/** Whether a path starts from the working directory. */
export function isRelative(path: string): boolean {
  return !path.startsWith('/');
}

function directoryOf(path: string): string {
  const end = path.lastIndexOf('/');
  return end === 0 ? '/' : path.slice(0, Math.max(end, 0));
}
