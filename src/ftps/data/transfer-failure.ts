import type { ControlConnection } from '../control/control-connection.ts';
import { Deadline } from '../deadline.ts';
import { CertificateError, TlsError } from '../errors.ts';
import type { Exchange } from '../control/exchange.ts';
import { limits } from '../limits.ts';
import type { Reply } from '../control/reply.ts';

/**
 * Takes the final reply of a failed transfer off the control connection, so that the next command gets its own.
 *
 * @param reason - Why the transfer failed; it ends the control connection too when no reply comes in time.
 * @returns undefined when the control connection has ended.
 */
export async function drainFinalReply(
  reason: Error,
  control: ControlConnection,
  exchange: Exchange,
): Promise<Reply | undefined> {
  using _deadline = new Deadline(Math.min(limits.refusalGraceMs, control.timeoutMs), () => {
    control.fail(reason);
  });
  return await exchange.final.catch(() => undefined);
}

/**
 * Whether we hung up because the peer of the data connection proved to be the wrong one. What the server says to that
 * explains nothing, and must not hide why we did.
 */
export function isUntrustedPeer(error: Error): boolean {
  return (
    error instanceof CertificateError ||
    (error instanceof TlsError && error.detectedProtocol !== undefined)
  );
}
