import type { Command } from '../control/command.ts';
import type { ControlConnection } from '../control/control-connection.ts';
import type { DataConnection } from './data-connection.ts';
import { ProtocolError, ReplyError } from '../errors.ts';
import type { Exchange } from '../control/exchange.ts';
import { limits } from '../limits.ts';
import type { Reply } from '../control/reply.ts';
import { isCompletion, isPreliminary, isRefusal, formatReply } from '../control/reply.ts';
import { drainFinalReply, isUntrustedPeer } from './transfer-failure.ts';

/** The two connections of one listing. */
export interface Listing {
  readonly control: ControlConnection;
  readonly data: DataConnection;
  /** MLSD or LIST. */
  readonly command: Command;
}

/**
 * Has a directory listed and throws the listing away (RFC 959 section 5.4, RFC 3659 section 7): what uses a data
 * connection and changes nothing on the server.
 *
 * A listing that does not end is broken off, and counts: what was to be seen has been seen by then.
 *
 * @throws {@link ReplyError} when the server refuses; without `sessionResumed` before any TLS on the data connection.
 * @throws {@link ConnectionError}, {@link ConnectionLostError}, {@link TimeoutError}, {@link TlsError},
 *   {@link CertificateError} when a connection fails.
 * @throws {@link ProtocolError} when a reply comes that makes no sense.
 */
export async function discardListing(listing: Listing): Promise<void> {
  const { control, data, command } = listing;
  await data.connected();
  const [exchange] = control.send(command);
  // A server that refuses begins no TLS; the handshake would wait for it in vain.
  exchange.final.then(
    (reply) => {
      if (isRefusal(reply)) data.abort(refusal(listing, reply));
    },
    (error: unknown) => {
      data.abort(error as Error);
    },
  );
  try {
    await receive(listing, exchange);
  } catch (error) {
    data.abort(error as Error);
    throw await transferError(error as Error, listing, exchange);
  }
}

async function receive(listing: Listing, exchange: Exchange): Promise<void> {
  const { control, data, command } = listing;
  await data.secure();
  const first = await control.waitFor(exchange.first, command);
  if (!isPreliminary(first)) throw refusal(listing, first);
  if (await data.discard(limits.listingBytes, limits.listingMs)) {
    const final = await control.waitFor(exchange.final, command);
    if (!isCompletion(final)) throw refusal(listing, final);
  } else {
    const reason = new Error('The listing was long enough.');
    data.abort(reason);
    await drainFinalReply(reason, control, exchange);
  }
}

function refusal({ command, data }: Listing, reply: Reply): ReplyError | ProtocolError {
  if (isRefusal(reply)) return new ReplyError(command, reply, { sessionResumed: data.resumed });
  return new ProtocolError(`${command.verb} got a reply that it cannot have`, {
    received: formatReply(reply),
    rfc: 'RFC 959 section 5.4',
  });
}

// The server's own words for a data connection that broke are a better error than the mere fact.
async function transferError(error: Error, listing: Listing, exchange: Exchange): Promise<Error> {
  const { control, data, command } = listing;
  // Which command a reply that makes no sense was meant for is in doubt.
  if (error instanceof ProtocolError) control.fail(error);
  if (error instanceof ReplyError || isUntrustedPeer(error)) return error;
  const reply = exchange.settled ?? (await drainFinalReply(error, control, exchange));
  if (control.failure !== undefined) return control.failure;
  if (reply === undefined || !isRefusal(reply)) return error;
  return new ReplyError(command, reply, { cause: error, sessionResumed: data.resumed });
}
