import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { appendFile, rm, truncate } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { LocalFileError } from '../../src/deploy/errors.ts';
import { FileSource } from '../../src/deploy/file-source.ts';
import { createWorkspace } from '../support/workspace.ts';

/** Reads to the end with a buffer of so many bytes. */
async function readAll(source: FileSource, bufferBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  const buffer = Buffer.alloc(bufferBytes);
  for (;;) {
    const bytes = await source.read(buffer);
    if (bytes === 0) return Buffer.concat(parts);
    parts.push(Buffer.from(buffer.subarray(0, bytes)));
  }
}

test('FileSource gives the bytes of a file and their SHA-256, whatever the buffer', async () => {
  const content = randomBytes(10_000);
  await using workspace = await createWorkspace({ a: content });
  for (const bufferBytes of [1_000, 3_333, 10_000, 65_536]) {
    await using source = await FileSource.open(path.join(workspace.path, 'a'), content.length);
    assert.deepEqual(await readAll(source, bufferBytes), content);
    assert.equal(source.sha256(), createHash('sha256').update(content).digest('hex'));
  }
});

test('FileSource ends at once in an empty file', async () => {
  await using workspace = await createWorkspace({ empty: '' });
  await using source = await FileSource.open(path.join(workspace.path, 'empty'), 0);
  assert.equal(await source.read(Buffer.alloc(10)), 0);
  const ofNothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
  assert.equal(source.sha256(), ofNothing);
});

test('FileSource refuses a file that has grown before it gives a byte too many', async () => {
  await using workspace = await createWorkspace({ log: 'abc' });
  const file = path.join(workspace.path, 'log');
  await using source = await FileSource.open(file, 3);
  assert.equal(await source.read(Buffer.alloc(3)), 3);
  await appendFile(file, 'd');
  await assert.rejects(source.read(Buffer.alloc(3)), {
    name: 'LocalFileError',
    code: 'LOCAL_FILE',
    path: file,
    message: `The local file ${file} changed while it was uploaded: it had 3 bytes and now has more.`,
  });
});

test('FileSource refuses a file that has shrunk', async () => {
  await using workspace = await createWorkspace({ log: 'abcdef' });
  const file = path.join(workspace.path, 'log');
  await using source = await FileSource.open(file, 6);
  assert.equal(await source.read(Buffer.alloc(2)), 2);
  await truncate(file, 2);
  await assert.rejects(source.read(Buffer.alloc(2)), {
    name: 'LocalFileError',
    message: `The local file ${file} changed while it was uploaded: it had 6 bytes and now has only 2.`,
  });
});

test('FileSource refuses a file that has vanished', async () => {
  await using workspace = await createWorkspace({ a: 'abc' });
  const file = path.join(workspace.path, 'a');
  await rm(file);
  await assert.rejects(FileSource.open(file, 3), (error: Error) => {
    assert.ok(error instanceof LocalFileError);
    assert.ok(error.message.startsWith(`The local file ${file} cannot be opened: ENOENT`));
    assert.equal((error.cause as NodeJS.ErrnoException).code, 'ENOENT');
    return true;
  });
});

test('FileSource names a file that became a directory', async () => {
  await using workspace = await createWorkspace({ 'a/b': '' });
  const directory = path.join(workspace.path, 'a');
  const readAsFile = async () => {
    await using source = await FileSource.open(directory, 3);
    await source.read(Buffer.alloc(3));
  };
  await assert.rejects(readAsFile, /LocalFileError: The local file .* cannot be (read|opened): E/);
});

test('FileSource makes hostile names harmless in what it says', async () => {
  await assert.rejects(FileSource.open('/not\n::error::/\u001b[2J', 1), (error: Error) => {
    assert.doesNotMatch(error.message, /[\n\u001b]/);
    return true;
  });
});
