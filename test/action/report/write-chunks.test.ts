import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';

import { writeChunks } from '../../../src/action/report/write-chunks.ts';
import { createWorkspace } from '../../support/workspace.ts';

const long = Array.from({ length: 3000 }, (_, index) => `${index} ${'é'.repeat(100)}\n`);

for (const [what, pieces] of [
  ['none', []],
  ['one', ['one']],
  ['one that is longer than what is written in one go', [long.join('')]],
  ['many', long],
] as const) {
  test(`writePieces replaces a file by its pieces, ${what}`, async () => {
    await using workspace = await createWorkspace({ file: 'what was there, which is longer' });
    writeChunks(path.join(workspace.path, 'file'), pieces);
    assert.equal((await workspace.read('file')).toString(), pieces.join(''));
  });
}

test('writePieces passes on what a piece throws', async () => {
  await using workspace = await createWorkspace();
  function* failing(): Generator<string> {
    yield 'a';
    throw new Error('no second piece');
  }
  assert.throws(() => {
    writeChunks(path.join(workspace.path, 'file'), failing());
  }, /no second piece/);
});
