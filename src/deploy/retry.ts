import { setTimeout as delay } from 'node:timers/promises';

import {
  ConnectionError,
  ConnectionLostError,
  ProtocolError,
  replyCode,
  ReplyError,
  TimeoutError,
  TlsError,
} from '../ftps/index.ts';
import { VerificationError } from './errors.ts';

/** How many retries there are, and how long to wait before each. */
export interface RetryPolicy {
  /** Attempts after the first. */
  readonly retries: number;
  /** Delay before the first retry, in milliseconds; it doubles with every further one. */
  readonly firstPauseMs: number;
}

const maxDelayMs = 60_000;
/** How much longer to wait for a server that is busy. */
const busyServerFactor = 5;

/** What is retried: opening a connection, creating directories, deleting temporary files, the check of the files on
 * the server, or one file. */
export type RetrySubject =
  'connection' | 'directories' | 'clean-up' | 'server-check' | { readonly remotePath: string };

/** A failed attempt that will be repeated. */
export interface Retry {
  readonly subject: RetrySubject;
  readonly error: Error;
  /** The attempt that failed, from 1. */
  readonly attempt: number;
  /** The maximum number of attempts. */
  readonly attempts: number;
  /** Time until the next attempt, in milliseconds. */
  readonly delayMs: number;
  /** Whether the failed attempt doesn't count. */
  readonly isFree: boolean;
}

/** What {@link withRetries} needs to know. */
export interface RetryOptions {
  readonly subject: RetrySubject;
  readonly policy: RetryPolicy;
  /** Whether to try again after a delay of `delayMs` milliseconds. */
  readonly isTransient: (error: Error, delayMs: number) => boolean;
  /** Whether a failed attempt doesn't count. */
  readonly isFree: (error: Error) => boolean;
  readonly onRetry: (retry: Retry) => void;
  readonly signal: AbortSignal;
}

/**
 * Runs `work` until it succeeds, fails permanently or has used up its retries, and throws the last error.
 *
 * @throws The signal's reason when it is aborted, immediately even during a delay.
 */
export async function withRetries<T>(options: RetryOptions, work: () => Promise<T>): Promise<T> {
  const { subject, policy, signal } = options;
  let attempt = 1;
  for (;;) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (thrown) {
      const error = thrown as Error;
      signal.throwIfAborted();
      const isFree = options.isFree(error);
      const isLast = attempt > policy.retries && !isFree;
      const delayMs = retryDelay(attempt, error, policy);
      if (isLast || !options.isTransient(error, delayMs)) throw error;
      options.onRetry({ subject, error, attempt, attempts: policy.retries + 1, delayMs, isFree });
      if (!isFree) attempt += 1;
      await delay(delayMs, undefined, { signal }).catch(() => undefined);
    }
  }
}

/**
 * Delay before a retry, in milliseconds. It doubles with every attempt and is longer for a busy server. The actual
 * delay is a random value between half of that and all of it, so that runs that failed together don't retry together.
 */
export function retryDelay(attempt: number, error: Error, { firstPauseMs }: RetryPolicy): number {
  const factor = isBusy(error) ? busyServerFactor : 1;
  const longest = Math.min(firstPauseMs * factor * 2 ** (attempt - 1), maxDelayMs);
  return Math.round(longest * (0.5 + Math.random() / 2));
}

/**
 * Whether an upload is worth a retry: after 4yz, a lost connection, a timeout, a reply that leaves the session out of
 * sync, or a failed verification. Never after 5yz, or an error about a certificate or a local file.
 */
export function isTransient(error: Error): boolean {
  if (error instanceof ReplyError) return error.isTransient;
  if (error instanceof ConnectionError) return error.connection === 'data' || mayRecover(error);
  return (
    error instanceof TimeoutError ||
    error instanceof ConnectionLostError ||
    error instanceof ProtocolError ||
    error instanceof VerificationError
  );
}

/** What has already worked when connecting fails. */
export interface ConnectionHistory {
  /** Whether the server has sent a valid certificate or a greeting before. */
  readonly hasAnswered: boolean;
  /** Whether a login has succeeded, so that the password is known to be right. */
  readonly hasLoggedIn: boolean;
}

/**
 * Whether connecting is worth a retry. A server that refuses the very first connection is down, or the port is wrong;
 * one that has answered before may come back. A server that doesn't speak FTP, or rejects our TLS or client
 * certificate, will do so again.
 *
 * A password is sent once, because servers lock accounts after a few failures. So no refusal of USER or PASS is retried
 * except 421, with which the server closes the connection without a judgment. After PASS was sent, a lost connection
 * and a timeout are final too. Once a login has succeeded in the run, the password is known to be right, and both are
 * retried, as is a temporary refusal (4yz).
 */
export function isTransientAtConnect(error: Error, history: ConnectionHistory): boolean {
  if (error instanceof ProtocolError) return false;
  if (error instanceof ConnectionLostError && error.isAlert) return false;
  if (error instanceof ConnectionError && error.reason === 'ECONNREFUSED') {
    return history.hasAnswered;
  }
  if (error instanceof ReplyError) return isTransientRefusal(error, history);
  if (error instanceof ConnectionLostError || error instanceof TimeoutError) {
    return error.verb !== 'PASS' || history.hasLoggedIn;
  }
  return isTransient(error);
}

function isTransientRefusal(error: ReplyError, { hasLoggedIn }: ConnectionHistory): boolean {
  if (error.requiresTls) return false;
  const isLogin = error.verb === 'USER' || error.verb === 'PASS';
  return isBusy(error) || (error.isTransient && (hasLoggedIn || !isLogin));
}

/** Whether the server has no room for another connection. ProFTPD says so with 530, also instead of a greeting. */
export function isBusy(error: Error): boolean {
  if (!(error instanceof ReplyError)) return false;
  const { context, reply } = error;
  const isFull = context === 'greeting' && reply.code === replyCode.notLoggedIn;
  return isFull || reply.code === replyCode.serviceNotAvailable;
}

/**
 * Whether a connection attempt failed because no FTPS server answers on the port: it is closed, a firewall drops the
 * packets, or something else listens there. Not if the host name is unknown.
 */
export function isWithoutAnswer(error: Error): boolean {
  if (error instanceof ConnectionError) return !['ENOTFOUND', 'EAI_AGAIN'].includes(error.reason);
  if (error instanceof TlsError) return error.detectedProtocol === 'other';
  if (error instanceof ConnectionLostError) return !error.isAlert;
  return error instanceof TimeoutError;
}

function mayRecover(error: ConnectionError): boolean {
  return !['ENOTFOUND', 'EACCES', 'EPERM', 'EINVAL'].includes(error.reason);
}
