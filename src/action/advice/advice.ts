import {
  CancelledError,
  LocalFileError,
  NoChecksumError,
  PlanError,
  PublishError,
  VerificationError,
} from '../../deploy/index.ts';
import type { TlsMode } from '../../ftps/index.ts';
import {
  CertificateError,
  CommandError,
  ConnectionError,
  ConnectionLostError,
  ProtocolError,
  ReplyError,
  TimeoutError,
  TlsError,
} from '../../ftps/index.ts';
import { certificateAdvice } from './certificate-advice.ts';
import { InputError, NoFilesError } from '../errors.ts';
import { patternAdvice } from './pattern-advice.ts';
import { replyAdvice } from './reply-advice.ts';

/** What else bears on the advice: how the run was set up. */
export interface AdviceContext {
  readonly host: string;
  readonly mode: TlsMode;
  readonly passwordIsEmpty: boolean;
  /** Where the login led; undefined when that far nobody came. */
  readonly loginDirectory: string | undefined;
}

/**
 * What to do about an error, in a sentence or two that name what to change in the workflow. Decided by the kind of
 * error, its phase and its codes, never by the server's prose; undefined for inputs, whose error says it all.
 */
export function adviceFor(error: Error, context: AdviceContext): string | undefined {
  if (error instanceof CertificateError) return certificateAdvice(error);
  if (error instanceof ReplyError) return replyAdvice(error, context);
  if (error instanceof TlsError) return tlsAdvice(error, context);
  if (error instanceof ConnectionError) return connectionAdvice(error, context);
  if (error instanceof TimeoutError) return timeoutAdvice(error, context);
  if (error instanceof ConnectionLostError) return lostAdvice(error, context);
  if (error instanceof ProtocolError) return protocolAdvice(error);
  if (error instanceof LocalFileError) {
    return 'Deploy only after the step that writes the files has ended.';
  }
  if (error instanceof PublishError) {
    return 'An account that may upload but not rename or delete needs "publish: direct".';
  }
  if (error instanceof NoChecksumError) {
    return 'Use "verify-uploads: size", or have the server offer one.';
  }
  if (error instanceof VerificationError) {
    return 'If something on the server changes or takes away files as soon as they arrive, use "verify-uploads: none".';
  }
  if (error instanceof NoFilesError) return patternAdvice(error);
  if (error instanceof PlanError) {
    return 'Nothing was uploaded. Change "files" (a line that begins with "!" leaves files out), "base-dir" or "flatten", or the names of the files.';
  }
  if (error instanceof CommandError) return 'A shorter or other name in its place can be sent.';
  if (error instanceof CancelledError) {
    return 'What counts as uploaded is on the server; run the job again for the rest.';
  }
  // Each problem of the inputs says what is expected instead.
  if (error instanceof InputError) return undefined;
  return 'This is no error that the action knows. Please report it, with the transcript (output "transcript").';
}

function connectionAdvice(error: ConnectionError, { mode }: AdviceContext): string {
  if (error.connection === 'data') return passivePorts;
  switch (error.reason) {
    case 'ENOTFOUND':
      return 'Check "server" for a typing error.';
    case 'EAI_AGAIN':
      return 'The name service did not answer; run the job again.';
    case 'ECONNREFUSED':
      return mode === 'implicit'
        ? 'Check "server" and "port"; implicit TLS is usually on port 990. A server that has only port 21 needs "tls-mode: explicit".'
        : 'Check "server" and "port"; a server that has only port 990 needs "tls-mode: implicit".';
    default:
      return 'Check "server" and "port", and whether the server\'s firewall lets the runner in.';
  }
}

const passivePorts =
  "The server chose this port for the data connection (passive mode), and it cannot be reached: open the server's passive port range in its firewall.";

