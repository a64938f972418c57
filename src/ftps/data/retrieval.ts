import { pathCommand } from '../control/command.ts';
import type { ControlConnection } from '../control/control-connection.ts';
import { Exchange } from '../control/exchange.ts';
import type { Reply } from '../control/reply.ts';
import { formatReply, isCompletion, isPreliminary, replyCode } from '../control/reply.ts';
import type { WorkingDirectory } from '../control/working-directory.ts';
import { Deadline } from '../deadline.ts';
import { ProtocolError, ReplyError } from '../errors.ts';
import { limits } from '../limits.ts';
import type { Pipelining } from '../control/pipelining.ts';
import type { OptionalParts } from '../optional-parts.ts';
import { MemorySink } from './memory-sink.ts';
import type { PassiveConnector } from './passive-connector.ts';
import type { Transfer } from './transfer.ts';

/** What to retrieve. */
export interface RetrievalRequest {
  readonly path: string;
  /** A file with more bytes isn't retrieved. */
  readonly maxBytes: number;
  /** Milliseconds for the whole transfer. Default: 10 minutes. */
  readonly maxMs?: number;
}

/** The result of retrieving a file. */
export type Retrieval =
  | { readonly outcome: 'retrieved'; readonly bytes: Buffer }
  /** 550 or 551 without any data: usually the file doesn't exist, but it may be unreadable as well. */
  | { readonly outcome: 'refused'; readonly refusal: ReplyError }
  /** The file is longer than requested, or arrives too slowly. */
  | { readonly outcome: 'cut-off' };

/**
 * Retrieves a file into memory (RETR, RFC 959 section 4.1.3). Both the final reply and the end of the data connection
 * must show success.
 *
 * A connection that is closed without the end of TLS looks like the end of the data. Compare the number of bytes with
 * SIZE where it matters.
 *
 * @throws what {@link WorkingDirectory.enter}, {@link Transfer.open} and {@link Transfer.run} throw.
 */
export async function retrieve(
  transfer: Transfer,
  request: RetrievalRequest,
  { working, optional }: Pick<RetrievalContext, 'working' | 'optional'>,
): Promise<Retrieval> {
  const { path, maxBytes, maxMs = limits.retrievalMs } = request;
  const missing = await working.enter(path);
  if (missing !== undefined) return refused(new ReplyError(missing.command, missing.reply));
  const sink = new MemorySink(maxBytes);
  const tooLong = new Error('The file is too long.');
  const cutOff = () => {
    transfer.abort(tooLong);
  };
  // It changes nothing on the server, so it may leave together with the TCP connection.
  const data = await transfer.open({ waits: !optional.isUsable('early-retrieval') });
  try {
    await transfer.run(data, {
      command: pathCommand('RETR', working.pathOf(path)),
      move: async () => {
        using _deadline = new Deadline(maxMs, cutOff);
        for await (const chunk of data.receive()) if (!sink.add(chunk)) cutOff();
      },
    });
    return { outcome: 'retrieved', bytes: sink.bytes };
  } catch (error) {
    if (transfer.abortReason === tooLong) return { outcome: 'cut-off' };
    // The next attempt waits for the data connection, and tries another port.
    const mustWait = !data.wasOpen && transfer.abortReason === undefined && !isAboutPath(error);
    if (mustWait) optional.drop('early-retrieval', (error as Error).message, error as Error);
    if (sink.bytes.length === 0 && error instanceof ReplyError) return refused(error);
    throw error;
  }
}

/** What retrievals of a client share. */
export interface RetrievalContext {
  readonly control: ControlConnection;
  readonly passive: PassiveConnector;
  readonly pipelining: Pipelining;
  readonly optional: OptionalParts;
  readonly working: WorkingDirectory;
}

/**
 * Whether the server refuses RETR of a file that is probably missing. No data connection is opened for that, and the port
 * for the next transfer is requested in the same write: this takes one round trip instead of three. Requires that a port
 * was requested and not used yet, and that no transfer is running.
 *
 * @returns False when that is unknown: {@link retrieve} decides then.
 * @throws {@link ProtocolError} when the file is there, which closes the connection; otherwise what
 *   {@link ControlConnection.execute} throws.
 */
export async function isRefusedEarly(
  { control, passive, pipelining, optional, working }: RetrievalContext,
  path: string,
): Promise<boolean> {
  if (pipelining.mode === 'off' || working.usesPlainNames) return false;
  if (!optional.isUsable('early-retrieval')) return false;
  await working.prepare(path);
  if (!(await passive.skip())) return false;
  const retrieval = new Exchange(pathCommand('RETR', path));
  const port = new Exchange(passive.command);
  control.send([retrieval, port]);
  const reply = await control.firstReply(retrieval);
  if (isPreliminary(reply)) {
    // The command for the other port may close the one that the server now waits at.
    const received = formatReply(reply);
    const error = new ProtocolError('unexpected-reply', 'unexpected reply to RETR', received);
    optional.drop('early-retrieval', received, error);
    control.fail(error);
    throw error;
  }
  if (isCompletion(reply)) throw control.outOfSync(retrieval.command, reply);
  passive.expect(port);
  return isAboutFile(reply);
}

/** @throws `refusal` when it isn't about the file, as after 4yz, or when the data connection was lost. */
function refused(refusal: ReplyError): Retrieval {
  if (!isAboutPath(refusal)) throw refusal;
  return { outcome: 'refused', refusal };
}

/** Whether an error is a permanent refusal of a file or its directory. */
function isAboutPath(error: unknown): boolean {
  return (
    error instanceof ReplyError &&
    ['RETR', 'CWD'].includes(error.verb) &&
    isAboutFile(error.reply) &&
    !error.isTransient
  );
}

function isAboutFile({ code }: Reply): boolean {
  return code === replyCode.fileUnavailable || code === replyCode.pageTypeUnknown;
}
