import assert from 'node:assert/strict';
import { test } from 'node:test';

import { TemporaryFiles } from '../../../src/deploy/file/temporary-files.ts';
import { ReplyError } from '../../../src/ftps/index.ts';
import { dialogueAfterLogin } from '../../support/dialogue.ts';

type Existence = 'mayExist' | 'exists';

function temporaryFiles(known: Readonly<Record<string, Existence>>): TemporaryFiles {
  const files = new TemporaryFiles();
  for (const [path, existence] of Object.entries(known)) files[existence](path);
  return files;
}

interface DeletionCase {
  readonly title: string;
  readonly existence: Existence;
  /** The dialogue after `DELE a`. */
  readonly replies: string;
  readonly remaining: readonly string[];
}

const deletions: readonly DeletionCase[] = [
  {
    title: 'removes a deleted file from the list',
    existence: 'exists',
    replies: 'S: 250 Deleted',
    remaining: [],
  },
  {
    title: 'deletes a file that may exist',
    existence: 'mayExist',
    replies: 'S: 250 Deleted',
    remaining: [],
  },
  {
    title: "keeps an existing file in the list when it can't be deleted",
    existence: 'mayExist',
    replies: 'S: 550 Not allowed\nC: SIZE a\nS: 213 5',
    remaining: ['a'],
  },
  {
    title: "removes a file that may exist from the list when it doesn't",
    existence: 'mayExist',
    replies: 'S: 550 No\nC: SIZE a\nS: 550 No',
    remaining: [],
  },
  {
    title: 'removes a file that no longer exists from the list',
    existence: 'exists',
    replies: 'S: 550 No\nC: SIZE a\nS: 550 No',
    remaining: [],
  },
  {
    title: "removes a file that may exist from the list when SIZE isn't supported",
    existence: 'mayExist',
    replies: 'S: 550 No\nC: SIZE a\nS: 502 Unknown',
    remaining: [],
  },
  {
    title: "keeps a file that existed in the list when SIZE isn't supported",
    existence: 'exists',
    replies: 'S: 550 No\nC: SIZE a\nS: 502 Unknown',
    remaining: ['a'],
  },
];

for (const { title, existence, replies, remaining } of deletions) {
  dialogueAfterLogin(
    `TemporaryFiles ${title}`,
    `C: DELE a\n${replies}\n! client-ended`,
    async ({ client }) => {
      const files = temporaryFiles({ a: existence });
      await files.deleteFrom(client);
      assert.deepEqual(files.paths, remaining);
    },
  );
}

const moved = { original: 'index.html', replacement: 'new' };

dialogueAfterLogin(
  'TemporaryFiles puts a file back that was moved aside, and deletes the one that would have replaced it',
  `
    C: RNFR aside
    S: 350 Go on
    C: RNTO index.html
    S: 250 Renamed
    C: DELE new
    S: 250 Deleted
    ! client-ended`,
  async ({ client }) => {
    const files = temporaryFiles({ new: 'exists' });
    files.setAside('aside', moved);
    await files.deleteFrom(client);
    assert.deepEqual(files.paths, []);
  },
);

dialogueAfterLogin(
  'TemporaryFiles deletes neither the old nor the new file when the old one is refused',
  `
    C: RNFR aside
    S: 350 Go on
    C: RNTO index.html
    S: 553 No
    C: SIZE new
    S: 213 3
    ! client-ended`,
  async ({ client }) => {
    const files = temporaryFiles({ new: 'exists' });
    files.setAside('aside', moved);
    await files.deleteFrom(client);
    assert.deepEqual(files.paths, ['new', 'aside']);
    assert.deepEqual([...files.aside], [['index.html', 'aside']]);
  },
);

dialogueAfterLogin(
  "TemporaryFiles leaves a file alone that the server doesn't put back, and what would replace it",
  'C: SIZE new\nS: 213 3\nC: DELE b\nS: 250 Deleted\n! client-ended',
  async ({ client }) => {
    const files = temporaryFiles({ new: 'exists', b: 'exists' });
    files.setAside('aside', moved);
    files.strand('aside');
    await files.deleteFrom(client);
    assert.deepEqual(files.paths, ['new', 'aside']);
  },
);

dialogueAfterLogin(
  'TemporaryFiles deletes the other files before it throws the first temporary refusal',
  `
    C: DELE a
    S: 450 Busy
    C: DELE b
    S: 451 Busy too
    C: DELE c
    S: 250 Deleted
    ! client-ended`,
  async ({ client }) => {
    const files = temporaryFiles({ a: 'exists', b: 'exists', c: 'exists' });
    await assert.rejects(files.deleteFrom(client), (error) => {
      assert.ok(error instanceof ReplyError);
      assert.equal(error.reply.code, 450);
      return true;
    });
    assert.deepEqual(files.paths, ['a', 'b']);
  },
);

dialogueAfterLogin(
  'TemporaryFiles throws a temporary refusal of SIZE and keeps the file in the list',
  'C: DELE a\nS: 550 No\nC: SIZE a\nS: 450 Busy\n! client-ended',
  async ({ client }) => {
    const files = temporaryFiles({ a: 'mayExist' });
    await assert.rejects(files.deleteFrom(client), ReplyError);
    assert.deepEqual(files.paths, ['a']);
  },
);

dialogueAfterLogin(
  'TemporaryFiles throws when the connection is lost and keeps the file in the list',
  'C: DELE a\nS: 550 No\nC: SIZE a\n! close',
  async ({ client }) => {
    const files = temporaryFiles({ a: 'mayExist' });
    await assert.rejects(files.deleteFrom(client), { code: 'FTPS_LOST' });
    assert.deepEqual(files.paths, ['a']);
  },
);

test('TemporaryFiles has nothing to do when it only has a file that can not be put back', () => {
  const files = temporaryFiles({});
  assert.equal(files.hasRemovable, false);
  files.setAside('aside', moved);
  assert.equal(files.hasRemovable, true);
  files.strand('aside');
  assert.equal(files.hasRemovable, false);
});
