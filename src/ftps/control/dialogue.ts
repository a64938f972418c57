import type { Command } from './command.ts';
import { sanitize } from '../../sanitize.ts';
import type { Reply } from './reply.ts';

/** One line of the dialogue on the control connection, with secrets replaced, safe to display. */
export interface DialogueLine {
  readonly from: 'client' | 'server' | 'note';
  readonly text: string;
}

/** Called with each line of the dialogue. */
export type DialogueListener = (line: DialogueLine) => void;

/** The line for a command. */
export function commandLine(command: Command): DialogueLine {
  return { from: 'client', text: sanitize(command.display) };
}

/** The lines for a reply, with the code as in RFC 959 section 4.2. */
export function replyLines(reply: Reply): DialogueLine[] {
  const last = reply.display.length - 1;
  const lines = reply.display.map((line, index): DialogueLine => ({
    from: 'server',
    text: `${reply.code}${index === last ? ' ' : '-'}${line}`,
  }));
  const { omittedLines = 0 } = reply;
  return omittedLines === 0
    ? lines
    : [...lines.slice(0, -1), note(`lines of the listing: ${omittedLines}`), ...lines.slice(-1)];
}

/** A line for another event, such as a resumed TLS session. */
export function note(text: string): DialogueLine {
  return { from: 'note', text: sanitize(text) };
}
