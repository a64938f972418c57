import type { Command } from './command.ts';
import { command, isOneLine, pathCommand } from './command.ts';
import type { ControlConnection } from './control-connection.ts';
import { ReplyError } from '../errors.ts';
import { Exchange } from './exchange.ts';
import type { Pipelining } from './pipelining.ts';
import type { Reply } from './reply.ts';
import { isCompletion, isTransientRefusal, replyCode } from './reply.ts';

/** Creates directories, and finds out which ones exist. */
export class DirectoryCommands {
  readonly #control: ControlConnection;
  readonly #pipelining: Pipelining;
  /** The working directory, which every command here returns to; undefined when the server doesn't report it. */
  loginDirectory: string | undefined;

  constructor(control: ControlConnection, pipelining: Pipelining) {
    this.#control = control;
    this.#pipelining = pipelining;
  }

  /**
   * Creates directories (MKD), parents first.
   *
   * @returns The number of directories created; the others already existed.
   * @throws {@link ReplyError} when a directory can't be created and doesn't exist: the refusal of MKD, with that of
   *   CWD as its cause.
   */
  async create(paths: readonly string[]): Promise<number> {
    const requests = paths.map((path) => ({
      path,
      exchange: new Exchange(pathCommand('MKD', path)),
    }));
    await this.#pipelining.executeAll(requests.map(({ exchange }) => exchange));
    const refused: { readonly path: string; readonly command: Command; readonly reply: Reply }[] =
      [];
    for (const { path, exchange } of requests) {
      const reply = await exchange.final;
      if (!isCompletion(reply)) refused.push({ path, command: exchange.command, reply });
    }
    // Servers say "exists" with 550 or 521, and 550 may mean "no permission" too. CWD shows which one it is.
    const causes = await this.probeAll(refused.map(({ path }) => path));
    for (const [index, { path, command, reply }] of refused.entries()) {
      const cause = causes[index];
      if (cause === undefined) continue;
      const isBlockedByFile = !isTransientRefusal(reply) && (await this.#isFile(path));
      throw new ReplyError(command, reply, { cause, isBlockedByFile });
    }
    return paths.length - refused.length;
  }

  // A server has no size for a directory that CWD can't enter. The answer is used for the error only.
  async #isFile(path: string): Promise<boolean> {
    const reply = await this.#control.execute(pathCommand('SIZE', path)).catch(() => undefined);
    return reply?.code === replyCode.fileStatus;
  }

  /** Changes to a directory and back; returns the refusal, if any. */
  async probe(path: string): Promise<ReplyError | undefined> {
    const [refusal] = await this.probeAll([path]);
    return refusal;
  }

  /**
   * Changes to each directory and back, which is the only test for a directory that every server supports.
   *
   * Without a known login directory there is no way back. All directories are then assumed to exist; STOR fails if one
   * doesn't.
   *
   * @returns The refusal for each directory, undefined where it exists.
   */
  async probeAll(paths: readonly string[]): Promise<(ReplyError | undefined)[]> {
    const home = this.loginDirectory;
    if (home === undefined || !isOneLine(home)) return paths.map(() => undefined);
    const probes = paths.map((path) => ({
      enter: new Exchange(pathCommand('CWD', path)),
      // Sent exactly as the server reported it.
      leave: new Exchange(command('CWD', home)),
    }));
    await this.#pipelining.executeAll(probes.flatMap(({ enter, leave }) => [enter, leave]));
    const refusals: (ReplyError | undefined)[] = [];
    for (const probe of probes) refusals.push(await this.#outcome(probe));
    return refusals;
  }

  async #outcome(probe: {
    readonly enter: Exchange;
    readonly leave: Exchange;
  }): Promise<ReplyError | undefined> {
    const entered = await probe.enter.final;
    const left = await probe.leave.final;
    if (isTransientRefusal(entered)) {
      throw this.#unknownWorkingDirectory(probe.enter.command, entered);
    }
    if (!isCompletion(entered)) return new ReplyError(probe.enter.command, entered);
    if (!isCompletion(left)) throw this.#unknownWorkingDirectory(probe.leave.command, left);
    return undefined;
  }

  // Relative paths would then lead to an unknown place, so the connection can't be used any more.
  #unknownWorkingDirectory(change: Command, reply: Reply): ReplyError {
    const error = new ReplyError(change, reply);
    this.#control.fail(error);
    return error;
  }
}
