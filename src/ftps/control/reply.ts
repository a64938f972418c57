import { sanitize } from '../../sanitize.ts';

/** A reply of the server: its code and the lines of its text without the code (RFC 959 section 4.2). */
export interface Reply {
  /** 100 to 599. */
  readonly code: number;
  /** The lines as received, decoded by {@link decodeText}; at least one. For decisions only, never for display. */
  readonly lines: readonly string[];
  /**
   * The lines with secrets replaced and control characters escaped: for logs and errors. Of a very long reply only the
   * first lines and the last one.
   */
  readonly display: readonly string[];
  /** Number of lines between the first and the last one that were passed on instead of being kept. */
  readonly omittedLines?: number;
}

/** Reply codes that decisions depend on (RFC 959 section 4.2.2, RFC 2428, RFC 4217). */
export const replyCode = {
  okay: 200,
  superfluous: 202,
  systemStatus: 211,
  directoryStatus: 212,
  fileStatus: 213,
  serviceClosing: 221,
  transferComplete: 226,
  passiveMode: 227,
  extendedPassiveMode: 229,
  loggedIn: 230,
  authAccepted: 234,
  fileActionOkay: 250,
  pathname: 257,
  serviceNotAvailable: 421,
  noDataConnection: 425,
  dataConnectionClosed: 426,
  fileBusy: 450,
  localError: 451,
  unknownCommand: 500,
  argumentError: 501,
  notImplemented: 502,
  parameterNotImplemented: 504,
  protectionRequired: 522,
  notLoggedIn: 530,
  accountRequired: 532,
  fileUnavailable: 550,
  pageTypeUnknown: 551,
  storageExceeded: 552,
  nameNotAllowed: 553,
} as const;

/** 1yz: the command was accepted, and another reply follows. */
export function isPreliminary(reply: Reply): boolean {
  return reply.code < 200;
}

/** 2yz: the command succeeded. */
export function isCompletion(reply: Reply): boolean {
  return reply.code >= 200 && reply.code < 300;
}

/**
 * 2yz, except for x2z (connections) and x3z (login): these can't be replies to a command on a file, so they were meant
 * for another command (RFC 959 section 4.2.1).
 */
export function isFileCompletion(reply: Reply): boolean {
  return isCompletion(reply) && !['2', '3'].includes(String(reply.code).charAt(1));
}

/**
 * Whether a 2yz can be the reply of an odd server to SIZE, such as `220 60`, and isn't one to a transfer, EPSV, PASV, QUIT
 * or the login.
 */
export function isSizeReply(reply: Reply): boolean {
  const isLogin = String(reply.code).charAt(1) === '3';
  return isCompletion(reply) && !isLogin && !(reply.code >= 221 && reply.code <= 229);
}

/** 3yz: the server waits for the next command of the sequence. */
export function isIntermediate(reply: Reply): boolean {
  return reply.code >= 300 && reply.code < 400;
}

/** 4yz: rejected for now; the same command may succeed later. */
export function isTransientRefusal(reply: Reply): boolean {
  return reply.code >= 400 && reply.code < 500;
}

/** 4yz or 5yz: rejected. */
export function isRefusal(reply: Reply): boolean {
  return reply.code >= 400;
}

/**
 * 4yz or 5yz, except for x2z (connections) and x3z (login): the reason is the file or directory, or that the server
 * doesn't support the command.
 */
export function isFileRefusal(reply: Reply): boolean {
  return isRefusal(reply) && !['2', '3'].includes(String(reply.code).charAt(1));
}

/** The server doesn't support a command or its parameter (RFC 959 section 4.2.2). */
export function isUnsupported(reply: Reply): boolean {
  const codes: readonly number[] = [
    replyCode.unknownCommand,
    replyCode.notImplemented,
    replyCode.parameterNotImplemented,
  ];
  return codes.includes(reply.code);
}

/** Whether two replies have the same code and text. */
export function isSameReply(one: Reply, other: Reply): boolean {
  return one.code === other.code && one.lines.join('\n') === other.lines.join('\n');
}

/** The reply as one line that is safe to display: `550 No such directory.` */
export function formatReply(reply: Reply): string {
  return sanitize(`${reply.code} ${reply.display.join(' / ')}`.trimEnd());
}
