import type { DialogueFixture } from '../support/dialogue.ts';
import { goodbye, loginScript } from '../support/login-script.ts';
import { Bytes } from '../support/upload-sources.ts';

/** The login that `session` starts with. */
export const loggedIn = loginScript();

/** A whole session: one small file. */
export const session = `
  ${loggedIn}
  C: EPSV
  S: 229 Entering Extended Passive Mode (|||{data-port}|)
  C: STOR a
  S: 150 Ok to send data
  D: hello
  S: 226 Transfer complete
  ${goodbye}
`;

/** The commands of `session`. */
export const commands: readonly string[] = session.match(/(?<=C: ).*/g) ?? [];

/** `session` up to and including a command. */
export function upTo(command: string): string {
  const line = `C: ${command}\n`;
  const end = session.indexOf(line);
  if (end === -1) throw new Error(`The session has no ${command}`);
  return session.slice(0, end + line.length);
}

// First and last commands of each pipelined group.
const pipelined = [
  ['PBSZ 0', 'FEAT'],
  ['OPTS UTF8 ON', 'PWD'],
] as const;

/** Whether the client sends a command without another one before it in the same write. */
export function startsWrite(command: string): boolean {
  const position = commands.indexOf(command);
  return pipelined.every(
    ([first, last]) => position <= commands.indexOf(first) || position > commands.indexOf(last),
  );
}

/** The exchanges that are pipelined with a command of the login, after its reply. */
export function pipelinedWith(command: string): string {
  const position = commands.indexOf(command);
  const batch = pipelined.find(
    ([first, last]) => commands.indexOf(first) <= position && position <= commands.indexOf(last),
  );
  const next = commands[position + 1];
  if (batch === undefined || next === undefined || batch[1] === command) return '';
  const end = commands[commands.indexOf(batch[1]) + 1] ?? '';
  return session.slice(session.indexOf(`C: ${next}\n`), session.indexOf(`C: ${end}\n`));
}

/** `session` with another reply to one command. */
export function withReply(command: string, reply: string): string {
  const before = upTo(command);
  return `${before}${reply}\n${session.slice(session.indexOf('  C: ', before.length))}`;
}

/** The client's part of `session`; always sends QUIT. */
export async function runSession({ open }: DialogueFixture): Promise<void> {
  const client = await open();
  try {
    await client.login('deploy', 'secret');
    await client.store('a', new Bytes('hello'));
  } finally {
    await client.quit();
  }
}
