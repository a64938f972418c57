import type { Command } from './command.ts';
import { command, pathCommand } from './command.ts';
import type { ControlConnection } from './control-connection.ts';
import { ConnectionLostError, TimeoutError } from '../connection-errors.ts';
import { ReplyError } from '../errors.ts';
import { Exchange } from './exchange.ts';
import type { OptionalParts } from '../optional-parts.ts';
import type { Pipelining } from './pipelining.ts';
import type { Reply } from './reply.ts';
import { isCompletion, isTransientRefusal, replyCode } from './reply.ts';
import type { WorkingDirectory } from './working-directory.ts';
import { isRelative } from './working-directory.ts';

/** What CWD shows about a directory: its refusal, or `unknown` when the client could not go back. */
export type ProbeResult = 'exists' | 'unknown' | ReplyError;

/** A MKD that the server has rejected. */
interface Refused {
  readonly path: string;
  readonly command: Command;
  readonly reply: Reply;
}

/** Creates directories, and finds out which ones exist. */
export class DirectoryCommands {
  readonly #control: ControlConnection;
  readonly #pipelining: Pipelining;
  readonly #optional: OptionalParts;
  readonly #working: WorkingDirectory;

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

  /**
   * Creates directories (MKD), parents first. After a server has ended the session at a MKD, as some do when the directory
   * exists, looks for each one first.
   *
   * @returns The number of directories created; the others already existed, as far as this can be found out.
   * @throws {@link ReplyError} when a directory can't be created and doesn't exist: the refusal of MKD, with that of
   *   CWD as its cause.
   */
  async create(paths: readonly string[]): Promise<number> {
    const looksFirst = !this.#optional.isUsable('unconditional-mkd');
    const missing = looksFirst ? await this.#missing(paths) : paths;
    const isShared = missing.length > 1 && this.#pipelining.mode !== 'off';
    const refused = await this.#makeAll(missing);
    // Servers say "exists" with 550 or 521, and 550 may mean "no permission" too. CWD shows which one it is.
    const found = await this.probeAll(refused.map(({ path }) => path));
    let existing = 0;
    for (const [index, request] of refused.entries()) {
      const cause = found[index];
      if (!(cause instanceof ReplyError)) existing += 1;
      else if (isShared) await this.#makeAgain(request, cause);
      else throw await this.#rejection(request, cause);
    }
    return missing.length - existing;
  }

  /** Changes to a directory, and back if its path is relative. */
  async probe(path: string): Promise<ProbeResult> {
    if (isRelative(path)) {
      if (!this.#working.canReturn) return 'unknown';
      await this.#working.return();
    }
    const enter = pathCommand('CWD', path);
    const reply = await this.#control.execute(enter);
    if (isTransientRefusal(reply)) throw this.#unknownWorkingDirectory(enter, reply);
    if (!this.#working.isAccepted(enter, reply)) return new ReplyError(enter, reply);
    this.#working.recordEntered(path);
    return 'exists';
  }

  async #missing(paths: readonly string[]): Promise<string[]> {
    const found = await this.probeAll(paths);
    return paths.filter((_path, index) => found[index] !== 'exists');
  }

  async #makeAll(paths: readonly string[]): Promise<Refused[]> {
    if (paths.some(isRelative)) await this.#working.return();
    const requests = paths.map((path) => ({
      path,
      exchange: new Exchange(pathCommand('MKD', path)),
    }));
    try {
      await this.#pipelining.executeAll(requests.map(({ exchange }) => exchange));
    } catch (error) {
      const reason = (error as Error).message.replace(/\.$/, '');
      if (endsSession(error)) this.#optional.drop('unconditional-mkd', reason, error as Error);
      throw error;
    }
    const refused: Refused[] = [];
    for (const { path, exchange } of requests) {
      const reply = await exchange.final;
      if (!isCompletion(reply)) refused.push({ path, command: exchange.command, reply });
    }
    return refused;
  }

