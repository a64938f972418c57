import type { Command } from './command.ts';
import { sanitize } from '../../sanitize.ts';
import type { Reply } from './reply.ts';

/** One line of the dialogue on the control connection, secrets replaced, safe to show. */
export interface DialogueLine {
  readonly from: 'client' | 'server' | 'note';
  readonly text: string;
}

/** Takes each line of the dialogue as it happens. */
export type DialogueListener = (line: DialogueLine) => void;

/** A command as the dialogue shows it. */
export function commandLine(command: Command): DialogueLine {
  return { from: 'client', text: sanitize(command.display) };
}

/** A reply as the dialogue shows it: one line each, with the code in the form of RFC 959 section 4.2. */
export function replyLines(reply: Reply): DialogueLine[] {
  const last = reply.display.length - 1;
  return reply.display.map((line, index) => ({
    from: 'server',
    text: `${reply.code}${index === last ? ' ' : '-'}${line}`,
  }));
}

/** What else happened: a connection made, a session resumed. */
export function note(text: string): DialogueLine {
  return { from: 'note', text: sanitize(text) };
}
