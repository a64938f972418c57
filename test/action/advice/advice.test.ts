import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { AdviceContext } from '../../../src/action/advice/advice.ts';
import { adviceFor } from '../../../src/action/advice/advice.ts';
import { InputError, NoFilesError } from '../../../src/action/errors.ts';
import { CancelledError, LocalFileError, PlanError } from '../../../src/deploy/index.ts';
import type { ConnectionKind, TimeoutPhase } from '../../../src/ftps/index.ts';
import {
  CertificateError,
  CommandError,
  ConnectionError,
  ConnectionLostError,
  ProtocolError,
  ReplyError,
  TimeoutError,
  TlsError,
} from '../../../src/ftps/index.ts';
import { certificate } from '../samples.ts';

const endpoint = { host: 'ftp.example', port: 990 };

/** The advice that an error gets, by default in a run with implicit TLS. */
function advice(error: Error, changes: Partial<AdviceContext> = {}): string | undefined {
  return adviceFor(error, {
    host: 'ftp.example',
    mode: 'implicit',
    passwordIsEmpty: false,
    loginDirectory: '/home/deploy',
    ...changes,
  });
}

function refused(verb: string, code: number, sessionResumed?: boolean): ReplyError {
  const reply = { code, lines: ['No.'], display: ['No.'] };
  return new ReplyError({ verb, display: verb }, reply, { sessionResumed });
}

function unreachable(reason: string, connection: ConnectionKind = 'control'): ConnectionError {
  return new ConnectionError(connection, endpoint, Object.assign(new Error('x'), { code: reason }));
}

function late(phase: TimeoutPhase, connection: ConnectionKind = 'control'): TimeoutError {
  return new TimeoutError(connection, endpoint, phase, 30_000);
}

function noTls(
  reason: string,
  speaks?: 'ftp' | 'ssh' | 'other',
  connection: ConnectionKind = 'control',
): TlsError {
  return new TlsError(connection, endpoint, reason, { detectedProtocol: speaks });
}

function lost(during: string, connection: ConnectionKind = 'control', cause?: string) {
  const options =
    cause === undefined ? {} : { cause: Object.assign(new Error('x'), { code: cause }) };
  return new ConnectionLostError(connection, endpoint, during, options);
}

const explicit = { mode: 'explicit' } as const;
const clear = { mode: 'none' } as const;

