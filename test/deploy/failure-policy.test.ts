import assert from 'node:assert/strict';
import { test } from 'node:test';

import { LocalFileError, PublishError, VerificationError } from '../../src/deploy/errors.ts';
import { shouldContinue } from '../../src/deploy/failure-policy.ts';
import {
  ConnectionError,
  ConnectionLostError,
  ProtocolError,
  ReplyError,
  TimeoutError,
} from '../../src/ftps/index.ts';

const endpoint = { host: 'ftp.example', port: 990 };

function refusal(verb: string, code: number): ReplyError {
  const reply = { code, lines: ['No.'], display: ['No.'] };
  return new ReplyError({ verb, display: `${verb} a` }, reply);
}

const errors: readonly [title: string, error: Error, goesOn: boolean][] = [
  ['a file that cannot be read', new LocalFileError('a', 'cannot be read'), true],
  ['501 to STOR', refusal('STOR', 501), true],
  ['504 to STOR', refusal('STOR', 504), true],
  ['550 to STOR', refusal('STOR', 550), true],
  ['553 to STOR', refusal('STOR', 553), true],
  ['552 to STOR: the disk is full', refusal('STOR', 552), false],
  ['452 to STOR: the disk is full', refusal('STOR', 452), false],
  ['425 to STOR: no data connection', refusal('STOR', 425), false],
  ['522 to STOR: TLS is not as it should be', refusal('STOR', 522), false],
  ['530 to STOR: not logged in', refusal('STOR', 530), false],
  ['421 to STOR: the session is over', refusal('STOR', 421), false],
  ['550 to EPSV', refusal('EPSV', 550), false],
  ['a closed port', new ConnectionError('data', endpoint, new Error('x')), true],
  ['a broken data connection', new ConnectionLostError('data', endpoint, 'x'), true],
  ['a timeout', new TimeoutError('data', endpoint, 'transfer', 1), true],
  ['a broken protocol', new ProtocolError('x', { received: 'y', rfc: 'z' }), true],
  ['a file that arrived wrong', new VerificationError('a', 'x'), true],
  ['a rename that is not allowed', new PublishError('x', refusal('RNTO', 550)), false],
  ['550 to SIZE', refusal('SIZE', 550), false],
  ['550 to APPE', refusal('APPE', 550), true],
  ['a fault of our own', new TypeError('x'), false],
];

for (const [title, error, goesOn] of errors) {
  test(`shouldGoOn ${goesOn ? 'tries the next file' : 'stops'} after ${title}`, () => {
    assert.equal(shouldContinue(error, 1), goesOn);
  });
}

test('shouldGoOn stops at the third failure in a row', () => {
  for (const [, error, goesOn] of errors) {
    assert.equal(shouldContinue(error, 2), goesOn);
    assert.equal(shouldContinue(error, 3), false);
  }
});
