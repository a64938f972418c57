import assert from 'node:assert/strict';
import { test } from 'node:test';

import { TemporaryFiles } from '../../../src/deploy/file/temporary-files.ts';
import { ReplyError } from '../../../src/ftps/index.ts';
import { dialogueAfterLogin } from '../../support/dialogue.ts';

type Existence = 'mayExist' | 'exists' | 'retain';

/** Leftovers of which so much is known. */
function leftoversOf(known: Readonly<Record<string, Existence>>): TemporaryFiles {
  const leftovers = new TemporaryFiles();
  for (const [path, existence] of Object.entries(known)) leftovers[existence](path);
  return leftovers;
}

const removals: readonly (readonly [string, Existence, string, readonly string[]])[] = [
  // title                              known      the server says to DELE, and to SIZE        still listed
  ['is gone once it is deleted', 'exists', 'S: 250 Deleted', []],
  ['that may be there is deleted too', 'mayExist', 'S: 250 Deleted', []],
  [
    'that cannot be deleted stays listed',
    'mayExist',
    'S: 550 Not allowed\nC: SIZE a\nS: 213 5',
    ['a'],
  ],
  ['that never came to be is forgotten', 'mayExist', 'S: 550 No\nC: SIZE a\nS: 550 No', []],
  ['that has vanished is forgotten', 'exists', 'S: 550 No\nC: SIZE a\nS: 550 No', []],
  [
    'that may be there is forgotten where nobody can tell',
    'mayExist',
    'S: 550 No\nC: SIZE a\nS: 502 Unknown',
    [],
  ],
  [
    'that was there stays listed where nobody can tell',
    'exists',
    'S: 550 No\nC: SIZE a\nS: 502 Unknown',
    ['a'],
  ],
];

for (const [title, existence, says, left] of removals) {
  dialogueAfterLogin(
    `a leftover ${title}`,
    `C: DELE a\n${says}\n! client-ended`,
    async ({ client }) => {
      const leftovers = leftoversOf({ a: existence });
      await leftovers.deleteFrom(client);
      assert.deepEqual(leftovers.paths, left);
    },
  );
}

dialogueAfterLogin(
  'the only copy of a file is neither deleted nor forgotten',
  'C: DELE b\nS: 250 Deleted\n! client-ended',
  async ({ client }) => {
    const leftovers = leftoversOf({ a: 'retain', b: 'exists' });
    await leftovers.deleteFrom(client);
    assert.deepEqual(leftovers.paths, ['a']);
  },
);

dialogueAfterLogin(
  'a refusal for now is the error, after the others were deleted',
  `
    C: DELE a
    S: 450 Busy
    C: DELE b
    S: 451 Busy too
    C: DELE c
    S: 250 Deleted
    ! client-ended`,
  async ({ client }) => {
    const leftovers = leftoversOf({ a: 'exists', b: 'exists', c: 'exists' });
    await assert.rejects(leftovers.deleteFrom(client), (error) => {
      assert.ok(error instanceof ReplyError);
      assert.equal(error.reply.code, 450);
      return true;
    });
    assert.deepEqual(leftovers.paths, ['a', 'b']);
  },
);

dialogueAfterLogin(
  'a SIZE that is refused for now is the error, and the file stays listed',
  'C: DELE a\nS: 550 No\nC: SIZE a\nS: 450 Busy\n! client-ended',
  async ({ client }) => {
    const leftovers = leftoversOf({ a: 'mayExist' });
    await assert.rejects(leftovers.deleteFrom(client), ReplyError);
    assert.deepEqual(leftovers.paths, ['a']);
  },
);

dialogueAfterLogin(
  'a lost connection is the error, and the file stays listed',
  'C: DELE a\nS: 550 No\nC: SIZE a\n! close',
  async ({ client }) => {
    const leftovers = leftoversOf({ a: 'mayExist' });
    await assert.rejects(leftovers.deleteFrom(client), { code: 'FTPS_LOST' });
    assert.deepEqual(leftovers.paths, ['a']);
  },
);

test('only what is not the only copy can be removed', () => {
  assert.equal(leftoversOf({}).hasRemovable, false);
  assert.equal(leftoversOf({ a: 'retain' }).hasRemovable, false);
  assert.equal(leftoversOf({ a: 'retain', b: 'mayExist' }).hasRemovable, true);
  assert.equal(leftoversOf({ a: 'exists' }).hasRemovable, true);
});
