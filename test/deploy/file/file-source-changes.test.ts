import assert from 'node:assert/strict';
import {
  appendFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { execFileSync } from 'node:child_process';
import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';

import { LocalFileError, planDeployment } from '../../../src/deploy/index.ts';
import { FileSource } from '../../../src/deploy/file/file-source.ts';
import { createFixture } from '../../support/embedded-deployment.ts';
import { createWorkspace } from '../../support/workspace.ts';

const largeBytes = 6_000_000;
const large = { 'large.bin': largeBytes };

interface Change {
  readonly title: string;
  readonly change: (file: string) => void;
  readonly message: RegExp;
}

const changes: readonly Change[] = [
  {
    title: 'grows',
    change: (file) => {
      appendFileSync(file, 'more');
    },
    message: /changed .*(grew|to 6000004 bytes)/,
  },
  {
    title: 'shrinks',
    change: (file) => {
      truncateSync(file, 5_500_000);
    },
    message: /changed .*to 5500000 bytes/,
  },
  {
    title: 'is rewritten with the same size',
    change: (file) => {
      writeFileSync(file, Buffer.alloc(largeBytes));
      utimesSync(file, new Date(), new Date(Date.now() + 5_000));
    },
    message: /changed .*was modified at/,
  },
];

for (const publish of ['direct', 'atomic'] as const) {
  for (const { title, change, message } of changes) {
    test(`deploy fails a file that ${title} during its upload, ${publish}`, async () => {
      let file = '';
      await using fixture = await createFixture(
        { ...large, 'z.txt': 'z' },
        { 'large.bin': 'old' },
        {
          onData: ({ count }) =>
            count === 1
              ? {
                  at: 1_000,
                  meanwhile: () => {
                    change(file);
                  },
                }
              : undefined,
        },
      );
      file = path.join(fixture.files.path, 'large.bin');
      const { result, retried } = await fixture.deploy({ publish });
      assert.ok(result.error instanceof LocalFileError, String(result.error));
      assert.match(result.error.message, message);
      assert.match(result.error.message, /large\.bin/);
      assert.deepEqual(retried, []);
      assert.deepEqual(
        result.files.map(({ status }) => status),
        ['failed', 'uploaded'],
      );
      const names = publish === 'direct' ? ['z.txt'] : ['large.bin', 'z.txt'];
      assert.deepEqual(await fixture.remoteNames(), names);
      if (publish === 'atomic') assert.equal(await fixture.remoteText('large.bin'), 'old');
    });
  }
}

test('deploy fails a file that was deleted, and uploads the others', async () => {
  let file = '';
  await using fixture = await createFixture(
    { 'a.txt': 'a', 'b.txt': 'b', 'c.txt': 'c' },
    {},
    {
      onData: ({ count }) =>
        count === 1
          ? {
              meanwhile: () => {
                rmSync(file);
              },
            }
          : undefined,
    },
  );
  file = path.join(fixture.files.path, 'b.txt');
  const { result } = await fixture.deploy();
  assert.ok(result.error instanceof LocalFileError);
  assert.match(result.error.message, /b\.txt can't be opened/);
  assert.deepEqual(
    result.files.map(({ status }) => status),
    ['uploaded', 'failed', 'uploaded'],
  );
  assert.deepEqual(await fixture.remoteNames(), ['a.txt', 'c.txt']);
});

test(
  'FileSource rejects a file that was replaced by a FIFO, without waiting for a writer',
  { skip: process.platform === 'win32' ? 'Windows has no FIFOs' : false },
  async () => {
    await using workspace = await createWorkspace({ 'a.txt': '' });
    const localPath = path.join(workspace.path, 'a.txt');
    await rm(localPath);
    execFileSync('mkfifo', [localPath]);
    const { mtimeMs } = await stat(localPath);
    const file = { localPath, remotePath: 'a.txt', sizeBytes: 0, modifiedMs: mtimeMs };
    await assert.rejects(FileSource.open(file), {
      code: 'LOCAL_FILE',
      message: /changed before the upload: it isn't a regular file anymore\.$/,
    });
  },
);

const skip = process.platform === 'win32' ? 'links need a privilege on Windows' : false;

describe('FileSource rejects a file', { skip }, () => {
  const swaps: Readonly<Record<string, (file: string, other: string) => void>> = {
    'that was swapped for a link to one with the same size and time': (file, other) => {
      rmSync(file);
      symlinkSync(other, file);
    },
    'that was replaced by one with the same size and time': (file, other) => {
      renameSync(other, file);
    },
    'whose directory was swapped for a link': (file, other) => {
      renameSync(path.dirname(file), `${path.dirname(file)}-old`);
      symlinkSync(path.dirname(other), path.dirname(file));
    },
  };
  for (const [title, swap] of Object.entries(swaps)) {
    test(title, async () => {
      await using workspace = await createWorkspace({ 'site/a.txt': 'abc', 'other/a.txt': 'xyz' });
      const [file, other] = ['site', 'other'].map((name) =>
        path.join(workspace.path, name, 'a.txt'),
      ) as [string, string];
      for (const name of [file, other]) utimesSync(name, 1_000, 1_000);
      const plan = await planDeployment({
        exclude: [],
        patterns: [file],
        followSymlinks: true,
        workspace: workspace.path,
        baseDirectory: undefined,
        remoteDirectory: '',
        flatten: false,
      });
      const [upload] = plan.uploads;
      assert.ok(upload !== undefined);
      swap(file, other);
      await assert.rejects(FileSource.open(upload), {
        code: 'LOCAL_FILE',
        message: /changed before the upload: it (is a link now|was replaced by another file)\.$/,
      });
    });
  }
});
