import type { TestCertificate } from '../certificates.ts';
import type { LoopbackHost } from '../listener.ts';
import type { ServerTlsOptions } from '../server-tls.ts';

/** Options of the embedded server, with hooks that inject faults. */
export interface EmbeddedServerOptions extends Omit<ServerTlsOptions, 'certificate'> {
  /** The directory that clients see as `/`; nothing outside it is accessible. */
  readonly root: string;
  readonly username: string;
  readonly password: string;
  /** Required in every mode except `none`. */
  readonly certificate?: TestCertificate;
  /** `explicit` waits for AUTH TLS, `none` never uses TLS. Default: `implicit`. */
  readonly mode?: 'implicit' | 'explicit' | 'none';
  /** Default: `127.0.0.1`. */
  readonly host?: LoopbackHost;
  /** Default: a free port. */
  readonly port?: number;
  /** Replies 522 to an upload whose data connection doesn't resume a TLS session. Default: `true`. */
  readonly requireSessionReuse?: boolean;
  /** One line, or the lines of a multi-line reply. Default: `220 Embedded FTPS server`. */
  readonly greeting?: string | readonly string[];
  /** Most bytes in one write. Default: each reply in one write. */
  readonly bytesPerWrite?: number;
  /**
   * Performs commands that arrive during an upload immediately, as pyftpdlib does: a new EPSV or PASV closes the data
   * connection, and the upload never gets a final reply. By default commands are performed strictly in order, as in
   * vsftpd: those after STOR, in the same write or later, after the upload's final reply.
   */
  readonly asynchronous?: boolean;
  /**
   * Replies immediately to commands that arrive during an upload in a later write than STOR, as ProFTPD does: 450 to
   * those of another transfer or a rename, the usual reply to others. Commands in the same write as STOR wait.
   */
  readonly refusesLateCommands?: boolean;
  /**
   * Treats names as a server on Windows does: ignores case and dots and spaces at the end, refuses `: ? * " < > |`, takes
   * and sends backslashes between directories, and never renames over an existing file.
   */
  readonly windowsNames?: boolean;
  /** Called for each connection, numbered from 1, before TLS; the replies that it returns are sent unencrypted. */
  readonly onAccept?: (session: number) => CommandOverride | undefined;
  /** Called when a control connection has been closed. */
  readonly onClosed?: (session: number) => void;
  /** Called before each command that clients send; the command is performed when its promise is fulfilled. */
  readonly beforeCommand?: () => Promise<void>;
  /** Called for each command, and before the greeting with the verb `CONNECT`. */
  readonly onCommand?: (context: CommandContext) => CommandOverride | undefined;
  /** Changes the path of a command before it is performed, as servers do that fold names or replace characters. */
  readonly changePath?: (path: string, verb: string) => string;
  /** Sends endless listings. Default: `false`. */
  readonly endlessListings?: boolean;
  /** Called for each accepted STOR or APPE. */
  readonly onData?: (context: UploadContext) => UploadFault | undefined;
}

/** One command, as passed to the hook. */
export interface CommandContext {
  /** In upper case; `CONNECT` is the greeting. */
  readonly verb: string;
  readonly argument: string;
  /** Number of the control connection, from 1. */
  readonly session: number;
  /** Number of commands with this verb so far on all control connections, this one included. */
  readonly count: number;
}

/** One upload, as passed to the hook. */
export interface UploadContext {
  readonly verb: 'STOR' | 'APPE';
  /** Absolute path on the server. */
  readonly path: string;
  /** Number of the control connection, from 1. */
  readonly session: number;
  /** Number of accepted uploads so far on all control connections, this one included. */
  readonly count: number;
}

/** `close` sends FIN, `reset` sends RST, `silence` leaves the connection open and sends nothing more. */
export type Disruption = 'close' | 'reset' | 'silence';

/** What the server does instead of the usual reply. */
export interface Answer {
  /** Performs the command, but sends another reply. Default: `false`. */
  readonly perform?: boolean;
  /** Lines to send, without line ends. Default: none. */
  readonly reply?: string | readonly string[];
  /**
   * Text to send unchanged after `reply`, without a line end; a function computes it from the usual reply, which is
   * empty if the command wasn't performed.
   */
  readonly raw?: string | ((normal: string) => string);
  /** What then happens to the control connection. */
  readonly then?: Disruption;
}

/** A disruption, one line, several lines, or an {@link Answer}. */
export type CommandOverride = Disruption | (string & {}) | readonly string[] | Answer;

/** A fault of an upload. */
export interface UploadFault {
  /**
   * When the fault occurs: after a number of stored bytes, before TLS on the data connection (`connect`), when the
   * client's first bytes of TLS have arrived (`handshake`), or when the client has sent everything. Default: `end`.
   */
  readonly at?: number | 'connect' | 'handshake' | 'end';
  /** Called at that point, before anything else; the server continues to receive when its promise is fulfilled. */
  readonly meanwhile?: () => void | Promise<void>;
  /** What then happens to the data connection; with `silence`, nothing more is read either. */
  readonly data?: Disruption;
  /**
   * What then happens to the bytes without a sign to the client: `full` discards them all, `faulty` corrupts the next
   * one. They are still read and confirmed.
   */
  readonly storage?: 'full' | 'faulty';
  /** Sent instead of the preliminary reply. */
  readonly preliminary?: CommandOverride;
  /** The final reply. Default: 226, or 426 after `close` or `reset`. */
  readonly final?: CommandOverride;
  /** Sends the final reply at that point, stores the rest, and sends no other reply. */
  readonly early?: boolean;
  /** Sends the final reply twice. */
  readonly doubled?: boolean;
}

/** Expands the short forms of an override. */
export function toAnswer(override: CommandOverride): Answer {
  if (typeof override === 'string') {
    return isDisruption(override) ? { then: override } : { reply: override };
  }
  return isLines(override) ? { reply: override } : override;
}

/** The answer that replaces the usual one. */
export function inPlaceOf(
  normal: CommandOverride,
  override: CommandOverride,
): Answer & { readonly raw?: string } {
  const { raw, ...answer } = toAnswer(override);
  if (typeof raw !== 'function') return raw === undefined ? answer : { ...answer, raw };
  const { reply = [], then } = toAnswer(normal);
  const text = [reply].flat().map((line) => `${line}\r\n`);
  return { ...(then === undefined ? {} : { then }), ...answer, raw: raw(text.join('')) };
}

function isDisruption(text: string): text is Disruption {
  return text === 'close' || text === 'reset' || text === 'silence';
}

function isLines(override: readonly string[] | Answer): override is readonly string[] {
  return Array.isArray(override);
}
