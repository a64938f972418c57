import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  DeleteLimitError,
  NoChecksumError,
  PlanError,
  StateError,
} from '../../../src/deploy/index.ts';
import { givenInputs } from '../inputs/given-inputs.ts';
import { replyError } from '../samples.ts';
import type { AdviceCase } from './advice-case.ts';
import { advice, loggedIn } from './advice-case.ts';

const { sync } = givenInputs({ sync: 'changed', adopt: 'checksum' });
const otherName = { ...sync, stateFile: '/private/state' };
const refused = { cause: replyError('STOR x', 553) };
const full = { cause: replyError('STOR x', 552) };

const cases: readonly AdviceCase[] = [
  {
    when: "the state is another repository's",
    error: new StateError('other-deployment', 'x'),
    advice: /^Nothing was changed\. .*"state-file".*"sync: all"/,
  },
  {
    when: 'the state is of a newer version',
    error: new StateError('newer-version', 'x'),
    advice: /^Nothing was changed\. Use the newer version .*"sync: all"/,
  },
  {
    when: 'another run is deploying',
    error: new StateError('other-run', 'x'),
    advice: /"concurrency:".*re-run this job/,
  },
  {
    when: 'the state cannot be read',
    error: new StateError('unreadable', 'x'),
    advice: /^Nothing was changed\. Check that the account may read files/,
  },
  {
    when: 'a file is too long for a state',
    error: new StateError('too-long', 'x'),
    advice: /^Nothing was changed\. Set another "state-file"/,
  },
  {
    when: 'there are too many files for a state',
    error: new StateError('too-many-files', 'x'),
    advice: /^Nothing was changed\. Split the deployment/,
  },
  {
    when: 'a name that starts with a dot was refused',
    error: new StateError('write-failed', 'x', refused),
    context: { sync },
    advice: /set "state-file: htopen-ftps\.state"\.$/,
  },
  {
    when: 'the disk is full before anything was uploaded',
    error: new StateError('write-failed', 'x', full),
    context: { sync, acceptedFiles: 'nowhere' },
    advice: /^Check that the account may write .* there is space left\.$/,
  },
  {
    when: 'the disk is full after files were uploaded',
    error: new StateError('write-failed', 'x', full),
    context: { sync, acceptedFiles: 'elsewhere' },
    advice: /^Files that were uploaded are on the server, .* there is space left\.$/,
  },
  {
    when: 'a name without a dot was refused',
    error: new StateError('write-failed', 'x', refused),
    context: { sync: otherName },
    advice: /there is space left\.$/,
  },
  {
    when: 'the server has no checksums to adopt files by',
    error: new NoChecksumError(),
    context: { sync },
    advice: /^Remove "adopt: checksum"\./,
  },
  {
    when: 'the server has no checksums to verify files by',
    error: new NoChecksumError(),
    context: { sync, verifiesChecksums: true },
    advice: /^Set "verify-uploads: size"\.$/,
  },
  {
    when: 'something on the server is in the place of a file',
    error: new PlanError(['x']),
    context: loggedIn,
    advice: /^Nothing was uploaded\. Move or delete what is in the place/,
  },
];

for (const { when, error, context, advice: expected } of cases) {
  test(`adviceFor explains what to do when ${when}`, () => {
    assert.match(advice(error, context) ?? '', expected);
  });
}

test('adviceFor lists the first ten files when too many would be deleted', () => {
  const paths = Array.from({ length: 12 }, (_, n) => `f${n}\u001b`);
  const text = advice(new DeleteLimitError(paths, { limit: '50%', knownFiles: 12 })) ?? '';
  assert.match(text, /:\n {2}f0\\x1b\n.*\n {2}f9\\x1b\n {2}and 2 more\n.*"max-deletions: 100%"/s);
});
