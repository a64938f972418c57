import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { CertificateProblem } from '../../src/ftps/certificate-error.ts';
import { CertificateError } from '../../src/ftps/certificate-error.ts';
import {
  ConnectionError,
  ConnectionLostError,
  TimeoutError,
  TlsError,
} from '../../src/ftps/connection-errors.ts';
import { formatEndpoint } from '../../src/ftps/endpoint.ts';
import { CommandError, FtpsError, ProtocolError, ReplyError } from '../../src/ftps/errors.ts';
import type { PeerCertificate } from '../../src/ftps/tls/peer-certificate.ts';
import { reply } from './replies.ts';

const endpoint = { host: 'ftp.example.test', port: 990 };
const control = { connection: 'control', endpoint } as const;
const data = { connection: 'data', endpoint } as const;
const withCode = (code: string) => Object.assign(new Error('message of Node'), { code });

const certificate: PeerCertificate = {
  subject: 'CN=web\x1b',
  names: ['a.test', 'b.test\n'],
  issuer: 'CN=Some\nCA',
  validFrom: new Date('2030-01-02T03:04:05Z'),
  validTo: new Date('2020-02-03T04:05:06Z'),
  fingerprint256: 'AA:BB',
  publicKeySha256: 'AAAA',
};

const certificateError = (fault: CertificateProblem, override: Partial<PeerCertificate> = {}) =>
  new CertificateError({
    ...{
      connection: 'control',
      endpoint,
      problem: fault,
      serverName: 'ftp.example.test',
      reason: 'SOME\tCODE',
    },
    certificate: { ...certificate, ...override },
  });

const lost = (cause?: Error) =>
  new ConnectionLostError({ ...data, phase: 'transfer', bytesSent: 5, cause });

const stor = { verb: 'STOR', display: 'STOR a\x1b' };

const messages: readonly { error: FtpsError; code: string; message: string }[] = [
  {
    error: new ConnectionError({ ...control, cause: withCode('ECONNREFUSED') }),
    code: 'FTPS_CONNECT',
    message: 'Could not connect to ftp.example.test:990: connection refused (ECONNREFUSED).',
  },
  {
    error: new ConnectionError({ ...control, cause: withCode('EAI_AGAIN') }),
    code: 'FTPS_CONNECT',
    message: 'Could not connect to ftp.example.test:990: the host name lookup failed (EAI_AGAIN).',
  },
  {
    error: new ConnectionError({ ...control, cause: withCode('ENETUNREACH') }),
    code: 'FTPS_CONNECT',
    message: 'Could not connect to ftp.example.test:990: no route to the network (ENETUNREACH).',
  },
  {
    error: new ConnectionError({ ...control, cause: withCode('ETIMEDOUT') }),
    code: 'FTPS_CONNECT',
    message: 'Could not connect to ftp.example.test:990: connection timed out (ETIMEDOUT).',
  },
  {
    error: new ConnectionError({
      connection: 'data',
      endpoint: { host: '::1', port: 5 },
      cause: withCode('EHOSTUNREACH'),
    }),
    code: 'FTPS_CONNECT',
    message: 'Could not open the data connection to [::1]:5: no route to the host (EHOSTUNREACH).',
  },
  {
    error: new ConnectionError({
      ...control,
      cause: Object.assign(new AggregateError([withCode('ETIMEDOUT'), withCode('ECONNREFUSED')]), {
        code: 'ETIMEDOUT',
      }),
    }),
    code: 'FTPS_CONNECT',
    message: 'Could not connect to ftp.example.test:990: connection refused (ECONNREFUSED).',
  },
  {
    error: new ConnectionError({
      ...control,
      cause: Object.assign(new AggregateError([withCode('ENETUNREACH'), withCode('ETIMEDOUT')]), {
        code: 'ENETUNREACH',
      }),
    }),
    code: 'FTPS_CONNECT',
    message: 'Could not connect to ftp.example.test:990: connection timed out (ETIMEDOUT).',
  },
  {
    error: new ConnectionError({ ...control, cause: withCode('ENOTFOUND') }),
    code: 'FTPS_CONNECT',
    message: 'Could not connect to ftp.example.test:990: host name not found (ENOTFOUND).',
  },
  {
    error: new ConnectionError({ ...control, cause: withCode('EODD\n') }),
    code: 'FTPS_CONNECT',
    message: 'Could not connect to ftp.example.test:990: EODD\\x0a.',
  },
  {
    error: new ConnectionError({ ...control, cause: new RangeError('message of Node') }),
    code: 'FTPS_CONNECT',
    message: 'Could not connect to ftp.example.test:990: RangeError.',
  },
  {
    error: new TlsError({ ...control, reason: 'ERR_SSL_NO_PROTOCOLS_AVAILABLE' }),
    code: 'FTPS_TLS',
    message: 'The TLS handshake with ftp.example.test:990 failed: ERR_SSL_NO_PROTOCOLS_AVAILABLE.',
  },
  {
    error: new TlsError({ ...control, reason: 'X', detectedProtocol: 'ftp' }),
    code: 'FTPS_TLS',
    message: "ftp.example.test:990 doesn't use implicit TLS: it sent an unencrypted FTP greeting.",
  },
  {
    error: new TlsError({ ...control, reason: 'X', detectedProtocol: 'ssh' }),
    code: 'FTPS_TLS',
    message: "ftp.example.test:990 doesn't speak FTPS: it is an SSH (SFTP) server.",
  },
  {
    error: new TlsError({ ...control, reason: 'X', detectedProtocol: 'other' }),
    code: 'FTPS_TLS',
    message: "ftp.example.test:990 doesn't speak TLS: it sent plaintext.",
  },
  {
    error: new TlsError({ ...data, reason: 'X', detectedProtocol: 'other' }),
    code: 'FTPS_TLS',
    message:
      "The data connection to ftp.example.test:990 isn't encrypted: the server sent plaintext instead of TLS.",
  },
  {
    error: new TimeoutError({ ...control, phase: 'connect', timeoutMs: 1_500 }),
    code: 'FTPS_TIMEOUT',
    message: 'Could not connect to ftp.example.test:990: no response within 1.5 s.',
  },
  {
    error: new TimeoutError({ ...data, phase: 'transfer', timeoutMs: 30_000 }),
    code: 'FTPS_TIMEOUT',
    message:
      'Timed out after 30 s waiting for data to be transferred on the data connection to ftp.example.test:990.',
  },
  {
    error: new TimeoutError({ ...control, phase: 'reply', verb: 'STOR', timeoutMs: 30_000 }),
    code: 'FTPS_TIMEOUT',
    message: 'Timed out after 30 s waiting for the reply to STOR from ftp.example.test:990.',
  },
  {
    error: lost(),
    code: 'FTPS_LOST',
    message:
      'The data connection to ftp.example.test:990 was closed by the server after 5 bytes had been sent.',
  },
  {
    error: lost(withCode('ECONNRESET')),
    code: 'FTPS_LOST',
    message:
      'The data connection to ftp.example.test:990 was lost (ECONNRESET) after 5 bytes had been sent.',
  },
  {
    error: new ReplyError(stor, reply('552-Quota\r\n552 exceeded\x07')),
    code: 'FTPS_REPLY',
    message: 'Uploading a\\x1b failed: 552 Quota / exceeded\\x07',
  },
  {
    error: new ReplyError({ verb: 'PASS', display: 'PASS ***' }, reply('530')),
    code: 'FTPS_REPLY',
    message: 'The login failed: 530',
  },
  {
    error: new ProtocolError('reply-syntax', 'a reply must begin with a code', 'hello\x1b'),
    code: 'FTPS_PROTOCOL',
    message:
      'Protocol error: a reply must begin with a code (RFC 959, section 4.2). Received "hello\\x1b".',
  },
  {
    error: new CommandError('STOR', 'it contains CR, LF or NUL'),
    code: 'FTPS_COMMAND',
    message: 'The argument of STOR cannot be sent: it contains CR, LF or NUL.',
  },
];

