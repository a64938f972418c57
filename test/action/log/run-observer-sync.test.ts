import assert from 'node:assert/strict';
import { test } from 'node:test';

import { failedFile, uploadedFile } from '../samples.ts';
import { logged } from './observed.ts';

test('RunObserver logs the plan of sync, then the files that change, and why', async () => {
  const files = Array.from({ length: 600 }, (_, n) => uploadedFile(`${n}`, { milliseconds: 10 }));
  const stdout = await logged(files, (observer) => {
    observer.phase('compare');
    observer.planReady(
      { new: 1, changed: 3, deleted: 1, unchanged: 596, kept: 0 },
      files.slice(0, 4),
    );
    observer.phase('upload');
    const reasons = ['changed', 'new', 'in-doubt', 'differs-on-server'] as const;
    for (const [index, reason] of reasons.entries()) {
      observer.fileDone(
        { ...uploadedFile(`f${index}`, { milliseconds: 10 }), reason },
        500 + index,
      );
    }
    observer.fileDeleted('old\u001b');
    observer.notice('Look.', 'warning');
    observer.end();
  });
  assert.deepEqual(stdout.split('\n'), [
    '::group::Comparing with the previous deployment',
    '::endgroup::',
    '1 new, 3 changed, 1 deleted, 596 unchanged',
    'Uploading 4 files (40 B) to ftp.example',
    '::warning::Look.',
    '::group::Uploaded files',
    '[1/4] f0  10 B  10 ms  1000 B/s  changed',
    '[2/4] f1  10 B  10 ms  1000 B/s  new',
    '[3/4] f2  10 B  10 ms  1000 B/s  uploaded again: an unfinished run may have changed it',
    '[4/4] f3  10 B  10 ms  1000 B/s  uploaded again: missing or different on the server',
    '::endgroup::',
    '::group::Deleted files',
    'old\\x1b  deleted',
    '::endgroup::',
    '',
  ]);
});

test('RunObserver leaves it to the end of the log to say that there is nothing to do', async () => {
  const stdout = await logged([], (observer) => {
    observer.phase('compare');
    observer.planReady({ new: 0, changed: 0, deleted: 0, unchanged: 9, kept: 1 }, []);
  });
  assert.equal(stdout, '::group::Comparing with the previous deployment\n::endgroup::\n');
});

test('RunObserver numbers a failed file among more than 500 by the files before it', async () => {
  const files = Array.from({ length: 600 }, (_, n) => uploadedFile(`${n}`, { milliseconds: 10 }));
  const stdout = await logged(files, (observer) => {
    observer.planReady({ new: 600, changed: 0, deleted: 0, unchanged: 0, kept: 0 }, files);
    for (const [index, file] of files.slice(0, 530).entries()) observer.fileDone(file, index);
    observer.fileDone(failedFile('x', new Error('No.')), 531);
  });
  assert.match(stdout, /^\[531\/600\] x  failed: No\.$/m);
});

test('RunObserver logs no line for each of more than 500 deletions', async () => {
  const stdout = await logged([], (observer) => {
    observer.planReady({ new: 0, changed: 0, deleted: 501, unchanged: 0, kept: 0 }, []);
    for (let n = 0; n < 501; n += 1) observer.fileDeleted(`${n}`);
    observer.end();
  });
  assert.equal(stdout, '0 new, 0 changed, 501 deleted, 0 unchanged\n');
});
