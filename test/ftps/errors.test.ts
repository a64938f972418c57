import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { CertificateProblem } from '../../src/ftps/errors.ts';
import {
  CertificateError,
  CommandError,
  ConnectionError,
  ConnectionLostError,
  FtpsError,
  ProtocolError,
  ReplyError,
  formatEndpoint,
  TimeoutError,
  TlsError,
} from '../../src/ftps/errors.ts';
import type { PeerCertificate } from '../../src/ftps/tls/peer-certificate.ts';
import { reply } from './replies.ts';

const endpoint = { host: 'ftp.example.test', port: 990 };
const withCode = (code: string) => Object.assign(new Error('text of Node'), { code });

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
  new ConnectionLostError('data', endpoint, 'the transfer, after 5 bytes', cause && { cause });

const stor = { verb: 'STOR', display: 'STOR a\x1b' };

const sentences: readonly (readonly [FtpsError, string, string])[] = [
  [
    new ConnectionError('control', endpoint, withCode('ECONNREFUSED')),
    'FTPS_CONNECT',
    'The control connection to ftp.example.test:990 could not be made: nothing listens there (ECONNREFUSED).',
  ],
  [
    new ConnectionError('control', endpoint, withCode('EAI_AGAIN')),
    'FTPS_CONNECT',
    'The control connection to ftp.example.test:990 could not be made: the host name could not be looked up (EAI_AGAIN).',
  ],
  [
    new ConnectionError('control', endpoint, withCode('ENETUNREACH')),
    'FTPS_CONNECT',
    'The control connection to ftp.example.test:990 could not be made: there is no route to the network (ENETUNREACH).',
  ],
  [
    new ConnectionError('control', endpoint, withCode('ETIMEDOUT')),
    'FTPS_CONNECT',
    'The control connection to ftp.example.test:990 could not be made: no answer came (ETIMEDOUT).',
  ],
  [
    new ConnectionError('data', { host: '::1', port: 5 }, withCode('EHOSTUNREACH')),
    'FTPS_CONNECT',
    'The data connection to [::1]:5 could not be made: there is no route to the host (EHOSTUNREACH).',
  ],
  [
    new ConnectionError('control', endpoint, withCode('ENOTFOUND')),
    'FTPS_CONNECT',
    'The control connection to ftp.example.test:990 could not be made: the host name is not known (ENOTFOUND).',
  ],
  [
    new ConnectionError('control', endpoint, withCode('EODD\n')),
    'FTPS_CONNECT',
    'The control connection to ftp.example.test:990 could not be made: EODD\\x0a.',
  ],
  [
    new ConnectionError('control', endpoint, new RangeError('text of Node')),
    'FTPS_CONNECT',
    'The control connection to ftp.example.test:990 could not be made: RangeError.',
  ],
  [
    new TlsError('control', endpoint, 'ERR_SSL_NO_PROTOCOLS_AVAILABLE'),
    'FTPS_TLS',
    'The TLS handshake of the control connection to ftp.example.test:990 failed: ERR_SSL_NO_PROTOCOLS_AVAILABLE.',
  ],
  [
    new TlsError('control', endpoint, 'X', { detectedProtocol: 'ftp' }),
    'FTPS_TLS',
    'There is no TLS on the control connection to ftp.example.test:990: the server greets in clear text, as FTP with explicit TLS does.',
  ],
  [
    new TlsError('control', endpoint, 'X', { detectedProtocol: 'ssh' }),
    'FTPS_TLS',
    'There is no TLS on the control connection to ftp.example.test:990: the server speaks SSH, so this is SFTP and not FTPS.',
  ],
  [
    new TlsError('data', endpoint, 'X', { detectedProtocol: 'other' }),
    'FTPS_TLS',
    'There is no TLS on the data connection to ftp.example.test:990: the server answers in clear text.',
  ],
  [
    new TimeoutError('control', endpoint, 'connect', 1_500),
    'FTPS_TIMEOUT',
    'Waited 1.5 s in vain for the TCP connection on the control connection to ftp.example.test:990.',
  ],
  [
    new TimeoutError('data', endpoint, 'transfer', 30_000),
    'FTPS_TIMEOUT',
    'Waited 30 s in vain for data to move on the data connection to ftp.example.test:990.',
  ],
  [
    new TimeoutError('control', endpoint, 'reply', 30_000, 'the reply to STOR'),
    'FTPS_TIMEOUT',
    'Waited 30 s in vain for the reply to STOR on the control connection to ftp.example.test:990.',
  ],
  [
    lost(),
    'FTPS_LOST',
    'The data connection to ftp.example.test:990 was closed by the server during the transfer, after 5 bytes.',
  ],
  [
    lost(withCode('ECONNRESET')),
    'FTPS_LOST',
    'The data connection to ftp.example.test:990 broke (ECONNRESET) during the transfer, after 5 bytes.',
  ],
  [
    new ReplyError(stor, reply('552-Quota\r\n552 exceeded\x07')),
    'FTPS_REPLY',
    'The server refused "STOR a\\x1b": 552 Quota / exceeded\\x07',
  ],
  [
    new ReplyError({ verb: 'PASS', display: 'PASS ***' }, reply('530')),
    'FTPS_REPLY',
    'The server refused "PASS ***": 530',
  ],
  [
    new ProtocolError('a reply must begin with a code', {
      received: 'hello\x1b',
      rfc: 'RFC 959 section 4.2',
    }),
    'FTPS_PROTOCOL',
    'The server broke the protocol (RFC 959 section 4.2): a reply must begin with a code; it sent "hello\\x1b".',
  ],
  [
    new CommandError('STOR', 'it holds CR, LF or NUL'),
    'FTPS_COMMAND',
    'The argument of STOR cannot be sent: it holds CR, LF or NUL.',
  ],
];

