import { CommandError } from '../errors.ts';
import { encodeText } from './encoding.ts';
import { limits } from '../limits.ts';

// Their arguments must never be displayed.
const secretVerbs: ReadonlySet<string> = new Set(['USER', 'PASS', 'ACCT']);

const uploadVerbs: ReadonlySet<string> = new Set(['STOR', 'APPE']);

const transferVerbs: ReadonlySet<string> = new Set([...uploadVerbs, 'RETR', 'LIST', 'MLSD']);

/** One command, ready to send (RFC 959 section 4.1). */
export interface Command {
  readonly verb: string;
  /** The line to send, including CRLF; {@link encodeCommands} encodes it. */
  readonly line: string;
  /** The line without CRLF and with secrets replaced: for logs and errors. */
  readonly display: string;
}

/**
 * Builds a command. Use {@link pathCommand} for a command that takes a path.
 *
 * @throws {@link CommandError} when the argument contains CR, LF or NUL, which would inject a second command (RFC 959
 *   section 5.3.1), or when the line is longer than servers read at once.
 */
export function command(verb: string, argument?: string): Command {
  if (argument === undefined) return { verb, line: `${verb}\r\n`, display: verb };
  if (!isOneLine(argument)) throw new CommandError(verb, 'it contains CR, LF or NUL');
  const line = `${verb} ${argument}\r\n`;
  if (Buffer.byteLength(line) > limits.commandBytes) {
    throw new CommandError(verb, `the line is longer than ${limits.commandBytes} bytes`);
  }
  const display = secretVerbs.has(verb) ? `${verb} ***` : `${verb} ${argument.toWellFormed()}`;
  return { verb, line, display };
}

/**
 * Builds a command that takes a path. A relative path that starts with `-`, `~`, white space or a letter and a colon is
 * sent with `./` before it: some servers would read it as an option, as a home directory, without the space, or on Windows
 * as a drive.
 *
 * @param parameters - What the command takes before the path, such as the time of MFMT.
 * @throws {@link CommandError} as {@link command} does.
 */
export function pathCommand(verb: string, path: string, parameters?: string): Command {
  const safePath = /^([-~\s]|[a-z]:)/i.test(path) ? `./${path}` : path;
  return command(verb, parameters === undefined ? safePath : `${parameters} ${safePath}`);
}

/** The bytes of commands, for one write. */
export function encodeCommands(commands: readonly Command[]): Buffer {
  return encodeText(commands.map(({ line }) => line).join(''));
}

/** Whether a text can be sent within one command line. */
export function isOneLine(text: string): boolean {
  return !/[\r\n\0]/.test(text);
}

/** Number of bytes of a command line. */
export function commandBytes({ line }: Command): number {
  return Buffer.byteLength(line);
}

/** Whether a command sends a file. */
export function isUpload({ verb }: Command): boolean {
  return uploadVerbs.has(verb);
}

/** Whether a command transfers data on a data connection, in either direction. */
export function isTransfer({ verb }: Command): boolean {
  return transferVerbs.has(verb);
}

/** A command that only requests a reply (RFC 959 section 4.1.3). */
export const noop = command('NOOP');
