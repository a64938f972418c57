import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { symlinkSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { LocalFileError } from '../../../src/deploy/index.ts';
import { LocalHashes } from '../../../src/deploy/file/local-hashes.ts';
import { planDirectory } from '../../support/deployment.ts';
import { createWorkspace } from '../../support/workspace.ts';

const endless = new AbortController().signal;

test('LocalHashes hashes small and large files', async () => {
  const names = ['empty', 'small', 'limit', 'above', 'large', 'd/small'];
  await using workspace = await createWorkspace({
    ...{ empty: '', small: 'text', 'd/small': 'other' },
    ...{ limit: 64 * 1024, above: 64 * 1024 + 1, large: 3_000_000 },
  });
  const { uploads } = await planDirectory(workspace.path);
  const hashes = await new LocalHashes(uploads, endless).all();
  assert.equal(hashes.size, names.length);
  for (const name of names) {
    const expected = createHash('sha256').update(await workspace.read(name));
    assert.equal(hashes.get(name), expected.digest('hex'), name);
  }
});

for (const sizeBytes of [10, 100_000]) {
  const changes = {
    'is gone': (file: string) => {
      unlinkSync(file);
    },
    'has another size': (file: string) => {
      writeFileSync(file, 'more or less');
    },
    'was modified': (file: string) => {
      utimesSync(file, 1, 1);
    },
    'is a link now': (file: string) => {
      unlinkSync(file);
      symlinkSync('elsewhere', file);
    },
  };
  for (const [problem, change] of Object.entries(changes)) {
    test(`LocalHashes rejects a file of ${sizeBytes} bytes that ${problem}`, async () => {
      await using workspace = await createWorkspace({ file: sizeBytes });
      const { uploads } = await planDirectory(workspace.path);
      change(path.join(workspace.path, 'file'));
      const hashes = new LocalHashes(uploads, endless);
      hashes.start();
      await assert.rejects(hashes.all(), LocalFileError);
      assert.equal(hashes.of('file'), undefined);
    });
  }

  test(`LocalHashes ends at a cancellation before it reads a file of ${sizeBytes} bytes`, async () => {
    await using workspace = await createWorkspace({ file: sizeBytes });
    const { uploads } = await planDirectory(workspace.path);
    const reason = new Error('cancelled');
    await assert.rejects(new LocalHashes(uploads, AbortSignal.abort(reason)).all(), reason);
  });
}
