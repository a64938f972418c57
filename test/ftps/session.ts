import type { Stage } from './scripted-client.ts';
import { Bytes } from './scripted-client.ts';

/** The dialogue of a login that meets no obstacle, from the greeting on. */
export const loggedIn = `
  S: 220 Ready
  C: USER deploy
  S: 331 Password required
  C: PASS secret
  S: 230-Welcome
  S: 230 Logged in
  C: PBSZ 0
  S: 200 PBSZ=0
  C: PROT P
  S: 200 Protection set to Private
  C: FEAT
  S: 211-Features:
  S:  EPSV
  S:  UTF8
  S: 211 End
  C: OPTS UTF8 ON
  S: 200 Always in UTF8 mode
  C: TYPE I
  S: 200 Type set to I
  C: STRU F
  S: 200 Structure set to F
  C: MODE S
  S: 200 Mode set to S
  C: PWD
  S: 257 "/home/deploy" is the current directory
`;

/** The end of every dialogue that ends well. */
export const goodbye = `
  C: QUIT
  S: 221 Goodbye
`;

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

/** The commands of the whole session. */
export const commands: readonly string[] = session.match(/(?<=C: ).*/g) ?? [];

/** The session's dialogue until the client has said this. */
export function upTo(command: string): string {
  const line = `C: ${command}\n`;
  const end = session.indexOf(line);
  if (end === -1) throw new Error(`The session has no ${command}`);
  return session.slice(0, end + line.length);
}

// What is sent in one write, from this command to that.
const together = [
  ['PBSZ 0', 'FEAT'],
  ['OPTS UTF8 ON', 'PWD'],
] as const;

/** What follows the reply to a command of the login, since it was sent in the same write: commands and replies. */
export function sentTogetherWith(command: string): string {
  const position = commands.indexOf(command);
  const batch = together.find(
    ([first, last]) => commands.indexOf(first) <= position && position <= commands.indexOf(last),
  );
  const next = commands[position + 1];
  if (batch === undefined || next === undefined || batch[1] === command) return '';
  const end = commands[commands.indexOf(batch[1]) + 1] ?? '';
  return session.slice(session.indexOf(`C: ${next}\n`), session.indexOf(`C: ${end}\n`));
}

/** The session's dialogue with another answer to one command. */
export function withAnswer(command: string, answer: string): string {
  const before = upTo(command);
  return `${before}${answer}\n${session.slice(session.indexOf('  C: ', before.length))}`;
}

/** The client's part of the session; says goodbye whatever happens. */
export async function playSession({ open }: Stage): Promise<void> {
  const client = await open();
  try {
    await client.login('deploy', 'secret');
    await client.store('a', new Bytes('hello'));
  } finally {
    await client.quit();
  }
}
