import type { Command } from './command.ts';
import type { ControlConnection } from './control-connection.ts';
import { ProtocolError } from '../errors.ts';
import type { Reply } from './reply.ts';
import { formatReply } from './reply.ts';

/**
 * Ends a control connection on which a command got a reply that it cannot have: the reply was meant for another one,
 * so every further reply would be too (RFC 959 section 4.2.1).
 */
export function outOfSync(
  control: ControlConnection,
  { verb }: Command,
  reply: Reply,
): ProtocolError {
  const error = new ProtocolError(`${verb} got a reply that it cannot have`, {
    received: formatReply(reply),
    rfc: 'RFC 959 section 4.2.1',
  });
  control.fail(error);
  return error;
}
