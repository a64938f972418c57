import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import {
  CancelledError,
  LocalFileError,
  NoChecksumError,
  PlanError,
  PublishError,
  VerificationError,
} from '../../src/deploy/index.ts';

const cause = new Error('No.');

const errors = [
  {
    error: new PlanError(['One.', 'Two.']),
    name: 'PlanError',
    code: 'PLAN',
    message: 'One.\nTwo.',
  },
  {
    error: new LocalFileError('a\u001b', "can't be read"),
    name: 'LocalFileError',
    code: 'LOCAL_FILE',
    message: "The local file a\\x1b can't be read.",
  },
  {
    error: new VerificationError('a\u001b', 'is incomplete on the server: 5 of 10 bytes'),
    name: 'VerificationError',
    code: 'VERIFICATION',
    message: 'a\\x1b is incomplete on the server: 5 of 10 bytes.',
  },
  {
    error: new NoChecksumError(),
    name: 'NoChecksumError',
    code: 'NO_CHECKSUM',
    message: "The server doesn't support checksums (HASH, XSHA256, XSHA1, XMD5, XCRC).",
  },
  {
    error: new PublishError('Renaming failed', cause),
    name: 'PublishError',
    code: 'PUBLISH',
    message: 'Renaming failed: No.',
  },
  {
    error: new CancelledError('SIGTERM'),
    name: 'CancelledError',
    code: 'CANCELLED',
    message: 'The run was cancelled (SIGTERM).',
  },
];

for (const { error, ...expected } of errors) {
  test(`${expected.name} has a name, a code and a message`, () => {
    const { name, code, message } = error;
    assert.deepEqual({ name, code, message }, expected);
  });
}

test('LocalFileError and VerificationError have the unchanged path', () => {
  assert.equal(new LocalFileError('a\u001b', "can't be read").path, 'a\u001b');
  assert.equal(new VerificationError('a\u001b', 'is incomplete').remotePath, 'a\u001b');
});

test("PublishError has the server's reply as its cause", () => {
  assert.equal(new PublishError('Renaming failed', cause).cause, cause);
});

describe('PlanError', () => {
  const problems = Array.from({ length: 12 }, (_, index) => `Problem ${index + 1}.`);

  test('shows ten problems and the number of the others', () => {
    const lines = new PlanError(problems).message.split('\n');
    assert.deepEqual(lines, [...problems.slice(0, 10), 'And 2 more.']);
  });

  test('has all problems', () => {
    assert.deepEqual(new PlanError(problems).problems, problems);
  });
});
