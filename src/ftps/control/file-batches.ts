import type { Command } from './command.ts';
import type { ControlConnection } from './control-connection.ts';
import type { CommandReply } from './exchange.ts';
import { Exchange } from './exchange.ts';
import type { Pipelining } from './pipelining.ts';
import type { WorkingDirectory } from './working-directory.ts';

/** Executes many commands, each about one file: in one write if possible, or in the directory of the file. */
export class FileBatches {
  readonly #control: ControlConnection;
  readonly #pipelining: Pipelining;
  readonly #working: WorkingDirectory;

  constructor(
    control: ControlConnection,
    options: { readonly pipelining: Pipelining; readonly working: WorkingDirectory },
  ) {
    this.#control = control;
    this.#pipelining = options.pipelining;
    this.#working = options.working;
  }

  /**
   * Executes commands one at a time, each in the directory of the file at the same index of `paths`.
   *
   * @param shouldContinue - No more commands are sent once it has returned `false`.
   * @returns One reply per command that was sent: that to CWD where the server rejects it.
   */
  async executeEach(
    commands: readonly Command[],
    paths: readonly string[],
    shouldContinue: (answer: CommandReply) => boolean = () => true,
  ): Promise<CommandReply[]> {
    const answers: CommandReply[] = [];
    for (const [index, sent] of commands.entries()) {
      const refusal = await this.#working.enter(paths[index] ?? '');
      const answer = refusal ?? { command: sent, reply: await this.#control.execute(sent) };
      answers.push(answer);
      if (!shouldContinue(answer)) break;
    }
    return answers;
  }

  /** Executes commands in one write if possible; see {@link executeEach}. */
  async executeAll(
    commands: readonly Command[],
    paths: readonly string[],
  ): Promise<CommandReply[]> {
    if (this.#working.usesPlainNames) return await this.executeEach(commands, paths);
    await this.#working.prepareAll(paths);
    const exchanges = commands.map((one) => new Exchange(one));
    await this.#pipelining.executeAll(exchanges);
    return await this.#control.finalReplies(exchanges);
  }

  /**
   * Executes thousands of commands in as few writes as possible; see {@link executeEach}.
   *
   * @param shouldContinue - No more of them are sent once it has returned `false`.
   */
  async executeWhile(
    commands: readonly Command[],
    paths: readonly string[],
    shouldContinue: (answer: CommandReply) => boolean,
  ): Promise<CommandReply[]> {
    if (this.#working.usesPlainNames) {
      return await this.executeEach(commands, paths, shouldContinue);
    }
    await this.#working.prepareAll(paths);
    const exchanges = commands.map((one) => new Exchange(one));
    await this.#pipelining.executeWhile(exchanges, shouldContinue);
    return await this.#control.finalReplies(exchanges.filter(({ isSent }) => isSent));
  }
}
