import { setTimeout as pause } from 'node:timers/promises';

import {
  ConnectionError,
  ConnectionLostError,
  ProtocolError,
  ReplyError,
  TimeoutError,
} from '../ftps/index.ts';
import { VerificationError } from './errors.ts';

/** How often to try again, and how long to wait before. */
export interface RetryPolicy {
  /** Further tries after the first. */
  readonly retries: number;
  /** Milliseconds before the first retry; each further pause is twice as long. */
  readonly firstPauseMs: number;
}

const longestPauseMs = 60_000;
const serviceNotAvailable = 421;
const busyServerFactor = 5;

/** What a failed attempt leads to, told before the pause. */
export type RetryListener = (error: Error, pauseMs: number) => void;

/**
 * Runs `attempt` until it succeeds, fails for good or has been tried often enough; the last error is thrown.
 *
 * @throws The signal's reason when it is aborted, at once also during a pause.
 */
export async function withRetries<T>(
  options: {
    readonly policy: RetryPolicy;
    readonly isTransient: (error: Error) => boolean;
    /** Whether a failed attempt does not count; asked once for each. */
    readonly isForgiven?: (error: Error) => boolean;
    readonly onRetry: RetryListener;
    readonly signal: AbortSignal;
  },
  attempt: () => Promise<T>,
): Promise<T> {
  const { policy, signal } = options;
  let number = 1;
  for (;;) {
    signal.throwIfAborted();
    try {
      return await attempt();
    } catch (thrown) {
      const error = thrown as Error;
      signal.throwIfAborted();
      const isForgiven = options.isForgiven?.(error) === true;
      const isUsedUp = number > policy.retries && !isForgiven;
      if (isUsedUp || !options.isTransient(error)) throw error;
      const waitMs = pauseBefore(number, error, policy);
      if (!isForgiven) number += 1;
      options.onRetry(error, waitMs);
      await pause(waitMs, undefined, { signal }).catch(() => undefined);
    }
  }
}

/**
 * Milliseconds to wait before retry number `retry`: doubled each time, longer for a server that has no room (421), and
 * somewhere between half and all of that, so that runs that failed together do not come back together.
 */
export function pauseBefore(
  retry: number,
  error: Error,
  policy: RetryPolicy,
  random: () => number = Math.random,
): number {
  const isFull = error instanceof ReplyError && error.reply.code === serviceNotAvailable;
  const factor = isFull ? busyServerFactor : 1;
  const longest = Math.min(policy.firstPauseMs * factor * 2 ** (retry - 1), longestPauseMs);
  return Math.round(longest * (0.5 + random() / 2));
}

/**
 * Whether a file is worth another try: after 4yz, a reset, an early end, a time-out, a reply that leaves the session
 * in doubt, or an upload that arrived wrong. Never after 5yz, a certificate or a local file.
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

/**
 * Whether connecting is worth another try. What refuses the very first connection is a wrong port or a server that is
 * down; one that has been there before may come back. What speaks no FTP will not learn it, and what refuses our TLS or
 * our client certificate will do so again.
 */
export function isTransientAtConnect(error: Error, wasConnected: boolean): boolean {
  if (error instanceof ProtocolError) return false;
  if (error instanceof ConnectionLostError && error.isAlert) return false;
  if (error instanceof ConnectionError && error.reason === 'ECONNREFUSED') return wasConnected;
  return isTransient(error);
}

function mayRecover(error: ConnectionError): boolean {
  return !['ENOTFOUND', 'EACCES', 'EPERM', 'EINVAL'].includes(error.reason);
}
