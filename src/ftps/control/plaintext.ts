import type { ClientOptions } from '../client-options.ts';
import type { PlaintextProtocol } from '../connection-errors.ts';
import { ConnectionLostError, TlsError } from '../connection-errors.ts';
import { note, replyLines } from './dialogue.ts';
import type { ReplyContext } from '../errors.ts';
import { ReplyError } from '../errors.ts';
import type { Redact } from './redaction.ts';
import { redactionOf } from './redaction.ts';
import type { Reply } from './reply.ts';
import { formatReply, isRefusal } from './reply.ts';
import { sanitize } from '../../sanitize.ts';
import { PlaintextError } from '../tls/guarded-socket.ts';

/**
 * Explains a handshake that failed because the server sent something unencrypted. A 4yz or 5yz reply is a refusal, for
 * example of a server that is full or whose TLS is misconfigured, and says nothing about the TLS mode. Anything else
 * shows which protocol the server speaks instead.
 *
 * @param error - What the handshake has thrown; returned unchanged if it has another reason.
 * @param rejected - What a refusal is about.
 */
export function explainPlaintext(
  error: unknown,
  options: ClientOptions,
  rejected: Exclude<ReplyContext, 'command'>,
): unknown {
  if (!(error instanceof TlsError) || !(error.cause instanceof PlaintextError)) return error;
  const { bytes } = error.cause;
  const reply = parsePlaintextReply(bytes, redactionOf(options.secrets ?? []));
  if (reply !== undefined && isRefusal(reply)) {
    for (const line of replyLines(reply)) options.onDialogue(line);
    return new ReplyError(rejected, reply, { isPlaintext: true, cause: error });
  }
  const { connection, endpoint, reason } = error;
  // After a reply to AUTH, replies show that the server doesn't start TLS, not that it needs another mode.
  const isFtp = reply !== undefined && rejected === 'greeting';
  const detectedProtocol = isFtp ? 'ftp' : protocolOf(bytes);
  return new TlsError({ connection, endpoint, reason, detectedProtocol, cause: error });
}

/** A data connection on which the server has sent something unencrypted instead of TLS. */
export type UnencryptedDataError = TlsError | ConnectionLostError;

/**
 * Explains a data connection that isn't encrypted with what the server sends on another one. A 4yz or 5yz reply is a
 * refusal, so the next attempt may succeed.
 *
 * @returns undefined when it isn't a reply.
 */
export function explainData(
  error: UnencryptedDataError,
  bytes: Buffer,
  { secrets = [], onDialogue }: Pick<ClientOptions, 'secrets' | 'onDialogue'>,
): UnencryptedDataError | undefined {
  const reply = parsePlaintextReply(bytes, redactionOf(secrets));
  if (reply === undefined) return undefined;
  const plaintext = formatReply(reply);
  onDialogue(note(`unencrypted data received on the data connection: ${plaintext}`));
  const { connection, endpoint, reason = '' } = error;
  const options = { connection, endpoint, plaintext, cause: error };
  return isRefusal(reply) || error instanceof ConnectionLostError
    ? new ConnectionLostError({ ...options, phase: 'tls' })
    : new TlsError({ ...options, reason, detectedProtocol: 'ftp' });
}

function protocolOf(bytes: Buffer): PlaintextProtocol {
  return bytes.toString('latin1').trimStart().startsWith('SSH-') ? 'ssh' : 'other';
}

/**
 * Reads the reply that unencrypted data starts with, even if the server has closed the connection in the middle of it.
 *
 * @returns undefined when it isn't a reply.
 */
export function parsePlaintextReply(bytes: Buffer, redact: Redact): Reply | undefined {
  const text = bytes.toString('utf8').trimStart();
  const [, code, separator] = /^([1-5]\d\d)(?:([ -])|\r?\n|$)/.exec(text) ?? [];
  if (code === undefined) return undefined;
  const all = text.trimEnd().split(/\r?\n/);
  const last = all.findIndex((line) => line === code || line.startsWith(`${code} `));
  const end = separator === '-' && last === -1 ? all.length : Math.max(last, 0) + 1;
  const lines = all
    .slice(0, end)
    .map((line) => (line.startsWith(code) ? line.slice(code.length + 1) : line));
  const display = lines.map((line) => sanitize(redact(line)));
  return { code: Number(code), lines, display };
}
