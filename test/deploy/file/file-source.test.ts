import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { appendFile, mkdir, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { crc32 } from 'node:zlib';

import { LocalFileError } from '../../../src/deploy/errors.ts';
import { FileSource } from '../../../src/deploy/file/file-source.ts';
import type { PlannedUpload } from '../../../src/deploy/plan/plan.ts';
import type { Workspace } from '../../support/workspace.ts';
import { createWorkspace } from '../../support/workspace.ts';

/** Plans a file with its current size and modification time. */
async function planned(workspace: Workspace, name: string): Promise<PlannedUpload> {
  const localPath = path.join(workspace.path, name);
  const { size, mtimeMs } = await stat(localPath);
  return { localPath, remotePath: name, sizeBytes: size, modifiedMs: mtimeMs };
}

/** Writes to a file without changing its modification time. */
async function keepTime({ localPath }: PlannedUpload, write: () => Promise<void>) {
  const { atime, mtime } = await stat(localPath);
  await write();
  await utimes(localPath, atime, mtime);
}

/** Reads to the end. */
async function readAll(source: FileSource, bufferBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  const buffer = Buffer.alloc(bufferBytes);
  for (;;) {
    const bytes = await source.read(buffer);
    if (bytes === 0) return Buffer.concat(parts);
    parts.push(Buffer.from(buffer.subarray(0, bytes)));
  }
}

const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');

test('FileSource returns the bytes of a file and their SHA-256 with any buffer size', async () => {
  const content = randomBytes(10_000);
  await using workspace = await createWorkspace({ a: content });
  for (const bufferBytes of [1_000, 3_333, 10_000, 65_536]) {
    await using source = await FileSource.open(await planned(workspace, 'a'));
    assert.deepEqual(await readAll(source, bufferBytes), content);
    assert.equal(source.hash.sha256, sha256(content));
    assert.equal(source.hash.checksum, sha256(content));
  }
});

test('FileSource computes a second hash when one is requested', async () => {
  const content = randomBytes(10_000);
  await using workspace = await createWorkspace({ a: content });
  const file = await planned(workspace, 'a');
  for (const name of ['sha512', 'sha256', 'sha1', 'md5', 'crc32'] as const) {
    await using source = await FileSource.open(file, { checksumHash: name });
    await readAll(source, 3_333);
    assert.equal(source.hash.sha256, sha256(content));
    const expected =
      name === 'crc32'
        ? crc32(content).toString(16).padStart(8, '0')
        : createHash(name).update(content).digest('hex');
    assert.equal(source.hash.checksum, expected);
  }
});

test('FileSource hashes the bytes that it skips', async () => {
  const content = randomBytes(10_000);
  await using workspace = await createWorkspace({ a: content });
  for (const skipped of [0, 1, 9_999, 10_000]) {
    await using source = await FileSource.open(await planned(workspace, 'a'));
    await source.skip(skipped);
    assert.deepEqual(await readAll(source, 3_333), content.subarray(skipped));
    assert.equal(source.hash.sha256, sha256(content));
  }
});

test('FileSource skips the exact number of bytes in a large file', async () => {
  const content = randomBytes(2_500_000);
  await using workspace = await createWorkspace({ a: content });
  await using source = await FileSource.open(await planned(workspace, 'a'));
  await source.skip(1_300_000);
  const rest = await readAll(source, 65_536);
  assert.ok(rest.equals(content.subarray(1_300_000)), `${rest.length} bytes`);
  assert.equal(source.hash.sha256, sha256(content));
});

test('FileSource closes its file when it is disposed of', async () => {
  await using workspace = await createWorkspace({ a: 'abc' });
  const source = await FileSource.open(await planned(workspace, 'a'));
  await source[Symbol.asyncDispose]();
  await assert.rejects(source.read(Buffer.alloc(3)), /can't be read: file closed/);
});

test('FileSource returns no bytes when the file is empty', async () => {
  await using workspace = await createWorkspace({ empty: '' });
  await using source = await FileSource.open(await planned(workspace, 'empty'));
  assert.equal(await source.read(Buffer.alloc(10)), 0);
  const sha256OfNothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
  assert.equal(source.hash.sha256, sha256OfNothing);
});

test('FileSource rejects a file that grew, without returning more bytes than planned', async () => {
  await using workspace = await createWorkspace({ log: 'abc' });
  const file = await planned(workspace, 'log');
  await using source = await FileSource.open(file);
  assert.equal(await source.read(Buffer.alloc(3)), 3);
  await appendFile(file.localPath, 'd');
  await assert.rejects(source.read(Buffer.alloc(3)), {
    name: 'LocalFileError',
    code: 'LOCAL_FILE',
    path: file.localPath,
    message: `The local file ${file.localPath} changed during the upload: it grew.`,
  });
});

test('FileSource rejects a file that shrank', async () => {
  await using workspace = await createWorkspace({ log: 'abcdef' });
  const file = await planned(workspace, 'log');
  await using source = await FileSource.open(file);
  assert.equal(await source.read(Buffer.alloc(2)), 2);
  await truncate(file.localPath, 2);
  await assert.rejects(source.read(Buffer.alloc(2)), {
    name: 'LocalFileError',
    message: `The local file ${file.localPath} changed during the upload: its size changed from 6 to 2 bytes.`,
  });
});

test('FileSource rejects a file that was modified but kept its size', async () => {
  await using workspace = await createWorkspace({ log: 'abc' });
  const file = await planned(workspace, 'log');
  const now = new Date('2030-01-02T03:04:05.678Z');
  const rewrite = async () => {
    await writeFile(file.localPath, 'xyz');
    await utimes(file.localPath, now, now);
  };
  await using source = await FileSource.open(file);
  assert.equal(await source.read(Buffer.alloc(3)), 3);
  await rewrite();
  const modified = 'it was modified at 2030-01-02T03:04:05.678Z.';
  await assert.rejects(source.read(Buffer.alloc(3)), {
    name: 'LocalFileError',
    message: `The local file ${file.localPath} changed during the upload: ${modified}`,
  });
  await assert.rejects(FileSource.open(file), {
    name: 'LocalFileError',
    message: `The local file ${file.localPath} changed before the upload: ${modified}`,
  });
});

test("FileSource rejects a file whose size isn't the planned one", async () => {
  await using workspace = await createWorkspace({ log: 'abc' });
  const file = await planned(workspace, 'log');
  await keepTime(file, () => appendFile(file.localPath, 'd'));
  await assert.rejects(FileSource.open(file), {
    name: 'LocalFileError',
    message: `The local file ${file.localPath} changed before the upload: its size changed from 3 to 4 bytes.`,
  });
});

test('FileSource rejects a file that no longer exists', async () => {
  await using workspace = await createWorkspace({ a: 'abc' });
  const file = await planned(workspace, 'a');
  await rm(file.localPath);
  await assert.rejects(FileSource.open(file), (error: Error) => {
    assert.ok(error instanceof LocalFileError);
    assert.ok(error.message.startsWith(`The local file ${file.localPath} can't be opened: ENOENT`));
    assert.equal((error.cause as NodeJS.ErrnoException).code, 'ENOENT');
    return true;
  });
});

test('FileSource rejects a file that is a directory now', async () => {
  await using workspace = await createWorkspace({ a: '' });
  const file = await planned(workspace, 'a');
  await rm(file.localPath);
  await mkdir(file.localPath);
  const { size, mtimeMs } = await stat(file.localPath);
  const same = { ...file, sizeBytes: size, modifiedMs: mtimeMs };
  // Linux opens a directory, Windows doesn't.
  await assert.rejects(FileSource.open(same), {
    code: 'LOCAL_FILE',
    message: /(isn't a regular file anymore|can't be opened: E.*)\.$/,
  });
});

test('FileSource escapes control characters in its errors', async () => {
  const localPath = '/not\n::error::/\u001b[2J';
  const file = { localPath, remotePath: 'x', sizeBytes: 1, modifiedMs: 0 };
  await assert.rejects(FileSource.open(file), (error: Error) => {
    assert.doesNotMatch(error.message, /[\n\u001b]/);
    return true;
  });
});