const rows: readonly [
  title: string,
  error: Error,
  says: RegExp,
  changes?: Partial<AdviceContext>,
][] = [
  ['421 to the greeting', refused('greeting', 421), /no room.*"concurrency:"/],
  ['421 to PASS', refused('PASS', 421), /no room/],
  ['421 later', refused('STOR', 421), /ended the session: it limits/],
  ['another refusal to greet', refused('greeting', 530), /turns this runner away/],
  ['a user name refused in clear', refused('USER', 530), /"tls-mode: explicit"/, clear],
  ['a wrong password', refused('PASS', 530), /Check "username" and "password".*tried once/],
  ['an empty password', refused('PASS', 530), /was empty.*forks/, { passwordIsEmpty: true }],
  [
    'a wrong password at Azure',
    refused('PASS', 530),
    /"site\\\$site".*basic authentication/,
    { host: 'waws-prod-1.ftp.azurewebsites.windows.net' },
  ],
  ['AUTH refused', refused('AUTH', 502), /no explicit TLS.*"tls-mode: implicit"/, explicit],
  ['PBSZ refused', refused('PBSZ', 502), /clear text.*allow PROT P/],
  ['PROT refused', refused('PROT', 536), /clear text.*allow PROT P/],
  ['EPSV refused', refused('EPSV', 425), /must allow passive mode/],
  ['PASV refused', refused('PASV', 502), /must allow passive mode/],
  ['452', refused('STOR', 452), /no room left/],
  ['552', refused('STOR', 552), /no room left/],
  ['522 in clear', refused('STOR', 522), /protected data connections.*explicit/, clear],
  ['522, resumed', refused('STOR', 522, true), /had resumed the TLS session.*not the reason/],
  ['522, not resumed', refused('STOR', 522, false), /"tls-max-version: TLSv1\.2"/],
  ['425, without TLS on the data connection', refused('STOR', 425), /its log tells why/],
  ['425 in clear', refused('STOR', 425), /could not use the data connection/, clear],
  ['426, resumed', refused('STOR', 426, true), /had resumed/],
  ['522 to LIST, not resumed', refused('LIST', 522, false), /"tls-max-version: TLSv1\.2"/],
  ['425 to MLSD, resumed', refused('MLSD', 425, true), /had resumed the TLS session/],
  ['450 before any data connection', refused('STOR', 450), /another program may be using it/],
  ['550 to STOR', refused('STOR', 550), /login directory is "\/home\/deploy".*may write there/],
  ['553 to STOR', refused('STOR', 553), /check "remote-dir"/],
  ['550 to MKD', refused('MKD', 550), /check "remote-dir"/],
  [
    '550 where the login directory is not known',
    refused('CWD', 550),
    /^A "remote-dir" without "\/" at its start is relative to the login directory: /,
    { loginDirectory: undefined },
  ],
  ['any other refusal', refused('TYPE', 504), /The transcript/],

  ['a host that is not known', unreachable('ENOTFOUND'), /"server" for a typing error/],
  ['a name service that is silent', unreachable('EAI_AGAIN'), /run the job again/],
  ['a closed port', unreachable('ECONNREFUSED'), /port 990.*"tls-mode: explicit"/],
  ['a closed port, explicit', unreachable('ECONNREFUSED'), /"tls-mode: implicit"/, explicit],
  ['no route', unreachable('EHOSTUNREACH'), /firewall lets the runner in/],
  ['a closed passive port', unreachable('ECONNREFUSED', 'data'), /passive port range/],

  ['no answer to SYN', late('connect'), /firewall drops the connection/],
  ['no answer to SYN of data', late('connect', 'data'), /passive port range/],
  ['no TLS', late('tls'), /"tls-mode: explicit"/],
  ['no TLS after AUTH', late('tls'), /agreed to TLS but does not answer/, explicit],
  ['no TLS on data', late('tls', 'data'), /no TLS on it/],
  ['no greeting', late('greeting'), /does not greet.*"timeout"/],
  ['no greeting in clear', late('greeting'), /waits for TLS.*"tls-mode: implicit"/, explicit],
  ['no reply', late('reply'), /stopped answering.*"timeout"/],
  ['no progress', late('transfer', 'data'), /stopped answering.*"timeout"/],

  ['FTP in clear', noTls('x', 'ftp'), /"tls-mode: explicit".*"port: 21"/],
  ['SSH', noTls('x', 'ssh'), /speaks FTPS only.*SFTP tool/],
  ['something else', noTls('x', 'other'), /this is no FTPS server/],
  ['something else after AUTH', noTls('x', 'other'), /Nothing secret was sent/, explicit],
  ['clear text on data', noTls('x', 'other', 'data'), /No byte of a file was sent/],
  [
    'a missing client certificate',
    noTls('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'),
    /"tls-client-cert" and/,
  ],
  ['no common version', noTls('ERR_SSL_UNSUPPORTED_PROTOCOL'), /no TLS version in common/],
  ['no common cipher', noTls('ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE'), /no cipher in common/],
  ['odd TLS', noTls('ERR_SSL_WHATEVER'), /not understood/],

  ['data lost', lost('the transfer', 'data'), /broke the data connection/],
  ['control lost', lost('STOR'), /ended the session; the transcript/],
  ['control lost in the handshake', lost('the TLS handshake'), /instead of answering TLS/],
  ['control lost as soon as TLS was up', lost('greeting'), /may want a client certificate/],
  [
    'control lost as soon as TLS was up, explicit',
    lost('USER'),
    /may want a client cert/,
    explicit,
  ],
  ['control lost before a greeting in clear', lost('greeting'), /want TLS at once/, clear],
  [
    'control lost by an alert',
    lost('greeting', 'control', 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'),
    /"tls-client-cert" and "tls-client-key"/,
  ],

  ['no FTP', new ProtocolError('x', { received: 'HTTP/1.1', rfc: 'x' }), /is this an FTP server/],
  ['SSH instead of FTP', new ProtocolError('x', { received: 'SSH-2.0-x', rfc: 'x' }), /SFTP tool/],
  [
    'replies slipped in before TLS',
    new ProtocolError('x', { received: '230 ok', rfc: 'RFC 4217 section 4' }),
    /Nothing secret was sent/,
  ],
  ['a name that cannot be sent', new CommandError('STOR', 'x'), /shorter or other name/],
  ['files that cannot be uploaded', new PlanError(['x']), /line that begins with "!".*"flatten"/],
  ['a pattern that matches nothing', new NoFilesError('no/such', '/'), /^There is no "no\/such"/],
  ['a cancelled job', new CancelledError('SIGTERM'), /run the job again for the rest/],
  ['a fault of our own', new TypeError('x'), /Please report it, with the transcript/],
  ['a file that changed', new LocalFileError('a', 'changed'), /after the step that writes/],
  [
    'a certificate',
    new CertificateError({
      connection: 'control',
      endpoint,
      problem: 'self-signed',
      serverName: 'x',
      certificate,
      reason: 'x',
    }),
    /^If this is your server/,
  ],
];

for (const [title, error, says, changes] of rows) {
  test(`adviceFor tells what to do about ${title}`, () => {
    const text = advice(error, changes) ?? '';
    assert.match(text, says);
    assert.match(text, /^[A-Z].*[.:\w]$/s);
  });
}

test('adviceFor adds nothing to the problems of inputs, which say what is expected', () => {
  assert.equal(advice(new InputError([])), undefined);
});

test('adviceFor shows no control characters of a login directory', () => {
  const text = advice(refused('STOR', 550), { loginDirectory: '/\u001b[2J\n::error::' });
  assert.match(text ?? '', /"\/\\x1b\[2J\\x0a::error::"/);
});
