import { executeAll } from './batch.ts';
import type { Command } from './command.ts';
import { command } from './command.ts';
import type { ControlConnection } from './control-connection.ts';
import { ReplyError } from '../errors.ts';
import type { Reply } from './reply.ts';
import { isCompletion, isTransientRefusal } from './reply.ts';
import type { PipeliningPolicy } from './pipelining.ts';

/** Makes directories, and finds out which ones are there. */
export class DirectoryCommands {
  readonly #control: ControlConnection;
  readonly #loginDirectory: string | undefined;
  readonly #policy: PipeliningPolicy;

  /**
   * @param loginDirectory - Where the session is and always returns to; undefined when the server does not say.
   * @param policy - Says whether several commands may go out in one write.
   */
  constructor(
    control: ControlConnection,
    loginDirectory: string | undefined,
    policy: PipeliningPolicy,
  ) {
    this.#control = control;
    this.#loginDirectory = loginDirectory;
    this.#policy = policy;
  }

  /**
   * Makes directories (MKD), each one's parent before it.
   *
   * @returns How many were made; the others were there before.
   * @throws {@link ReplyError} when one could not be made and is not there: the refusal of MKD, with that of CWD as
   *   its cause.
   */
  async create(paths: readonly string[]): Promise<number> {
    const asked = await this.#execute(paths.map((path) => command('MKD', path)));
    const refused = asked.flatMap(({ command: create, reply }, index) =>
      isCompletion(reply) ? [] : [{ path: paths[index] ?? '', make: create, reply }],
    );
    // "Exists" is 550 here, 521 there, and 550 is "no permission" as well: only going there tells.
    const refusals = await this.#probeAll(refused.map(({ path }) => path));
    for (const [index, { make, reply }] of refused.entries()) {
      const cause = refusals[index];
      if (cause !== undefined) throw new ReplyError(make, reply, { cause });
    }
    return paths.length - refused.length;
  }

  /** Goes into a directory and back; returns the refusal, if it is one. */
  async probe(path: string): Promise<ReplyError | undefined> {
    const [refusal] = await this.#probeAll([path]);
    return refusal;
  }

  /**
   * Goes to each directory and back, which is the one way to ask that every server knows.
   *
   * Without a known way back nobody goes: the directories are then taken to be there, and STOR tells if they are not.
   *
   * @returns The refusal for each, undefined where it is there.
   */
  async #probeAll(paths: readonly string[]): Promise<(ReplyError | undefined)[]> {
    const home = this.#loginDirectory;
    if (home === undefined || !isSendable(home)) return paths.map(() => undefined);
    const enters = paths.map((path) => command('CWD', path));
    const leave = command('CWD', home);
    const answers = await this.#execute(enters.flatMap((enter) => [enter, leave]));
    return enters.map((enter, index) => {
      const entered = answers[2 * index]?.reply;
      const left = answers[2 * index + 1]?.reply;
      if (entered === undefined || left === undefined) throw new Error('An answer is missing.');
      if (isTransientRefusal(entered)) throw this.#unknownWorkingDirectory(enter, entered);
      if (!isCompletion(entered)) return new ReplyError(enter, entered);
      if (!isCompletion(left)) throw this.#unknownWorkingDirectory(leave, left);
      return undefined;
    });
  }

  #execute(commands: readonly Command[]) {
    return executeAll(this.#control, commands, this.#policy);
  }

  // In which directory the session is now is in doubt, and every relative path with it.
  #unknownWorkingDirectory(change: Command, reply: Reply): ReplyError {
    const error = new ReplyError(change, reply);
    this.#control.fail(error);
    return error;
  }
}

// The server has said where it is, and may have said anything.
function isSendable(path: string): boolean {
  return !/[\r\n\0]/.test(path);
}
