import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { ConnectionKind, ConnectionPhase } from '../../../src/ftps/index.ts';
import {
  ConnectionError,
  ConnectionLostError,
  TimeoutError,
  TlsError,
} from '../../../src/ftps/index.ts';
import type { AdviceCase } from './advice-case.ts';
import { advice, explicit, loggedIn, none } from './advice-case.ts';

const endpoint = { host: 'ftp.example', port: 990 };

function unreachable(reason: string, connection: ConnectionKind = 'control'): ConnectionError {
  const cause = Object.assign(new Error('x'), { code: reason });
  return new ConnectionError({ connection, endpoint, cause });
}

function timeout(phase: ConnectionPhase, connection: ConnectionKind = 'control'): TimeoutError {
  return new TimeoutError({ connection, endpoint, phase, timeoutMs: 30_000 });
}

function tlsFailure(reason: string): TlsError {
  return new TlsError({ connection: 'control', endpoint, reason });
}

function plaintext(
  detectedProtocol: 'ftp' | 'ssh' | 'other',
  connection: ConnectionKind = 'control',
): TlsError {
  return new TlsError({ connection, endpoint, reason: 'x', detectedProtocol });
}

function lost(phase: ConnectionPhase, details: { verb?: string; code?: string } = {}) {
  const { verb, code } = details;
  const cause = code === undefined ? undefined : Object.assign(new Error('x'), { code });
  const connection = phase === 'transfer' ? 'data' : 'control';
  return new ConnectionLostError({ connection, endpoint, phase, verb, cause });
}