  /** Repeats on its own a MKD that was rejected in a write with other commands, which may be the reason. */
  async #makeAgain(request: Refused, cause: ReplyError): Promise<void> {
    const reply = await this.#control.execute(request.command);
    if (!isCompletion(reply)) throw await this.#rejection({ ...request, reply }, cause);
    this.#pipelining.disable('MKD was rejected');
  }

  async #rejection({ path, command, reply }: Refused, cause: ReplyError): Promise<ReplyError> {
    const isBlockedByFile = !isTransientRefusal(reply) && (await this.#isFile(path));
    return new ReplyError(command, reply, { cause, isBlockedByFile });
  }

  // A server has no size for a directory that CWD can't enter. The answer is used for the error only.
  async #isFile(path: string): Promise<boolean> {
    const reply = await this.#control.execute(pathCommand('SIZE', path)).catch(() => undefined);
    return reply?.code === replyCode.fileStatus;
  }

  /**
   * Changes to each directory, which is the only test for a directory that every server supports. If one of the paths is
   * relative, also changes back each time.
   */
  async probeAll(paths: readonly string[]): Promise<ProbeResult[]> {
    const home = this.#working.loginDirectory;
    const [only, second] = paths;
    if (only !== undefined && second === undefined) return [await this.probe(only)];
    if (!paths.some(isRelative)) return await this.#enterAll(paths);
    if (home === undefined || !this.#working.canReturn) return paths.map(() => 'unknown');
    return await this.#enterAll(paths, command('CWD', home));
  }

  /** @param back - The command that changes back after each directory. */
  async #enterAll(paths: readonly string[], back?: Command): Promise<ProbeResult[]> {
    if (back !== undefined) await this.#working.return();
    const probes = paths.map((path) => ({
      path,
      enter: new Exchange(pathCommand('CWD', path)),
      leave: back === undefined ? undefined : new Exchange(back),
    }));
    const exchanges = probes.flatMap(({ enter, leave }) => [enter, leave]);
    await this.#pipelining.executeAll(exchanges.filter((exchange) => exchange !== undefined));
    const results: ProbeResult[] = [];
    for (const probe of probes) results.push(await this.#resultOf(probe));
    return await this.#confirm(paths, results);
  }

  async #resultOf(probe: {
    readonly path: string;
    readonly enter: Exchange;
    readonly leave: Exchange | undefined;
  }): Promise<ProbeResult> {
    const { path, enter, leave } = probe;
    const entered = await enter.final;
    const left = await leave?.final;
    if (isTransientRefusal(entered)) throw this.#unknownWorkingDirectory(enter.command, entered);
    if (!this.#working.isAccepted(enter.command, entered)) {
      return new ReplyError(enter.command, entered);
    }
    this.#working.recordEntered(path);
    if (leave === undefined || left === undefined) return 'exists';
    if (!this.#working.isAccepted(leave.command, left)) {
      throw this.#working.rejectReturn(new ReplyError(leave.command, left));
    }
    this.#working.recordReturned();
    return 'exists';
  }

  /**
   * Repeats rejected CWDs on their own: they may have been rejected only because they shared a write with others. If the
   * last one with a reply code gets the same code again, so would the others.
   */
  async #confirm(
    paths: readonly string[],
    results: readonly ProbeResult[],
  ): Promise<ProbeResult[]> {
    const confirmed = [...results];
    if (this.#pipelining.mode === 'off') return confirmed;
    const confirmedCodes = new Set<number>();
    for (const [index, result] of [...results.entries()].reverse()) {
      if (!(result instanceof ReplyError) || confirmedCodes.has(result.reply.code)) continue;
      const again = await this.probe(paths[index] ?? '');
      confirmed[index] = again;
      if (again === 'exists') this.#pipelining.disable('CWD was rejected');
      else if (isSameRejection(again, result)) confirmedCodes.add(result.reply.code);
    }
    return confirmed;
  }

  // Relative paths would then lead to an unknown place, so the connection can't be used any more.
  #unknownWorkingDirectory(change: Command, reply: Reply): ReplyError {
    const error = new ReplyError(change, reply);
    this.#control.fail(error);
    return error;
  }
}

/** Whether the session ended while the server processed MKD. */
function endsSession(error: unknown): boolean {
  if (error instanceof ReplyError) {
    return error.verb === 'MKD' && error.reply.code === replyCode.serviceNotAvailable;
  }
  const isLost = error instanceof ConnectionLostError || error instanceof TimeoutError;
  return isLost && error.verb === 'MKD';
}

function isSameRejection(result: ProbeResult, { reply }: ReplyError): boolean {
  return result instanceof ReplyError && result.reply.code === reply.code;
}
