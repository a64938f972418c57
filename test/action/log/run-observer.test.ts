import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';

import { Log } from '../../../src/action/log/log.ts';
import { RunObserver } from '../../../src/action/log/run-observer.ts';
import { Transcript } from '../../../src/action/log/transcript.ts';
import type { FileResult } from '../../../src/deploy/index.ts';
import { createWorkspace } from '../../support/workspace.ts';
import { givenInputs } from '../inputs/given-inputs.ts';
import { file } from '../samples.ts';
import { captured } from '../stdout.ts';

/** What is written of a run with these files while it is told to the observer. */
async function logged(
  uploads: readonly FileResult[],
  tell: (observer: RunObserver) => void,
): Promise<string> {
  await using workspace = await createWorkspace();
  const transcript = new Transcript(path.join(workspace.path, 't.txt'), (text) => text);
  const totalBytes = uploads.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const plan = { uploads, remoteDirectory: '', directories: [], totalBytes };
  const inputs = givenInputs();
  return captured({}, () => {
    tell(new RunObserver(new Log(), transcript, inputs, plan));
  }).stdout;
}

const names = (count: number, name: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => file(name(n)));

function tellAll(observer: RunObserver, files: readonly FileResult[]): void {
  observer.phase('upload');
  for (const [index, one] of files.entries()) observer.fileDone(one, index);
}

test('RunObserver writes a line a file, with size, time and rate, in a group', async () => {
  const files = [
    file('a.txt', { sizeBytes: 2_048, milliseconds: 500 }),
    file('b.bin', { sizeBytes: 5_000_000, milliseconds: 2_000, attempts: 2 }),
    file('empty', { sizeBytes: 0, milliseconds: 5 }),
    file('c', { status: 'failed', error: new Error('It was refused.') }),
  ];
  const stdout = await logged(files, (observer) => {
    tellAll(observer, files);
  });
  assert.deepEqual(stdout.split('\n'), [
    '::group::Uploading 4 files',
    '[1/4] a.txt  2.0 KiB  500 ms  4.0 KiB/s',
    '[2/4] b.bin  4.8 MiB  2.0 s  2.4 MiB/s  at attempt 2',
    '[3/4] empty  0 B  5 ms',
    '[4/4] c  FAILED: It was refused.',
    '',
  ]);
});

test('RunObserver says of a staged file that it is not published yet', async () => {
  const staged = file('a', { milliseconds: 10 });
  const stdout = await logged([staged], (observer) => {
    observer.fileStaged(staged, 0);
  });
  assert.equal(stdout, '[1/1] a  10 B  10 ms  1000 B/s  staged\n');
});

test('RunObserver writes the failures alone of more than 500 files', async () => {
  const files = names(501, String).map((one, index) =>
    index === 300 ? { ...one, status: 'failed' as const, error: new Error('No.') } : one,
  );
  const stdout = await logged(files, (observer) => {
    tellAll(observer, files);
  });
  assert.equal(stdout, '::group::Uploading 501 files\n[301/501] 300  FAILED: No.\n');
  const fewer = files.slice(0, 500);
  const lines = await logged(fewer, (observer) => {
    tellAll(observer, fewer);
  });
  assert.equal(lines.match(/^\[/gm)?.length, 500);
});

const long = (n: number) => `${'日本語'.repeat(60)}${n}`;
const floods: readonly [title: string, tell: (observer: RunObserver, f: FileResult[]) => void][] = [
  ['are uploaded', tellAll],
  [
    'fail one by one',
    (observer, files) => {
      const error = new Error(`The server refused "STOR ${long(1)}": 550 No.`);
      const failed = files.map((one) => ({ ...one, status: 'failed' as const, error }));
      tellAll(observer, failed);
    },
  ],
  [
    'are each tried again',
    (observer, files) => {
      observer.phase('upload');
      for (const [index, one] of files.entries()) {
        observer.retrying(one.remotePath, new Error('The connection broke.'), 1_000);
        observer.fileDone(one, index);
      }
    },
  ],
];

for (const [title, tell] of floods) {
  test(`RunObserver writes less than 1 MB when 10,000 files ${title}`, async () => {
    const files = names(10_000, long);
    const stdout = await logged(files, (observer) => {
      tell(observer, files);
    });
    assert.ok(Buffer.byteLength(stdout) < 1_000_000, String(Buffer.byteLength(stdout)));
    const isCut = stdout.includes('What else fails is not shown here; the manifest');
    assert.equal(isCut, title !== 'are uploaded');
  });
}

test('RunObserver writes a quarter of a megabyte for the most files that have lines', async () => {
  const files = names(500, long);
  const stdout = await logged(files, (observer) => {
    observer.phase('upload');
    for (const [index, one] of files.entries()) observer.fileStaged(one, index);
    observer.phase('publish');
    for (const [index, one] of files.entries()) observer.fileDone(one, index);
  });
  assert.ok(Buffer.byteLength(stdout) < 1_000_000, String(Buffer.byteLength(stdout)));
  assert.match(stdout, /^::endgroup::\n::group::Publishing$/m);
});
