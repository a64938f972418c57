import { sanitize } from '../../sanitize.ts';

/** One reply of the server: its code and its text, line by line without the code (RFC 959 section 4.2). */
export interface Reply {
  /** Reply code, 100 to 599. */
  readonly code: number;
  /** Text of each line as it came; at least one. For decisions only, never to be shown. */
  readonly lines: readonly string[];
  /** The lines with secrets replaced and control characters escaped: for logs and errors. */
  readonly display: readonly string[];
}

/** Reply codes that decide something here, by their words in the RFCs. */
export const replyCode = {
  serviceReadySoon: 120,
  okay: 200,
  fileStatus: 213,
  serviceClosing: 221,
  passiveMode: 227,
  extendedPassiveMode: 229,
  loggedIn: 230,
  pathname: 257,
  serviceNotAvailable: 421,
  notLoggedIn: 530,
} as const;

/** 1yz: the action has begun, another reply follows. */
export function isPreliminary(reply: Reply): boolean {
  return reply.code < 200;
}

/** 2yz: the action is done. */
export function isCompletion(reply: Reply): boolean {
  return reply.code >= 200 && reply.code < 300;
}

/**
 * 2yz, and nothing that speaks of a connection (x2z) or a login (x3z): those are no answer to what is done to a file,
 * but one that was meant for another command (RFC 959 section 4.2.1).
 */
export function isFileCompletion(reply: Reply): boolean {
  return isCompletion(reply) && !['2', '3'].includes(String(reply.code).charAt(1));
}

/** 3yz: the server waits for the next command of the sequence. */
export function isIntermediate(reply: Reply): boolean {
  return reply.code >= 300 && reply.code < 400;
}

/** 4yz: refused for now; the same command may succeed later. */
export function isTransientRefusal(reply: Reply): boolean {
  return reply.code >= 400 && reply.code < 500;
}

/** 4yz or 5yz: refused. */
export function isRefusal(reply: Reply): boolean {
  return reply.code >= 400;
}

/** The reply as one line that is safe to show: `550 No such directory.` */
export function formatReply(reply: Reply): string {
  return sanitize(`${reply.code} ${reply.display.join(' / ')}`.trimEnd());
}
