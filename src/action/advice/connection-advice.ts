import type {
  ConnectionError,
  ConnectionLostError,
  ProtocolError,
  TimeoutError,
  TlsError,
} from '../../ftps/index.ts';
import type { AdviceContext } from './advice-context.ts';
import { partialFileNote } from './file-notes.ts';
import { alternativePortAdvice, notSftp } from './port-advice.ts';

const workedBefore =
  'The server accepted a login earlier in this run, so the inputs are correct. It may have restarted, or it limits connections. Re-run the job later.';

const otherMode = {
  implicit: 'If the server only has port 21, set "port: 21" and "tls-mode: explicit".',
  explicit: 'If the server only has port 990, set "port: 990" and "tls-mode: implicit".',
  none: 'If the server only has port 990, set "port: 990" and "tls-mode: implicit".',
} as const;

/** A TCP connection could not be opened. */
export function connectionAdvice(error: ConnectionError, context: AdviceContext): string {
  if (error.connection === 'data') return passivePortAdvice(context);
  if (context.hasLoggedIn) return workedBefore;
  switch (error.reason) {
    case 'ENOTFOUND':
      return 'Check "server" for a typo. A name that only exists in your own network requires a self-hosted runner.';
    case 'EAI_AGAIN':
      return "The name service didn't respond. Re-run the job.";
    case 'ECONNREFUSED':
      return (
        alternativePortAdvice(context) ?? `Check "server" and "port". ${otherMode[context.tlsMode]}`
      );
    default:
      return (
        alternativePortAdvice(context) ??
        'Check "server" and "port", and whether the server\'s firewall allows the runner.'
      );
  }
}

function passivePortAdvice({ dataConnections }: AdviceContext): string {
  return dataConnections > 0
    ? "Other data connections of this run worked, so the firewall only opens a part of the server's passive port range. Open all of it, or ask your host to."
    : "The server chose this port for the data connection (passive mode), but it can't be reached. Open the server's passive port range in its firewall, or ask your host to.";
}

/** The server or the network didn't respond in time. */
export function timeoutAdvice(error: TimeoutError, context: AdviceContext): string {
  switch (error.phase) {
    case 'connect':
    case 'tls':
    case 'greeting':
      return error.connection === 'data'
        ? dataTimeoutAdvice(error, context)
        : openingTimeoutAdvice(error, context);
    case 'reply':
    case 'transfer':
    case 'idle':
      return replyTimeoutAdvice(error, context);
  }
}

function dataTimeoutAdvice({ phase }: TimeoutError, context: AdviceContext): string {
  return phase === 'connect'
    ? passivePortAdvice(context)
    : "The server accepted the data connection but didn't complete TLS. Check the server's log, or ask your host to.";
}

function openingTimeoutAdvice({ phase }: TimeoutError, context: AdviceContext): string {
  const { tlsMode, hasLoggedIn } = context;
  if (hasLoggedIn) return workedBefore;
  const found = alternativePortAdvice(context);
  if (found !== undefined) return found;
  if (phase === 'connect') {
    return `Check "server" and "port". ${otherMode[tlsMode]} If they are correct, a firewall drops the connection: many hosts block the IP addresses of hosted runners.`;
  }
  if (phase === 'tls') {
    return tlsMode === 'explicit'
      ? "The server agreed to TLS but doesn't respond to the handshake. Check the server's log, or ask your host to."
      : 'The port is open but doesn\'t respond to TLS. Check "port", and whether the server needs "tls-mode: explicit".';
  }
  return tlsMode === 'implicit'
    ? 'TLS is established but the server doesn\'t send a greeting. It may be overloaded. Try a higher "timeout".'
    : 'A server that sends nothing usually waits for TLS. Set "tls-mode: implicit" (usually with port 990).';
}

function replyTimeoutAdvice({ phase, verb }: TimeoutError, context: AdviceContext): string {
  if (phase === 'reply' && isLogin(verb) && !context.hasLoggedIn) {
    return 'The server didn\'t respond to the login. If it only takes long to check the password, set a higher "timeout". Logins aren\'t retried, to avoid locking the account.';
  }
  return `The server stopped responding. If it is only slow, set a higher "timeout".${partialFileNote(context)}`;
}

function isLogin(verb: string | undefined): boolean {
  return verb === 'USER' || verb === 'PASS';
}

const beforeTls =
  'No credentials were sent. The cause is either a faulty server or someone tampering with the connection. Ask your host, or set "tls-mode: implicit" if the server has a port for it (usually 990).';

/** The TLS handshake failed. */
export function tlsAdvice(error: TlsError, context: AdviceContext): string {
  if (error.connection === 'data' && error.detectedProtocol !== undefined) {
    return "No file data was sent. The server doesn't encrypt its data connections, although it agreed to. Ask your host to correct its TLS configuration.";
  }
  switch (error.detectedProtocol) {
    case 'ftp':
      return 'Set "tls-mode: explicit" (and "port: 21" if that is the server\'s port).';
    case 'ssh':
      return notSftp;
    case 'other':
      if (context.tlsMode === 'explicit') return beforeTls;
      return (
        alternativePortAdvice(context) ?? 'Check "server" and "port": this is not an FTPS server.'
      );
    case undefined:
      return handshakeAdvice(error.reason, context);
  }
}