describe('each error is one sentence with a stable code:', () => {
  for (const [error, code, message] of sentences) {
    test(message, () => {
      assert.ok(error instanceof FtpsError);
      assert.deepEqual([error.code, error.message], [code, message]);
      assert.equal(error.name, error.constructor.name);
    });
  }
});

const faults: readonly (readonly [CertificateProblem, string])[] = [
  ['self-signed', 'it is self-signed'],
  ['unknown-issuer', 'its issuer "CN=Some\\x0aCA" is not known'],
  ['wrong-name', 'it is for a.test, b.test\\x0a, not for ftp.example.test'],
  ['expired', 'it expired on 2020-02-03'],
  ['not-yet-valid', 'it is valid only from 2030-01-02'],
  ['pin-mismatch', 'it matches no pin'],
  [
    'changed',
    "it is not the control connection's certificate, and the TLS session was not resumed",
  ],
  ['other', 'SOME\\x09CODE'],
];

describe('CertificateError says why:', () => {
  for (const [fault, why] of faults) {
    test(fault, () => {
      const error = certificateError(fault);
      const where = 'The certificate of the control connection to ftp.example.test:990';
      assert.equal(error.message, `${where} is not trusted: ${why}.`);
      assert.equal(error.code, 'FTPS_CERTIFICATE');
    });
  }

  test('wrong-name, of a certificate without names', () => {
    assert.match(
      certificateError('wrong-name', { names: [] }).message,
      /it is for CN=web\\x1b, not/,
    );
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
  test(`ReplyError is ${isTransient ? '' : 'not '}transient for ${text.slice(0, 3)}`, () => {
    assert.equal(new ReplyError(stor, reply(text)).isTransient, isTransient);
  });
}

test('an error keeps its cause and what it is about', () => {
  const cause = withCode('ECONNRESET');
  const refused = new ReplyError(stor, reply('426 x'), { cause, sessionResumed: true });
  assert.deepEqual([refused.cause, refused.verb, refused.sessionResumed], [cause, 'STOR', true]);
  const connection = new ConnectionError('data', endpoint, cause);
  assert.deepEqual([connection.cause, connection.reason], [cause, 'ECONNRESET']);
  assert.deepEqual([lost(cause).cause, lost().cause], [cause, undefined]);
});

test('an endpoint is shown with brackets around IPv6 and without control characters', () => {
  assert.equal(formatEndpoint({ host: '2001:db8::1', port: 21 }), '[2001:db8::1]:21');
  assert.equal(formatEndpoint({ host: 'a\x1bb', port: 21 }), 'a\\x1bb:21');
});
