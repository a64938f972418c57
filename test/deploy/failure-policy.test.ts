import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import {
  FileNameError,
  LocalFileError,
  PublishError,
  VerificationError,
} from '../../src/deploy/errors.ts';
import { FailurePolicy } from '../../src/deploy/failure-policy.ts';
import {
  ConnectionError,
  ConnectionLostError,
  ProtocolError,
  ReplyError,
  TimeoutError,
} from '../../src/ftps/index.ts';

const peer = { connection: 'data', endpoint: { host: 'ftp.example', port: 990 } } as const;

function refusal(verb: string, code: number): ReplyError {
  const reply = { code, lines: ['No.'], display: ['No.'] };
  return new ReplyError({ verb, display: `${verb} a` }, reply);
}

const ofOneFile: readonly { readonly title: string; readonly error: Error }[] = [
  { title: 'an unreadable file', error: new LocalFileError('a', "can't be read") },
  { title: '501 to STOR', error: refusal('STOR', 501) },
  { title: '504 to STOR', error: refusal('STOR', 504) },
  { title: '550 to STOR', error: refusal('STOR', 550) },
  { title: '550 to APPE', error: refusal('APPE', 550) },
  { title: '553 to STOR', error: refusal('STOR', 553) },
  { title: '450 to STOR (file in use)', error: refusal('STOR', 450) },
  { title: '550 to SIZE', error: refusal('SIZE', 550) },
  { title: '550 to MFMT', error: refusal('MFMT', 550) },
  { title: '550 to HASH', error: refusal('HASH', 550) },
  ...[501, 504, 550, 553, 450, 451].map((code) => ({
    title: `${code} to RNTO`,
    error: new PublishError('x', refusal('RNTO', code)),
  })),
  { title: 'the name of a directory', error: new FileNameError('directory-exists', 'x') },
  {
    title: 'a closed data port',
    error: new ConnectionError({ ...peer, cause: new Error('x') }),
  },
  {
    title: 'a lost data connection',
    error: new ConnectionLostError({ ...peer, phase: 'transfer' }),
  },
  { title: 'a timeout', error: new TimeoutError({ ...peer, phase: 'transfer', timeoutMs: 1 }) },
  { title: 'a protocol error', error: new ProtocolError('reply-syntax', 'x', 'y') },
  { title: 'a failed verification', error: new VerificationError('a', 'is incomplete') },
];
const ofAllFiles: readonly { readonly title: string; readonly error: Error }[] = [
  { title: '552 to STOR (disk full)', error: refusal('STOR', 552) },
  { title: '452 to STOR (disk full)', error: refusal('STOR', 452) },
  { title: '425 to STOR (no data connection)', error: refusal('STOR', 425) },
  { title: '522 to STOR (TLS required)', error: refusal('STOR', 522) },
  { title: '530 to STOR (not logged in)', error: refusal('STOR', 530) },
  { title: '421 to STOR (session ended)', error: refusal('STOR', 421) },
  { title: '550 to EPSV', error: refusal('EPSV', 550) },
  { title: '552 to SIZE', error: refusal('SIZE', 552) },
  { title: '550 to RNFR', error: new PublishError('x', refusal('RNFR', 550)) },
  { title: '502 to RNTO', error: new PublishError('x', refusal('RNTO', 502)) },
  { title: 'an unexpected error', error: new TypeError('x') },
];

function policyAfter(errors: readonly Error[], stopAtFirst = false): FailurePolicy {
  const policy = new FailurePolicy({ stopAtFirst });
  for (const error of errors) policy.recordFailure(error);
  return policy;
}

describe('FailurePolicy', () => {
  for (const { title, error } of ofOneFile) {
    test(`continues after ${title}`, () => {
      assert.equal(policyAfter([error]).shouldContinue, true);
    });

    test(`stops after ${title} when the first failure is to stop the run`, () => {
      assert.equal(policyAfter([error], true).shouldContinue, false);
    });
  }

  for (const { title, error } of ofAllFiles) {
    test(`stops after ${title}`, () => {
      assert.equal(policyAfter([error]).shouldContinue, false);
    });
  }

  test('stops at the third consecutive failure', () => {
    for (const { error } of ofOneFile) {
      assert.equal(policyAfter([error, error]).shouldContinue, true);
      assert.equal(policyAfter([error, error, error]).shouldContinue, false);
    }
  });

  test('continues after any number of names that are the same to the server', () => {
    const error = new FileNameError('same-file', 'x');
    assert.equal(policyAfter([error, error, error, error]).shouldContinue, true);
  });

  test('counts from the start again after a success', () => {
    const error = refusal('STOR', 550);
    const policy = policyAfter([error, error]);
    policy.recordSuccess();
    policy.recordFailure(error);
    policy.recordFailure(error);
    assert.equal(policy.shouldContinue, true);
  });

  test('remains stopped after a success', () => {
    const policy = policyAfter([refusal('STOR', 552)]);
    policy.recordSuccess();
    assert.equal(policy.shouldContinue, false);
  });

  test('keeps the first error', () => {
    const [first, second] = [refusal('STOR', 550), refusal('STOR', 553)];
    assert.equal(policyAfter([first, second]).firstError, first);
    assert.equal(policyAfter([]).firstError, undefined);
  });
});