// OpenSSL's codes for TLS alerts; TLS 1.3 has its own for a missing client certificate.
function handshakeAdvice(reason: string, { certificateNeedsTls13 }: AdviceContext): string {
  if (/CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNKNOWN_CA|CERTIFICATE_UNKNOWN/.test(reason)) {
    return 'The server requires a client certificate that it trusts. Set "tls-client-cert" and "tls-client-key", or check them if they are set.';
  }
  if (/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|NO_PROTOCOLS|INAPPROPRIATE_FALLBACK/.test(reason)) {
    if (certificateNeedsTls13) {
      return 'The server doesn\'t support TLS 1.3, which "tls-client-cert" requires by default: under TLS 1.2, the client certificate is sent before the server\'s certificate is verified, so anyone on the network can read it. If that is acceptable, set "tls-min-version: TLSv1.2".';
    }
    return 'The server supports no TLS version from "tls-min-version" to "tls-max-version". Widen the range if you can, or ask your host to update the server.';
  }
  if (/HANDSHAKE_FAILURE|NO_SHARED_CIPHER|NO_CIPHERS/.test(reason)) {
    return 'The server aborted the handshake. Either it has no cipher in common with the runner, or it requires a client certificate ("tls-client-cert", "tls-client-key").';
  }
  return "The TLS handshake failed for an unknown reason. Check the server's log, or ask your host to.";
}

/** A connection ended or was reset. */
export function lostAdvice(error: ConnectionLostError, context: AdviceContext): string {
  if (error.plaintext !== undefined) return plaintextAdvice(error, context);
  if (error.connection === 'data') {
    return `The server or a firewall in between closed the data connection. If it happens again, check the disk space, the quota and the server's log, or ask your host to.${partialFileNote(context)}`;
  }
  if (error.isAlert) return handshakeAdvice(error.reason ?? '', context);
  if (error.phase === 'tls' || error.phase === 'greeting') {
    return context.hasLoggedIn ? workedBefore : lostOpeningAdvice(error, context);
  }
  return lostSessionAdvice(error, context);
}

/** The server sent something unencrypted on a connection that uses TLS. */
function plaintextAdvice({ connection, verb }: ConnectionLostError, context: AdviceContext) {
  if (connection === 'data') {
    return `The server didn't encrypt this data connection, although it agreed to. No data of this file was sent. Check the server's log, or ask your host to.${partialFileNote(context)}`;
  }
  if (verb === 'PASS' && !context.hasLoggedIn) {
    return "The server sent unencrypted text after the password, which usually means that the password is correct but the server's configuration isn't. vsftpd does this (\"500 OOPS\") if the home directory of the account is missing or, with chroot, writable. Ask your host. Logins aren't retried, to avoid locking the account.";
  }
  return `The server sent unencrypted text on an encrypted connection, which usually means that its process failed (vsftpd does this: "500 OOPS"). Check the server's log, or ask your host to.${partialFileNote(context)}`;
}

const afterHandshake =
  'The server closed the connection right after the TLS handshake. It may require a client certificate ("tls-client-cert", "tls-client-key"), or block the runner\'s IP address.';

function lostOpeningAdvice({ phase }: ConnectionLostError, context: AdviceContext): string {
  if (phase === 'greeting' && context.tlsMode === 'implicit') return afterHandshake;
  return (
    alternativePortAdvice(context) ??
    (phase === 'tls'
      ? 'The server closed the connection instead of responding to TLS. Check "port" and "tls-mode". The server may also block the runner\'s IP address.'
      : 'The server sent nothing. It may block the runner\'s IP address, or need TLS from the start ("tls-mode: implicit").')
  );
}

function lostSessionAdvice(error: ConnectionLostError, context: AdviceContext): string {
  const { verb } = error;
  if (isLogin(verb) && context.hasLoggedIn) return workedBefore;
  if (verb === 'USER' && context.tlsMode === 'explicit') return afterHandshake;
  if (verb === 'PASS') {
    return "The server closed the connection after the password. Check the username and password, and the server's log: the account's home directory may be missing. Logins aren't retried, to avoid locking the account.";
  }
  return `The server or a firewall in between closed the control connection. The transcript (output "transcript") shows the last replies. Re-run the job; if it fails again, ask your host.${partialFileNote(context)}`;
}

/** The server violated the protocol. */
export function protocolAdvice(error: ProtocolError, { hasLoggedIn }: AdviceContext): string {
  // Every SSH server starts with its identification (RFC 4253, section 4.2).
  if (error.received.startsWith('SSH-')) return notSftp;
  if (error.rule === 'plaintext-after-auth') return beforeTls;
  if (!hasLoggedIn) {
    return 'Check "server" and "port": is this an FTP server? The transcript (output "transcript") shows what it sent.';
  }
  switch (error.rule) {
    case 'unsolicited-reply':
      return 'The server sent more replies than there were commands. A proxy or firewall that rewrites FTP does this, or a faulty server. Re-run the job; if it fails again, ask your host or network to turn off FTP inspection.';
    case 'passive-port':
      return "The server's reply names no port for the data connection. Ask your host to correct its passive mode (EPSV, PASV).";
    case 'checksum':
      return 'Set "verify-uploads: size".';
    case 'premature-completion':
    case 'reply-syntax':
    case 'unexpected-reply':
      return 'The server, or a proxy or firewall that rewrites FTP, broke the protocol. Re-run the job; if it fails again, send the transcript (output "transcript") to your host.';
  }
}
