import assert from 'node:assert/strict';
import { test } from 'node:test';

import { InputError, NoFilesError } from '../../../src/action/errors.ts';
import type { ErrorTopic } from '../../../src/action/report/error-topic.ts';
import { errorTopic } from '../../../src/action/report/error-topic.ts';
import { CancelledError, LocalFileError, VerificationError } from '../../../src/deploy/index.ts';
import { CertificateError, ConnectionError, TimeoutError } from '../../../src/ftps/index.ts';
import { certificate, replyError } from '../samples.ts';

const endpoint = { host: 'ftp.example', port: 990 };
const cause = Object.assign(new Error('x'), { code: 'ECONNREFUSED' });
const refused = (connection: 'control' | 'data') =>
  new ConnectionError({ connection, endpoint, cause });
const timeout = (phase: 'connect' | 'reply') =>
  new TimeoutError({ connection: 'control', endpoint, phase, timeoutMs: 30_000 });
const selfSigned = new CertificateError({
  ...{ connection: 'control', endpoint, serverName: 'x', reason: 'x', certificate },
  problem: 'self-signed',
});

const cases: readonly (readonly [Error, string, ErrorTopic['section'], { loggedIn: boolean }?])[] =
  [
    [selfSigned, 'certificate not trusted', 'certificate-and-login-problems'],
    [refused('control'), 'could not connect', 'connection-problems'],
    [refused('data'), 'no data connection', 'upload-problems', { loggedIn: true }],
    [timeout('connect'), 'could not connect', 'connection-problems'],
    [timeout('reply'), 'timed out', 'connection-problems'],
    [timeout('reply'), 'timed out', 'upload-problems', { loggedIn: true }],
    [replyError('PASS ***', 530), 'login failed', 'certificate-and-login-problems'],
    [replyError('AUTH TLS', 421), 'service not available', 'connection-problems'],
    [replyError('PASS ***', 421), 'service not available', 'connection-problems'],
    [replyError('STOR a', 421), 'service not available', 'connection-problems'],
    [replyError('PROT P', 536), 'encryption rejected', 'certificate-and-login-problems'],
    [replyError('', 421), 'connection rejected', 'connection-problems'],
    [replyError('STOR a', 550), 'upload rejected', 'upload-problems'],
    [replyError('MKD a', 550), 'directory rejected', 'upload-problems'],
    [replyError('TYPE I', 550), 'command rejected', 'upload-problems'],
    [new LocalFileError('a', 'changed'), 'local file changed or unreadable', 'upload-problems'],
    [new VerificationError('a', 'x'), 'upload not verified', 'upload-problems'],
    [new NoFilesError(['a'], '/'), 'no files match', 'upload-problems'],
    [new InputError([]), 'invalid inputs', 'error-codes'],
    [new CancelledError('SIGINT'), 'cancelled', 'error-codes'],
    [new Error('x'), 'unexpected error', 'error-codes'],
  ];

for (const [error, words, section, { loggedIn } = { loggedIn: false }] of cases) {
  test(`errorTopic of ${error.name} "${error.message}" is "${words}" ${loggedIn ? 'after' : 'before'} the login`, () => {
    const topic = errorTopic(error, loggedIn);
    assert.equal(topic.words, words);
    assert.equal(topic.section, section);
  });
}
