import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  CancelledError,
  LocalFileError,
  NoChecksumError,
  PlanError,
  PublishError,
  VerificationError,
} from '../../src/deploy/index.ts';

const cause = new Error('No.');

const sentences: readonly (readonly [Error & { readonly code: string }, string, string, string])[] =
  [
    [new PlanError(['One.', 'Two.']), 'PlanError', 'PLAN', 'One.\nTwo.'],
    [
      new LocalFileError('a\u001b', 'has changed'),
      'LocalFileError',
      'LOCAL_FILE',
      'The local file a\\x1b has changed.',
    ],
    [
      new VerificationError('a\u001b', 'it is short'),
      'VerificationError',
      'VERIFICATION',
      'The upload of a\\x1b arrived wrong: it is short.',
    ],
    [
      new NoChecksumError(),
      'NoChecksumError',
      'NO_CHECKSUM',
      'The server offers no checksum (HASH, XSHA256, XSHA1, XMD5, XCRC).',
    ],
    [new PublishError('Not renamed', cause), 'PublishError', 'PUBLISH', 'Not renamed: No.'],
    [
      new CancelledError('SIGTERM'),
      'CancelledError',
      'CANCELLED',
      'The run was cancelled (SIGTERM).',
    ],
  ];

for (const [error, name, code, message] of sentences) {
  test(`${name} has its code and one sentence`, () => {
    assert.deepEqual([error.name, error.code, error.message], [name, code, message]);
  });
}

test('PublishError keeps what the server said', () => {
  assert.equal(new PublishError('Not renamed', cause).cause, cause);
});

test('PlanError shows ten problems and counts the others', () => {
  const problems = Array.from({ length: 12 }, (_, index) => `Problem ${index + 1}.`);
  const lines = new PlanError(problems).message.split('\n');
  assert.deepEqual(lines, [...problems.slice(0, 10), 'And 2 more such problems.']);
});