const cases: readonly AdviceCase[] = [
  // Connections
  {
    when: 'the host name is not found',
    error: unreachable('ENOTFOUND'),
    advice: /"server" for a typo/,
  },
  {
    when: 'the name service fails',
    error: unreachable('EAI_AGAIN'),
    advice: /didn't respond\. Re-run/,
  },
  {
    when: 'the port is closed',
    error: unreachable('ECONNREFUSED'),
    advice: /only has port 21, set "port: 21" and "tls-mode: explicit"/,
  },
  {
    when: 'the port is closed with explicit TLS',
    error: unreachable('ECONNREFUSED'),
    context: explicit,
    advice: /"tls-mode: implicit"/,
  },
  {
    when: 'the port is closed after a login',
    error: unreachable('ECONNREFUSED'),
    context: loggedIn,
    advice: /earlier in this run, so the inputs are correct/,
  },
  {
    when: 'there is no route',
    error: unreachable('EHOSTUNREACH'),
    advice: /firewall allows the runner/,
  },
  {
    when: 'a passive port is closed',
    error: unreachable('ECONNREFUSED', 'data'),
    advice: /can't be reached\. Open the server's passive port range/,
  },
  {
    when: 'a passive port is closed after other data connections',
    error: unreachable('ECONNREFUSED', 'data'),
    context: { dataConnections: 2 },
    advice: /^Other data connections of this run worked, .*Open all of it/,
  },

  // Timeouts
  { when: 'connecting times out', error: timeout('connect'), advice: /a firewall drops/ },
  {
    when: 'connecting times out after a login',
    error: timeout('connect'),
    context: loggedIn,
    advice: /earlier in this run/,
  },
  {
    when: 'opening a data connection times out',
    error: timeout('connect', 'data'),
    advice: /passive port range/,
  },
  { when: 'TLS times out', error: timeout('tls'), advice: /"tls-mode: explicit"/ },
  {
    when: 'TLS times out after AUTH',
    error: timeout('tls'),
    context: explicit,
    advice: /agreed to TLS but doesn't respond/,
  },
  {
    when: 'TLS times out on a data connection',
    error: timeout('tls', 'data'),
    advice: /didn't complete TLS/,
  },
  {
    when: 'TLS times out after a login',
    error: timeout('tls'),
    context: loggedIn,
    advice: /earlier in this run/,
  },
  {
    when: 'the greeting times out after TLS',
    error: timeout('greeting'),
    advice: /doesn't send a greeting.*"timeout"/,
  },
  {
    when: 'the greeting times out before TLS',
    error: timeout('greeting'),
    context: explicit,
    advice: /waits for TLS.*"tls-mode: implicit"/,
  },
  {
    when: 'the greeting times out after a login',
    error: timeout('greeting'),
    context: loggedIn,
    advice: /earlier in this run/,
  },
  { when: 'a reply times out', error: timeout('reply'), advice: /stopped responding.*"timeout"/ },
  {
    when: 'a transfer times out',
    error: timeout('transfer', 'data'),
    advice: /stopped responding.*"timeout"/,
  },

  // TLS
  {
    when: 'the server sends an FTP greeting instead of TLS',
    error: plaintext('ftp'),
    advice: /"tls-mode: explicit".*"port: 21"/,
  },
  {
    when: 'the server is an SSH server',
    error: plaintext('ssh'),
    advice: /supports FTPS only.*SFTP tool/,
  },
  {
    when: 'the server speaks another protocol',
    error: plaintext('other'),
    advice: /this is not an FTPS server/,
  },
  {
    when: 'the server sends plaintext after AUTH',
    error: plaintext('other'),
    context: explicit,
    advice: /^No credentials were sent/,
  },
  {
    when: 'the server sends plaintext on a data connection',
    error: plaintext('other', 'data'),
    advice: /^No file data was sent/,
  },
  {
    when: 'the client certificate is missing',
    error: tlsFailure('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'),
    advice: /"tls-client-cert" and/,
  },
  {
    when: 'there is no common TLS version',
    error: tlsFailure('ERR_SSL_UNSUPPORTED_PROTOCOL'),
    advice: /supports no TLS version from "tls-min-version"/,
  },
  {
    when: 'there is no common cipher',
    error: tlsFailure('ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE'),
    advice: /no cipher in common/,
  },
  {
    when: 'the TLS error is unknown',
    error: tlsFailure('ERR_SSL_WHATEVER'),
    advice: /unknown reason/,
  },

  // Lost connections
  {
    when: 'the data connection is lost',
    error: lost('transfer'),
    advice: /closed the data connection\. .*ask your host to\.$/,
  },
  {
    when: 'the data connection of a direct upload is lost',
    error: lost('transfer'),
    context: { remotePath: 'a' },
    advice: /A partial file may be left on the server; "publish: atomic" avoids that\.$/,
  },
  {
    when: 'the data connection of an atomic upload is lost',
    error: lost('transfer'),
    context: { remotePath: 'a', publish: 'atomic' },
    advice: /ask your host to\.$/,
  },
  {
    when: 'the control connection is lost',
    error: lost('reply', { verb: 'STOR' }),
    advice: /closed the control connection\. The transcript/,
  },
  {
    when: 'the control connection is lost in the handshake',
    error: lost('tls'),
    advice: /instead of responding to TLS/,
  },
  {
    when: 'the control connection is lost in the handshake after a login',
    error: lost('tls'),
    context: loggedIn,
    advice: /earlier in this run/,
  },
  {
    when: 'the control connection is lost after the handshake',
    error: lost('greeting'),
    advice: /may require a client certificate/,
  },
  {
    when: 'the control connection is lost after the handshake of explicit TLS',
    error: lost('reply', { verb: 'USER' }),
    context: explicit,
    advice: /may require a client certificate/,
  },
  {
    when: 'the control connection is lost before an unencrypted greeting',
    error: lost('greeting'),
    context: none,
    advice: /need TLS from the start/,
  },
  {
    when: 'the server ends the control connection with an alert',
    error: lost('greeting', { code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' }),
    advice: /"tls-client-cert" and "tls-client-key"/,
  },
  {
    when: 'the server has no TLS 1.3 and there is a client certificate',
    error: tlsFailure('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'),
    context: { certificateNeedsTls13: true },
    advice: /doesn't support TLS 1\.3, .*set "tls-min-version: TLSv1\.2"\.$/,
  },
];

for (const { when, error, context, advice: expected } of cases) {
  test(`adviceFor says what to do when ${when}`, () => {
    const text = advice(error, context) ?? '';
    assert.match(text, expected);
    assert.match(text, /^["A-Z].*[.:\w]$/s);
  });
}
