import type {
  ConnectionError,
  ConnectionLostError,
  ProtocolError,
  TimeoutError,
  TlsError,
} from '../../ftps/index.ts';
import type { AdviceContext } from './advice.ts';

const workedBefore =
  'The server accepted a login earlier in this run, so the inputs are correct. It may have restarted, or it limits connections. Re-run the job later.';

/** A TCP connection could not be opened. */
export function connectionAdvice(error: ConnectionError, context: AdviceContext): string {
  if (error.connection === 'data') return passivePortAdvice(context);
  if (context.hasLoggedIn) return workedBefore;
  switch (error.reason) {
    case 'ENOTFOUND':
      return 'Check "server" for a typo.';
    case 'EAI_AGAIN':
      return "The name service didn't respond. Re-run the job.";
    case 'ECONNREFUSED':
      return context.tlsMode === 'implicit'
        ? 'Check "server" and "port". Implicit TLS usually uses port 990. If the server only has port 21, set "tls-mode: explicit".'
        : 'Check "server" and "port". If the server only has port 990, set "tls-mode: implicit".';
    default:
      return 'Check "server" and "port", and whether the server\'s firewall allows the runner.';
  }
}

function passivePortAdvice({ dataConnections }: AdviceContext): string {
  return dataConnections > 0
    ? "Other data connections of this run worked, so the firewall only opens a part of the server's passive port range. Open all of it, or ask your host to."
    : "The server chose this port for the data connection (passive mode), but it can't be reached. Open the server's passive port range in its firewall, or ask your host to.";
}

/** The server or the network didn't respond in time. */
export function timeoutAdvice(error: TimeoutError, context: AdviceContext): string {
  const { tlsMode, hasLoggedIn } = context;
  const isData = error.connection === 'data';
  switch (error.phase) {
    case 'connect':
      if (isData) return passivePortAdvice(context);
      return hasLoggedIn
        ? workedBefore
        : 'Check "server" and "port". If they are correct, a firewall drops the connection: many hosts block the IP addresses of hosted runners.';
    case 'tls':
      if (isData) {
        return "The server accepted the data connection but didn't complete TLS. Check the server's log.";
      }
      if (hasLoggedIn) return workedBefore;
      return tlsMode === 'explicit'
        ? "The server agreed to TLS but doesn't respond to the handshake. Check the server's log."
        : 'The port is open but doesn\'t respond to TLS. Check "port", and whether the server needs "tls-mode: explicit".';
    case 'greeting':
      if (hasLoggedIn) return workedBefore;
      return tlsMode === 'implicit'
        ? 'TLS is established but the server doesn\'t send a greeting. It may be overloaded. Try a higher "timeout".'
        : 'A server that sends nothing usually waits for TLS. Set "tls-mode: implicit" (usually with port 990).';
    case 'reply':
    case 'transfer':
    case 'idle':
      return 'The server stopped responding. If it is only slow, set a higher "timeout".';
  }
}

const notSftp =
  'This action supports FTPS only. Ask your host for an FTPS port (usually 990 or 21), or use an SFTP tool.';

const beforeTls =
  'No credentials were sent. The cause is either a faulty server or someone tampering with the connection. Ask your host, or set "tls-mode: implicit" if the server has a port for it (usually 990).';

/** The TLS handshake failed. */
export function tlsAdvice(error: TlsError, { tlsMode }: AdviceContext): string {
  if (error.connection === 'data' && error.detectedProtocol !== undefined) {
    return "No file data was sent. The server doesn't encrypt its data connections, although it agreed to.";
  }
  switch (error.detectedProtocol) {
    case 'ftp':
      return 'Set "tls-mode: explicit" (and "port: 21" if that is the server\'s port).';
    case 'ssh':
      return notSftp;
    case 'other':
      return tlsMode === 'explicit'
        ? beforeTls
        : 'Check "server" and "port": this is not an FTPS server.';
    case undefined:
      return handshakeAdvice(error.reason);
  }
}

// OpenSSL's codes for TLS alerts; TLS 1.3 has its own for a missing client certificate.
function handshakeAdvice(reason: string): string {
  if (/CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNKNOWN_CA|CERTIFICATE_UNKNOWN/.test(reason)) {
    return 'The server requires a client certificate that it trusts. Set "tls-client-cert" and "tls-client-key", or check them if they are set.';
  }
  if (/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|NO_PROTOCOLS|INAPPROPRIATE_FALLBACK/.test(reason)) {
    return 'The server supports no TLS version from "tls-min-version" to "tls-max-version". Widen the range if you can, or ask your host to update the server.';
  }
  if (/HANDSHAKE_FAILURE|NO_SHARED_CIPHER|NO_CIPHERS/.test(reason)) {
    return 'The server aborted the handshake. Either it has no cipher in common with the runner, or it requires a client certificate ("tls-client-cert", "tls-client-key").';
  }
  return "The TLS handshake failed for an unknown reason. Check the server's log.";
}

/** A connection ended or was reset. */
export function lostAdvice(error: ConnectionLostError, context: AdviceContext): string {
  const { tlsMode, hasLoggedIn } = context;
  if (error.connection === 'data') {
    return 'The server or a firewall in between closed the data connection. The transcript (output "transcript") shows the last replies.';
  }
  if (error.isAlert) return handshakeAdvice(error.reason ?? '');
  if (hasLoggedIn && (error.phase === 'tls' || error.phase === 'greeting')) return workedBefore;
  if (error.phase === 'tls') {
    return 'The server closed the connection instead of responding to TLS. Check "port" and "tls-mode". The server may also block the runner\'s IP address.';
  }
  const isFirst = tlsMode === 'explicit' ? error.verb === 'USER' : error.phase === 'greeting';
  if (isFirst && tlsMode !== 'none') {
    return 'The server closed the connection right after the TLS handshake. It may require a client certificate ("tls-client-cert", "tls-client-key"), or block the runner\'s IP address.';
  }
  if (error.phase === 'greeting') {
    return 'The server sent nothing. It may block the runner\'s IP address, or need TLS from the start ("tls-mode: implicit").';
  }
  return 'The server or a firewall in between closed the control connection. The transcript (output "transcript") shows the last replies.';
}

/** The server violated the protocol. */
export function protocolAdvice(error: ProtocolError): string {
  // Every SSH server starts with its identification (RFC 4253, section 4.2).
  if (error.received.startsWith('SSH-')) return notSftp;
  if (error.rule === 'plaintext-after-auth') return beforeTls;
  return 'Check "server" and "port": is this an FTP server? The transcript (output "transcript") shows what it sent.';
}