function timeoutAdvice(error: TimeoutError, { mode }: AdviceContext): string {
  switch (error.phase) {
    case 'connect':
      return error.connection === 'data'
        ? passivePorts
        : 'Check "server" and "port". If they are right, a firewall drops the connection: hosters often block the addresses of hosted runners.';
    case 'tls':
      if (error.connection === 'data') {
        return 'The server accepted the data connection but no TLS on it; its log tells why.';
      }
      return mode === 'explicit'
        ? 'The server agreed to TLS but does not answer the handshake; its log tells why.'
        : 'Something listens there but does not answer TLS: check "port", and whether the server wants "tls-mode: explicit".';
    case 'greeting':
      return mode === 'implicit'
        ? 'TLS is up but the server does not greet: it may be overloaded. A higher "timeout" may help.'
        : 'A server that says nothing usually waits for TLS: use "tls-mode: implicit" (usually with port 990).';
    case 'reply':
    case 'transfer':
      return 'The server stopped answering. If it is only slow, set a higher "timeout".';
  }
}

const notSftp =
  'This action speaks FTPS only. Ask the hoster for an FTPS port (usually 990 or 21), or use an SFTP tool.';

const beforeTls =
  'Nothing secret was sent. A faulty server does this, and so does somebody on the way who slips in replies of his own; ask its operator, or use "tls-mode: implicit" if it has a port for that (usually 990).';

function tlsAdvice(error: TlsError, { mode }: AdviceContext): string {
  if (error.connection === 'data' && error.detectedProtocol !== undefined) {
    return 'No byte of a file was sent: the server does not protect its data connections, although it promised to.';
  }
  switch (error.detectedProtocol) {
    case 'ftp':
      return 'Set "tls-mode: explicit" (and "port: 21" if that is the server\'s port).';
    case 'ssh':
      return notSftp;
    case 'other':
      return mode === 'explicit' ? beforeTls : 'Check "server" and "port": this is no FTPS server.';
    case undefined:
      return handshakeAdvice(error.reason);
  }
}

// OpenSSL's codes for alerts; TLS 1.3 has its own for a missing client certificate.
function handshakeAdvice(reason: string): string {
  if (/CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNKNOWN_CA|CERTIFICATE_UNKNOWN/.test(reason)) {
    return 'The server wants a client certificate that it knows: set "tls-client-cert" and "tls-client-key", or check the ones that are set.';
  }
  if (/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|NO_PROTOCOLS|INAPPROPRIATE_FALLBACK/.test(reason)) {
    return 'The server and "tls-min-version" to "tls-max-version" have no TLS version in common; widen them if you may, or have the server updated.';
  }
  if (/HANDSHAKE_FAILURE|NO_SHARED_CIPHER|NO_CIPHERS/.test(reason)) {
    return 'The server broke the handshake off: it has no cipher in common with the runner, or it wants a client certificate ("tls-client-cert", "tls-client-key").';
  }
  return 'The server speaks TLS in a way that is not understood; its log may tell more.';
}

function lostAdvice(error: ConnectionLostError, { mode }: AdviceContext): string {
  if (error.connection === 'data') {
    return 'The server, or a firewall on the way, broke the data connection; the transcript (output "transcript") shows the last replies.';
  }
  if (error.isAlert) return handshakeAdvice(error.reason ?? '');
  if (error.during === 'the TLS handshake') {
    return 'The server ended the connection instead of answering TLS: check "port" and "tls-mode". A server that blocks the runner\'s address does this too.';
  }
  const isFirst = error.during === (mode === 'explicit' ? 'USER' : 'greeting');
  if (isFirst && mode !== 'none') {
    return 'The server ended the session as soon as TLS was up: it may want a client certificate ("tls-client-cert", "tls-client-key"), or block the runner\'s address.';
  }
  if (error.during === 'greeting') {
    return 'The server said nothing: it may block the runner\'s address, or want TLS at once ("tls-mode: implicit").';
  }
  return 'The server, or a firewall on the way, ended the session; the transcript (output "transcript") shows the last replies.';
}

function protocolAdvice(error: ProtocolError): string {
  // The identification of RFC 4253 section 4.2, with which every SSH server begins.
  if (error.received.startsWith('SSH-')) return notSftp;
  if (error.rfc === 'RFC 4217 section 4') return beforeTls;
  return 'Check "server" and "port": is this an FTP server? The transcript (output "transcript") shows what it said.';
}
