import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { writeChunks } from '../../../src/action/report/write-report.ts';
import { createWorkspace } from '../../support/workspace.ts';

const long = Array.from({ length: 3000 }, (_, index) => `${index} ${'é'.repeat(100)}\n`);

for (const [what, chunks] of [
  ['no chunks', []],
  ['one chunk', ['one']],
  ['one chunk that is longer than a single write', [long.join('')]],
  ['many chunks', long],
] as const) {
  test(`writeChunks overwrites a file with ${what}`, async () => {
    await using workspace = await createWorkspace({ file: 'the previous content' });
    writeChunks(path.join(workspace.path, 'file'), chunks);
    assert.equal((await workspace.read('file')).toString(), chunks.join(''));
  });
}

test('writeChunks throws what the source of the chunks throws', async () => {
  await using workspace = await createWorkspace();
  function* failing(): Generator<string> {
    yield 'a';
    throw new Error('no second chunk');
  }
  assert.throws(() => {
    writeChunks(path.join(workspace.path, 'file'), failing());
  }, /no second chunk/);
});

test(
  'writeChunks creates a file that only its owner can read',
  { skip: process.platform === 'win32' ? 'Windows has no file modes' : false },
  async () => {
    await using workspace = await createWorkspace();
    const file = path.join(workspace.path, 'new');
    writeChunks(file, ['a']);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
  },
);