describe('an error has a stable code and a message of one sentence:', () => {
  for (const { error, code, message } of messages) {
    test(message, () => {
      assert.ok(error instanceof FtpsError);
      assert.deepEqual([error.code, error.message], [code, message]);
      assert.equal(error.name, error.constructor.name);
    });
  }
});

const problems: readonly (readonly [CertificateProblem, string])[] = [
  ['self-signed', 'it is self-signed'],
  ['unknown-issuer', 'its issuer "CN=Some\\x0aCA" is unknown'],
  ['wrong-name', 'it was issued for a.test, b.test\\x0a, not for ftp.example.test'],
  ['expired', 'it expired on 2020-02-03'],
  ['not-yet-valid', "it isn't valid before 2030-01-02"],
  ['pin-mismatch', "it doesn't match any pin"],
  ['changed', "it isn't the control connection's certificate, and the TLS session wasn't resumed"],
  ['other', 'SOME\\x09CODE'],
];

describe('CertificateError explains', () => {
  for (const [problem, explanation] of problems) {
    test(problem, () => {
      const error = certificateError(problem);
      const expected = `The certificate of ftp.example.test:990 isn't trusted: ${explanation}.`;
      assert.equal(error.message, expected);
      assert.equal(error.code, 'FTPS_CERTIFICATE');
    });
  }

  test('wrong-name by the subject when a certificate contains no names', () => {
    const { message } = certificateError('wrong-name', { names: [] });
    assert.match(message, /it was issued for CN=web\\x1b, not/);
  });

  test('expired and not-yet-valid when the date is invalid', () => {
    const invalid = new Date(Number.NaN);
    const expired = certificateError('expired', { validTo: invalid });
    assert.match(expired.message, /it expired on an invalid date\.$/);
    const early = certificateError('not-yet-valid', { validFrom: invalid });
    assert.match(early.message, /it isn't valid before an invalid date\.$/);
  });
});

for (const [text, isTransient] of [
  ['399 x', false],
  ['400 x', true],
  ['421 x', true],
  ['499 x', true],
  ['500 x', false],
  ['552 x', false],
] as const) {
  test(`ReplyError.isTransient is ${isTransient} for ${text.slice(0, 3)}`, () => {
    assert.equal(new ReplyError(stor, reply(text)).isTransient, isTransient);
  });
}

test('errors keep their cause and details', () => {
  const cause = withCode('ECONNRESET');
  const refused = new ReplyError(stor, reply('426 x'), { cause, sessionResumed: true });
  assert.deepEqual([refused.cause, refused.verb, refused.sessionResumed], [cause, 'STOR', true]);
  const connection = new ConnectionError({ ...data, cause: cause });
  assert.deepEqual([connection.cause, connection.reason], [cause, 'ECONNRESET']);
  assert.deepEqual([lost(cause).cause, lost().cause], [cause, undefined]);
});

test('formatEndpoint adds brackets to IPv6 addresses and escapes control characters', () => {
  assert.equal(formatEndpoint({ host: '2001:db8::1', port: 21 }), '[2001:db8::1]:21');
  assert.equal(formatEndpoint({ host: 'a\x1bb', port: 21 }), 'a\\x1bb:21');
});
