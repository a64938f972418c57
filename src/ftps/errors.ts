import { sanitize } from '../sanitize.ts';
import type { Reply } from './control/reply.ts';
import { formatReply, isTransientRefusal, replyCode } from './control/reply.ts';

/** The base class of all errors in this folder: a stable `code`, and a message of one sentence without advice. */
export abstract class FtpsError extends Error {
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** What a negative reply is about: a connection attempt, a command, or the whole session. */
export type ReplyContext = 'greeting' | 'command' | 'session';

/**
 * How far a transfer had got when the server ended it: `refused` before the preliminary reply, `begun` after it, `broken`
 * after the client's data connection was lost. An upload that wasn't refused may have changed the file.
 */
export type TransferStage = 'refused' | 'begun' | 'broken';

/** The parts of a command that an error needs. */
interface RejectedCommand {
  readonly verb: string;
  readonly display: string;
}

/** The server sent a negative reply (RFC 959 section 4.2.1). */
export class ReplyError extends FtpsError {
  readonly code = 'FTPS_REPLY';
  readonly context: ReplyContext;
  /** The command, safe to display; empty when the reply isn't about a command. */
  readonly command: string;
  /** The command's verb, such as `STOR`; empty when the reply isn't about a command. */
  readonly verb: string;
  readonly reply: Reply;
  /** Whether the data connection of the failed transfer had resumed the TLS session; undefined without a handshake. */
  readonly sessionResumed: boolean | undefined;
  /** Whether a directory couldn't be created because a file has its name. */
  readonly isBlockedByFile: boolean;
  /** How far the failed transfer had got; undefined for other commands. */
  readonly stage: TransferStage | undefined;
  /** Whether the reply arrived unencrypted where TLS was expected. */
  readonly isPlaintext: boolean;
  /** Whether the reply rejects a login because the control connection doesn't use TLS. */
  readonly requiresTls: boolean;

  constructor(
    rejected: RejectedCommand | 'greeting' | 'session',
    reply: Reply,
    options: ErrorOptions & {
      readonly sessionResumed?: boolean | undefined;
      readonly isBlockedByFile?: boolean;
      readonly stage?: TransferStage;
      readonly isPlaintext?: boolean;
      readonly requiresTls?: boolean;
    } = {},
  ) {
    super(`${describeRejection(rejected)}: ${formatReply(reply)}`, options);
    const command = typeof rejected === 'string' ? undefined : rejected;
    this.context = typeof rejected === 'string' ? rejected : 'command';
    this.command = command?.display ?? '';
    this.verb = command?.verb ?? '';
    this.reply = reply;
    this.sessionResumed = options.sessionResumed;
    this.isBlockedByFile = options.isBlockedByFile === true;
    this.stage = options.stage;
    this.isPlaintext = options.isPlaintext ?? false;
    this.requiresTls = options.requiresTls ?? false;
  }

  /**
   * The same command may succeed later: after 4yz, and after a 5yz that only reports that the data connection was lost, as
   * ftp-srv does (`550 read ECONNRESET`).
   */
  get isTransient(): boolean {
    if (isTransientRefusal(this.reply)) return true;
    return this.stage === 'broken' && !lastingRefusals.includes(this.reply.code);
  }
}

/** 5yz codes that a server has a lasting reason for, even if the data connection was lost. */
const lastingRefusals: readonly number[] = [
  replyCode.protectionRequired,
  replyCode.notLoggedIn,
  replyCode.accountRequired,
  replyCode.storageExceeded,
  replyCode.nameNotAllowed,
];

function describeRejection(rejected: RejectedCommand | 'greeting' | 'session'): string {
  if (rejected === 'greeting') return 'The server rejected the connection';
  if (rejected === 'session') return 'The server ended the session';
  const { verb, display } = rejected;
  if (verb === 'USER' || verb === 'PASS') return 'The login failed';
  if (verb === 'STOR' || verb === 'APPE') {
    return `Uploading ${sanitize(display.slice(verb.length + 1))} failed`;
  }
  return `"${sanitize(display)}" failed`;
}

/** The rule of the protocol that a server violated. */
export type ProtocolRule =
  /** Replies begin with a code of three digits, and lines and replies have a bounded length. */
  | 'reply-syntax'
  /** Each reply belongs to a command. */
  | 'unsolicited-reply'
  /** A command gets one of the replies that are defined for it. */
  | 'unexpected-reply'
  /** A transfer is confirmed only after all data was sent. */
  | 'premature-completion'
  /** The reply to EPSV or PASV names a port. */
  | 'passive-port'
  /** The reply to HASH or one of the X commands contains the hash. */
  | 'checksum'
  /** Nothing arrives unencrypted after the reply to AUTH. */
  | 'plaintext-after-auth';

const sections: Readonly<Record<ProtocolRule, string>> = {
  'reply-syntax': 'RFC 959, section 4.2',
  'unsolicited-reply': 'RFC 959, section 5.4',
  'unexpected-reply': 'RFC 959, section 4.2.1',
  'premature-completion': 'RFC 959, section 5.4',
  'passive-port': 'RFC 2428, section 3',
  checksum: 'draft-bryan-ftpext-hash',
  'plaintext-after-auth': 'RFC 4217, section 4',
};

/** The server sent something that the protocol does not allow at this point. */
export class ProtocolError extends FtpsError {
  readonly code = 'FTPS_PROTOCOL';
  readonly rule: ProtocolRule;
  /** What was received, truncated and safe to display. */
  readonly received: string;

  constructor(rule: ProtocolRule, problem: string, received: string) {
    const display = sanitize(received);
    super(`Protocol error: ${problem} (${sections[rule]}). Received "${display}".`);
    this.rule = rule;
    this.received = display;
  }
}

/** A command could not be built: its argument cannot be sent as one line. */
export class CommandError extends FtpsError {
  readonly code = 'FTPS_COMMAND';
  readonly verb: string;

  constructor(verb: string, problem: string) {
    super(`The argument of ${verb} cannot be sent: ${problem}.`);
    this.verb = verb;
  }
}
