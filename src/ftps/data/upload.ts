import type { Command } from '../control/command.ts';
import type { ControlConnection } from '../control/control-connection.ts';
import type { DataConnection } from './data-connection.ts';
import { FtpsError, ProtocolError, ReplyError } from '../errors.ts';
import type { Exchange } from '../control/exchange.ts';
import type { Reply } from '../control/reply.ts';
import { isCompletion, isPreliminary, isRefusal, formatReply } from '../control/reply.ts';
import { drainFinalReply, isUntrustedPeer } from './transfer-failure.ts';
import type { UploadBuffers, UploadSource } from './upload-source.ts';

/** The two connections of one upload, and what goes over them. */
export interface Upload {
  readonly control: ControlConnection;
  readonly data: DataConnection;
  /** STOR or APPE with the remote path. */
  readonly command: Command;
  /** Sends the command, with what travels in the same write, and gives its exchange. */
  readonly begin: () => Exchange;
  readonly source: UploadSource;
  readonly buffers: UploadBuffers;
  /**
   * Wait for TCP on the data connection before STOR leaves. It costs a round trip and saves the old file when
   * the passive ports turn out to be closed: a server empties the file when it sees STOR.
   */
  readonly connectFirst: boolean;
  /** Milliseconds between signs of life on the control connection. */
  readonly keepAliveMs: number;
  readonly onProgress: ((bytesSent: number) => void) | undefined;
}

/**
 * Carries out one upload (RFC 959 section 5.4): STOR, a preliminary reply, the bytes, the final reply.
 *
 * The final reply is the authority. It may come before or after the data connection's end; a success that comes
 * before everything was sent is no success. When the data connection breaks, the server's own words for it, if
 * they come soon, are the error.
 *
 * @returns The bytes sent.
 * @throws {@link ReplyError} when the server refuses.
 * @throws {@link ConnectionError}, {@link ConnectionLostError}, {@link TimeoutError}, {@link TlsError},
 *   {@link CertificateError} when a connection fails.
 * @throws {@link ProtocolError} when replies come that make no sense.
 */
export async function upload(options: Upload): Promise<number> {
  const { control, data } = options;
  let exchange: Exchange | undefined;
  try {
    if (options.connectFirst) await data.connected();
    exchange = options.begin();
    using _signsOfLife = keepAlive(control, options.keepAliveMs);
    const sent = await transfer(options, exchange);
    const final = await control.waitFor(exchange.final, options.command);
    if (!endsTransfer(final, control)) throw refusal(options.command, final, data);
    await data.ended();
    return sent;
  } catch (error) {
    data.abort(error as Error);
    options.buffers.reset();
    if (exchange === undefined) throw error;
    throw await transferError(error as Error, options, exchange);
  }
}

async function transfer(options: Upload, exchange: Exchange): Promise<number> {
  const { control, data } = options;
  exchange.final.then(
    (reply) => {
      if (!data.isComplete) data.abort(refusal(options.command, reply, data));
    },
    (error: unknown) => {
      data.abort(error as Error);
    },
  );
  await data.secure();
  // No byte of the file leaves before the server has agreed. This costs no time: the servers agree before, or
  // together with, their part of the handshake.
  const first = await control.waitFor(exchange.first, options.command);
  if (!isPreliminary(first)) throw refusal(options.command, first, data);
  return await data.send(options.source, options.buffers, options.onProgress);
}

/** Sends signs of life on the control connection, which is silent until the final reply. */
function keepAlive(control: ControlConnection, everyMs: number): Disposable {
  const pulse = setInterval(() => {
    control.keepAlive();
  }, everyMs);
  return {
    [Symbol.dispose]() {
      clearInterval(pulse);
    },
  };
}

// 200 is what NOOP is answered with, so it cannot end a transfer during which one was sent.
function endsTransfer(final: Reply, control: ControlConnection): boolean {
  return isCompletion(final) && !(final.code === 200 && control.mayExpectNoopReply);
}

function refusal(store: Command, reply: Reply, data: DataConnection): FtpsError {
  if (isRefusal(reply)) return new ReplyError(store, reply, { sessionResumed: data.resumed });
  return new ProtocolError(
    isCompletion(reply)
      ? `${store.verb} was confirmed before the file was sent`
      : `${store.verb} got a reply that it cannot have`,
    { received: formatReply(reply), rfc: 'RFC 959 section 5.4' },
  );
}

/**
 * After a failure: takes the final reply off the control connection, so that the next command gets its own, and
 * prefers a refusal in it to the mere fact that a connection broke.
 */
async function transferError(error: Error, options: Upload, exchange: Exchange): Promise<Error> {
  const { control, data } = options;
  const reply = exchange.settled ?? (await drainFinalReply(error, control, exchange));
  // Looked at after the wait: when a server goes away, either connection may be the first to tell.
  if (control.failure !== undefined && !isUntrustedPeer(error)) return control.failure;
  if (reply === undefined) return error;
  // A success that the server announces for a file that was not sent leaves it in doubt what it answers to.
  if (error instanceof ProtocolError) control.fail(error);
  const isFaultOfConnection = error instanceof FtpsError && !(error instanceof ReplyError);
  if (!isFaultOfConnection || isUntrustedPeer(error) || !isRefusal(reply)) return error;
  return new ReplyError(options.command, reply, { cause: error, sessionResumed: data.resumed });
}
