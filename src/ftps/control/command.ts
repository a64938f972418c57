import { CommandError } from '../errors.ts';
import { limits } from '../limits.ts';

// Arguments that must never be shown.
const secretVerbs: ReadonlySet<string> = new Set(['USER', 'PASS', 'ACCT']);

/** One command, ready to send (RFC 959 section 4.1). */
export interface Command {
  readonly verb: string;
  /** What goes over the wire, CRLF included. */
  readonly line: string;
  /** The same without line end and with secrets replaced: for logs and errors. */
  readonly display: string;
}

/**
 * Builds a command line.
 *
 * @throws {@link CommandError} when the argument holds CR, LF or NUL, which would smuggle in a second
 *   command (RFC 959 section 5.3.1), or makes the line longer than servers read at once.
 */
export function command(verb: string, argument?: string): Command {
  if (argument === undefined) return { verb, line: `${verb}\r\n`, display: verb };
  if (/[\r\n\0]/.test(argument)) throw new CommandError(verb, 'it holds CR, LF or NUL');
  const line = `${verb} ${argument}\r\n`;
  if (Buffer.byteLength(line) > limits.commandBytes) {
    throw new CommandError(verb, `the line is longer than ${limits.commandBytes} bytes`);
  }
  return { verb, line, display: secretVerbs.has(verb) ? `${verb} ***` : `${verb} ${argument}` };
}

/** Bytes of a command as it goes over the wire. */
export function commandBytes({ line }: Command): number {
  return Buffer.byteLength(line);
}

/** Does nothing but make the server answer (RFC 959 section 4.1.3). */
export const noop = command('NOOP');
