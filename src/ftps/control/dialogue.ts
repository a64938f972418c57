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

/** The lines for a reply, with the code as in RFC 959 section 4.2. A note says how many lines are not shown. */
export function replyLines(reply: Reply): DialogueLine[] {
  const { code, display, lines: received, omittedLines = 0 } = reply;
  const cut = received.length - display.length + omittedLines;
  const shown = display.map((line): DialogueLine => ({ from: 'server', text: `${code}-${line}` }));
  return [
    ...shown.slice(0, -1),
    ...(cut > 0 ? [note(`... ${cut} lines of this reply cut`)] : []),
    { from: 'server', text: `${code} ${display.at(-1) ?? ''}` },
  ];
}

/** A line for another event, such as a resumed TLS session. */
export function note(text: string): DialogueLine {
  return { from: 'note', text: sanitize(text) };
}
