/**
 * The commands of a client, by the writes that they left in: those between which it waited for no reply.
 *
 * @param dialogue - `C: ...` and `S: ...`, as the client saw it; other lines are left out.
 */
export function writesOf(dialogue: readonly string[]): string[][] {
  const writes: string[][] = [];
  let isOpen = false;
  for (const line of dialogue) {
    if (line.startsWith('S: ')) isOpen = false;
    if (!line.startsWith('C: ')) continue;
    const command = line.slice('C: '.length);
    const last = writes.at(-1);
    if (isOpen && last !== undefined) last.push(command);
    else writes.push([command]);
    isOpen = true;
  }
  return writes;
}
