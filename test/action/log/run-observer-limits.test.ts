import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { RunObserver } from '../../../src/action/log/run-observer.ts';
import type { FileResult, Retry } from '../../../src/deploy/index.ts';
import { failedFile, replyError, uploadedFile } from '../samples.ts';
import { logged } from './observed.ts';

const retry: Retry = {
  ...{ subject: 'connection', error: new Error('It failed.') },
  ...{ attempt: 1, attempts: 4, delayMs: 642, isFree: false },
};

const uploadedFiles = (count: number, name: (n: number) => string): FileResult[] =>
  Array.from({ length: count }, (_, n) => uploadedFile(name(n)));

function notifyAll(observer: RunObserver, files: readonly FileResult[]): void {
  observer.phase('upload');
  for (const [index, file] of files.entries()) observer.fileDone(file, index);
  observer.end();
}

const long = (n: number) => `${'日本語'.repeat(60)}${n}`;
const floods: readonly {
  readonly when: string;
  readonly notify: (observer: RunObserver, files: FileResult[]) => void;
}[] = [
  { when: 'are uploaded', notify: notifyAll },
  {
    when: 'fail',
    notify: (observer, files) => {
      const error = replyError(`RNTO ${long(1)}`, 550);
      notifyAll(
        observer,
        files.map(({ remotePath }) => failedFile(remotePath, error)),
      );
    },
  },
  {
    when: 'are retried',
    notify: (observer, files) => {
      observer.phase('upload');
      for (const [index, file] of files.entries()) {
        observer.retrying({ ...retry, subject: file });
        observer.fileDone(file, index);
      }
      observer.end();
    },
  },
];

for (const { when, notify } of floods) {
  test(`RunObserver logs less than 1 MB when 10,000 files ${when}`, async () => {
    const files = uploadedFiles(10_000, long);
    const stdout = await logged(files, (observer) => {
      notify(observer, files);
    });
    assert.ok(Buffer.byteLength(stdout) < 1_000_000, String(Buffer.byteLength(stdout)));
    const isCut = stdout.includes('Further failures are omitted. See the manifest');
    assert.equal(isCut, when !== 'are uploaded');
  });
}

test('RunObserver logs less than 1 MB for the longest list of staged files', async () => {
  const files = uploadedFiles(500, long);
  const stdout = await logged(files, (observer) => {
    observer.phase('upload');
    for (const [index, file] of files.entries()) observer.fileStaged(file, index);
    observer.phase('publish');
    for (const [index, file] of files.entries()) observer.fileDone(file, index);
    observer.end();
  });
  assert.ok(Buffer.byteLength(stdout) < 1_000_000, String(Buffer.byteLength(stdout)));
  assert.match(stdout, /^::endgroup::\nRenaming the uploaded files$/m);
});
