import type { Command } from './command.ts';
import { commandBytes } from './command.ts';
import type { ControlConnection } from './control-connection.ts';
import { limits } from '../limits.ts';
import type { Reply } from './reply.ts';
import type { PipeliningPolicy } from './pipelining.ts';

/** A command and its final reply. */
export interface CommandReply {
  readonly command: Command;
  readonly reply: Reply;
}

/**
 * Sends commands that do not depend on each other's replies, and waits for all their final replies, whatever they are.
 * No transfer may be running.
 *
 * @param policy - Says whether as many as the window holds may go out in one write; else one at a time.
 * @param check - Looks at each answer as it comes; throws when the rest does not matter any more.
 * @throws what {@link ControlConnection.execute} throws, and `check`.
 */
export async function executeAll(
  control: ControlConnection,
  commands: readonly Command[],
  policy: PipeliningPolicy,
  check: (answer: CommandReply) => void = () => undefined,
): Promise<CommandReply[]> {
  const answers: CommandReply[] = [];
  const together = policy.mode !== 'off';
  for (const batch of together ? inBatches(commands) : commands.map((one) => [one])) {
    if (batch.length > 1) policy.beginPipelined();
    for (const { command, final } of control.send(...batch)) {
      const answer = { command, reply: await control.waitFor(final, command) };
      check(answer);
      answers.push(answer);
    }
    policy.endPipelined();
  }
  return answers;
}

/** Whether commands may go out in one write: servers stall when several KiB of commands are in flight. */
export function fitsWindow(commands: readonly Command[]): boolean {
  return inBatches(commands).length <= 1;
}

function inBatches(commands: readonly Command[]): Command[][] {
  const batches: Command[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const command of commands) {
    bytes += commandBytes(command);
    if (bytes > limits.windowBytes) {
      batches.push([]);
      bytes = commandBytes(command);
    }
    batches.at(-1)?.push(command);
  }
  return batches;
}
