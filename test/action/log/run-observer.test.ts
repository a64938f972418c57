import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';

import { Log } from '../../../src/action/log/log.ts';
import { RunObserver } from '../../../src/action/log/run-observer.ts';
import { Transcript } from '../../../src/action/log/transcript.ts';
import type { FileResult } from '../../../src/deploy/index.ts';
import { createWorkspace } from '../../support/workspace.ts';
import { givenInputs } from '../inputs/given-inputs.ts';
import { failedFile, redactor, replyError, uploadedFile } from '../samples.ts';
import { captured } from '../stdout.ts';

/** What is logged while the observer of a run with these files is notified. */
async function logged(
  uploads: readonly FileResult[],
  notify: (observer: RunObserver) => void,
): Promise<string> {
  await using workspace = await createWorkspace();
  const transcript = new Transcript(path.join(workspace.path, 't.txt'), redactor);
  const totalBytes = uploads.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const plan = { uploads, remoteDirectory: '', directories: [], totalBytes };
  const inputs = givenInputs();
  return captured({}, () => {
    notify(new RunObserver({ log: new Log(redactor), transcript, inputs, plan }));
  }).stdout;
}

const uploadedFiles = (count: number, name: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => uploadedFile(name(n)));

function notifyAll(observer: RunObserver, files: readonly FileResult[]): void {
  observer.phase('upload');
  for (const [index, file] of files.entries()) observer.fileDone(file, index);
}

test('RunObserver logs one line per file, with its size, time and rate, in a group', async () => {
  const files = [
    uploadedFile('a.txt', { sizeBytes: 2_048, milliseconds: 500 }),
    uploadedFile('b.bin', { sizeBytes: 5_000_000, milliseconds: 2_000, attempts: 2 }),
    uploadedFile('empty', { sizeBytes: 0, milliseconds: 5 }),
    failedFile('c'),
    failedFile('d', replyError('STOR d', 550, 'Denied.')),
  ];
  const stdout = await logged(files, (observer) => {
    notifyAll(observer, files);
  });
  assert.deepEqual(stdout.split('\n'), [
    '::group::Uploading 5 files',
    '[1/5] a.txt  2.0 KiB  0.5 s  4.0 KiB/s',
    '[2/5] b.bin  4.8 MiB  2.0 s  2.4 MiB/s  attempt 2',
    '[3/5] empty  0 B  5 ms',
    '[4/5] c  failed: It failed.',
    '[5/5] d  failed: 550 Denied.',
    '',
  ]);
});

test('RunObserver logs that a file is staged', async () => {
  const staged = uploadedFile('a', { milliseconds: 10 });
  const stdout = await logged([staged], (observer) => {
    observer.fileStaged(staged, 0);
  });
  assert.equal(stdout, '[1/1] a  10 B  10 ms  1000 B/s  staged\n');
});

test('RunObserver logs only the failures of more than 500 files', async () => {
  const files = uploadedFiles(501, String).with(300, failedFile('300'));
  const stdout = await logged(files, (observer) => {
    notifyAll(observer, files);
  });
  assert.equal(stdout, '::group::Uploading 501 files\n[301/501] 300  failed: It failed.\n');
  const fewer = files.slice(0, 500);
  const lines = await logged(fewer, (observer) => {
    notifyAll(observer, fewer);
  });
  assert.equal(lines.match(/^\[/gm)?.length, 500);
});

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
        observer.retrying(file.remotePath, new Error('It failed.'), 1_000);
        observer.fileDone(file, index);
      }
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
  });
  assert.ok(Buffer.byteLength(stdout) < 1_000_000, String(Buffer.byteLength(stdout)));
  assert.match(stdout, /^::endgroup::\n::group::Renaming the uploaded files$/m);
});
