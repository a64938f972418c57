import type { TestCertificate } from '../certificates.ts';
import type { LoopbackHost } from '../listener.ts';
import type { ServerTlsOptions } from '../server-tls.ts';

/** What the embedded server serves, to whom, and what goes wrong. */
export interface EmbeddedServerOptions extends Omit<ServerTlsOptions, 'certificate'> {
  /** An existing directory; nothing outside it is ever touched. */
  readonly root: string;
  readonly username: string;
  readonly password: string;
  /** Needed in every mode but `none`. */
  readonly certificate?: TestCertificate;
  /** `explicit` waits for AUTH TLS, `none` is clear text throughout. Default: `implicit`. */
  readonly mode?: 'implicit' | 'explicit' | 'none';
  /** Default: `127.0.0.1`. */
  readonly host?: LoopbackHost;
  /** Default: one that is free. */
  readonly port?: number;
  /** Answers 522 to an upload whose data connection has not resumed a TLS session. Default: `true`. */
  readonly requireSessionReuse?: boolean;
  /** One line, or the lines of a multi-line reply. Default: `220 Embedded FTPS server`. */
  readonly greeting?: string | readonly string[];
  /** Writes replies so many bytes at a time. Default: each reply in one write. */
  readonly bytesPerWrite?: number;
  /**
   * Answers commands that arrive during an upload at once, as pyftpdlib does: a new EPSV or PASV closes the data
   * connection, and the upload never gets its final reply. The default is strictly in order, as vsftpd has it: what
   * came behind STOR, in one write or later, is done after the upload's final reply.
   */
  readonly asynchronous?: boolean;
  /**
   * Answers what arrives during an upload in a later write than its STOR at once, as ProFTPD does: 450 to what belongs
   * to another transfer or to a rename, the usual answer to the rest. What came in one write with STOR waits.
   */
  readonly refusesLateCommands?: boolean;
  /** Called for each connection, from 1, before TLS; what it makes the server say is said in clear. */
  readonly onAccept?: (session: number) => CommandOverride | undefined;
  /** Called for each command, and as verb `CONNECT` before the greeting. */
  readonly onCommand?: (context: CommandContext) => CommandOverride | undefined;
  /** Sends listings without an end. Default: `false`. */
  readonly endlessListings?: boolean;
  /** Called for each upload when its STOR or APPE has been accepted. */
  readonly onData?: (context: UploadContext) => UploadFault | undefined;
}

/** One command as the hook sees it. */
export interface CommandContext {
  /** In upper case; `CONNECT` stands for the greeting. */
  readonly verb: string;
  readonly argument: string;
  /** Number of the control connection, from 1. */
  readonly session: number;
  /** How many times this verb has come, over all control connections; 1 the first time. */
  readonly count: number;
}

/** One upload as the hook sees it. */
export interface UploadContext {
  readonly verb: 'STOR' | 'APPE';
  /** Absolute path on the server. */
  readonly path: string;
  /** Number of the control connection, from 1. */
  readonly session: number;
  /** How many uploads were accepted, over all control connections; 1 the first time. */
  readonly count: number;
}

/** `close` ends a connection in good order, `reset` sends RST, `silence` never says anything again. */
export type Disruption = 'close' | 'reset' | 'silence';

/** What the server does about a command instead of the normal thing. */
export interface Answer {
  /** Does what the command asks for, but gives another answer. Default: `false`. */
  readonly perform?: boolean;
  /** Lines to say, each without its end; none by default. */
  readonly reply?: string | readonly string[];
  /**
   * Text to say as it is, without a line end of its own, after `reply`; a function makes it from what would have been
   * said normally, which is nothing where nothing was performed.
   */
  readonly raw?: string | ((normal: string) => string);
  /** What becomes of the control connection after that. */
  readonly then?: Disruption;
}

/** A disruption, one line, several lines, or all the details. */
export type CommandOverride = Disruption | (string & {}) | readonly string[] | Answer;

/** What goes wrong with an upload. */
export interface UploadFault {
  /**
   * When: after so many bytes of this upload were stored, before TLS on the data connection
   * (`connect`), when the client's first bytes of TLS have come (`handshake`), or when the client has sent everything.
   * Default: `end`.
   */
  readonly at?: number | 'connect' | 'handshake' | 'end';
  /** Called at that point, before anything else happens there; receiving goes on when its promise is fulfilled. */
  readonly meanwhile?: () => void | Promise<void>;
  /** What becomes of the data connection then; `silence` also means that nothing more is read. */
  readonly data?: Disruption;
  /**
   * What becomes of the bytes from then on, unknown to the server: `full` loses them all, `faulty` spoils the next one.
   * They are read, and confirmed, all the same.
   */
  readonly storage?: 'full' | 'faulty';
  /** Said instead of the one preliminary reply. */
  readonly preliminary?: CommandOverride;
  /** The final reply; without it 226, or 426 after a `close` or `reset`. */
  readonly final?: CommandOverride;
  /** Says the final reply already then, and stores what follows without a further word. */
  readonly early?: boolean;
  /** Says the final reply twice. */
  readonly doubled?: boolean;
}

/** Brings the short forms of an override into the long one. */
export function toAnswer(override: CommandOverride): Answer {
  if (typeof override === 'string') {
    return isDisruption(override) ? { then: override } : { reply: override };
  }
  return isLines(override) ? { reply: override } : override;
}

/** The answer that takes the place of a normal one. */
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
